-- SPDX-License-Identifier: MIT
-- Scopes: work that ends with a block of code. What is run in one or added to it is waited for, or cancelled, together.

local errors = require "alipay.error"
local promise = require "alipay.async.promise"
local task = require "alipay.async.task"
local waiting = require "alipay.async.waiting"

local M = {}

---@class alipay.scope
---@field work alipay.promise[] what was added and may not be settled yet
---@field sweep integer length of `work` at which the settled ones are forgotten
---@field all alipay.promise|nil settled when everything is, while somebody waits for that
---@field left integer how many of `all` are not settled
---@field closed boolean
local methods = {}
local mt = { __name = "alipay.scope", __index = methods }

-- Lets `all` wait for one more.
local function watch(self, p)
  local all = self.all
  self.left = self.left + 1
  promise.when(p, function()
    self.left = self.left - 1
    if p.status ~= "fulfilled" then
      promise.reject(all, p.reason)
    elseif self.left == 0 then
      promise.fulfil(all, true)
    end
  end)
end

---Add a promise: it is cancelled with the scope unless it is settled by then.
---@param p alipay.promise
---@return alipay.promise p the same; raises when the scope is closed
function methods:add(p)
  if not promise.is(p) then errors.usage("scope:add: a promise is needed, not a " .. type(p)) end
  if self.closed then errors.usage "scope:add: the scope is closed" end
  local work = self.work
  if #work >= self.sweep then -- or a scope would grow with what it has seen
    local kept = {}
    for _, old in ipairs(work) do
      if old.status == "pending" or not old.handled then kept[#kept + 1] = old end
    end
    self.work, self.sweep, work = kept, 2 * #kept + 16, kept
  end
  work[#work + 1] = p
  if self.all and self.all.status == "pending" then watch(self, p) end
  return p
end

---Run `fn(...)` as a task of the scope.
---@param fn function
---@param ... any
---@return alipay.promise
function methods:run(fn, ...)
  if type(fn) ~= "function" then errors.usage("scope:run: a function is needed, not a " .. type(fn)) end
  return self:add(task.run(fn, ...))
end

local function cancel_work(self)
  local work = {}
  for i = #self.work, 1, -1 do work[#work + 1] = self.work[i] end -- the last one first
  self.work = {}
  promise.cancel_all(work)
end

---Wait for everything in the scope, what is added meanwhile too. The first failure cancels the rest.
---@return boolean|nil ok
---@return any err of the first failure
function methods:wait()
  if #self.work == 0 then return true end
  if not self.all or self.all.status ~= "pending" then
    self.all, self.left = promise.new(), 0
    for _, p in ipairs(self.work) do watch(self, p) end
  end
  local _, err = waiting.outcome(self.all)
  if err ~= nil then
    cancel_work(self)
    return nil, err
  end
  self.work = {}
  return true
end

---Cancel what is left. Idempotent; leaving the block of a `<close>` variable does it.
function methods:cancel()
  self.closed = true
  cancel_work(self)
end

mt.__close = methods.cancel

---A scope: `local scope <close> = async.scope()`. What was run in it or added to it ends with it.
---@return alipay.scope
function M.new()
  return setmetatable({ work = {}, sweep = 16, left = 0, closed = false }, mt)
end

return M
