-- SPDX-License-Identifier: MIT
-- Promises: the result of work under way. Handlers run from the loop, never inside the call that adds them. How a task waits for
-- one is alipay.task's matter.

local errors = require "alipay.error"
local loop = require "alipay.loop"

local M = {}

---@class alipay.promise
---@field status "pending"|"fulfilled"|"rejected"|"cancelled"
---@field value any what it was fulfilled with
---@field reason any why it was rejected or cancelled
local methods = {}
local mt = { __name = "alipay.promise", __index = methods }

-- Rejections nobody has looked at yet, in order of their coming: reported when the program ends.
local unhandled = {}
local sequence = 0

function mt:__tostring()
  return "promise (" .. self.status .. ")"
end

---@param value any
---@return boolean
function M.is(value)
  return getmetatable(value) == mt
end

---Make a pending promise. Its maker settles it with `M.fulfil` and `M.reject`.
---@param on_cancel? fun() stops the work when the promise is cancelled
---@param origin? string where the work was started, for the report of an unhandled rejection
---@return alipay.promise
function M.new(on_cancel, origin)
  return setmetatable({ status = "pending", on_cancel = on_cancel, origin = origin }, mt)
end

local function settle(self, status, key, value)
  if self.status ~= "pending" then return end
  self.status = status
  self[key] = value
  self.on_cancel = nil
  local waiters = self.waiters
  self.waiters = nil
  if waiters then
    for i = 1, #waiters do loop.defer(waiters[i], self) end
  elseif status == "rejected" and not self.handled then
    sequence = sequence + 1
    unhandled[self] = sequence
  end
end

---Fulfil; without effect once settled. A promise as value is followed.
---@param self alipay.promise
---@param value any
function M.fulfil(self, value)
  if not M.is(value) then return settle(self, "fulfilled", "value", value) end
  self.on_cancel = function() value:cancel() end
  M.when(value, function()
    if value.status == "fulfilled" then settle(self, "fulfilled", "value", value.value)
    else settle(self, value.status, "reason", value.reason) end
  end)
end

---Reject; without effect once settled.
---@param self alipay.promise
---@param reason any
function M.reject(self, reason)
  settle(self, "rejected", "reason", reason)
end

---Call `fn(promise)` from the loop once it is settled, and count its outcome as looked at.
---@param self alipay.promise
---@param fn fun(p: alipay.promise)
function M.when(self, fn)
  M.handle(self)
  if self.status == "pending" then
    self.waiters = self.waiters or {}
    self.waiters[#self.waiters + 1] = fn
  else
    loop.defer(fn, self)
  end
end

---Count a rejection as looked at.
---@param self alipay.promise
function M.handle(self)
  self.handled = true
  unhandled[self] = nil
end

---Stop calling `fn` when it settles.
---@param self alipay.promise
---@param fn fun(p: alipay.promise)
function M.forget(self, fn)
  for i, waiter in ipairs(self.waiters or {}) do
    if waiter == fn then
      table.remove(self.waiters, i)
      return
    end
  end
end

---The outcome of a settled promise as results of a call.
---@param self alipay.promise
---@return any value nil when it was rejected
---@return any reason
function M.outcome(self)
  M.handle(self)
  if self.status == "fulfilled" then return self.value end
  return nil, self.reason
end

-- Runs a handler as a task, so that a call inside it suspends only itself, and settles `target` with what it gives.
local function run_handler(target, handler, argument)
  require("alipay.task").start(target, handler, argument)
end

---Go on with the result. A handler's value fulfils the promise returned, a promise from it is followed, an error it raises or
---`nil, err` from it rejects. Without a handler for the outcome the outcome is passed on.
---@param on_value? fun(value: any): any
---@param on_error? fun(reason: any): any
---@return alipay.promise
function methods:next(on_value, on_error)
  local target = M.new(nil, self.origin)
  local function follow()
    self.consumers = self.consumers - 1
    if target.status ~= "pending" then return end
    if self.status == "fulfilled" then
      if on_value then run_handler(target, on_value, self.value) else M.fulfil(target, self.value) end
    elseif on_error then
      run_handler(target, on_error, self.reason)
    else
      settle(target, self.status, "reason", self.reason)
    end
  end
  self.consumers = (self.consumers or 0) + 1
  M.when(self, follow)
  -- Cancelling the only consumer cancels the source: nobody is left to want it.
  target.on_cancel = function()
    if self.status ~= "pending" then return end
    self.consumers = self.consumers - 1
    M.forget(self, follow)
    if self.consumers == 0 then self:cancel() end
  end
  return target
end

methods["then"] = methods.next

---Go on after a rejection.
---@param on_error fun(reason: any): any
---@return alipay.promise
function methods:catch(on_error)
  return self:next(nil, on_error)
end

---Run `fn()` whatever the outcome, which is passed on unless `fn` raises.
---@param fn fun()
---@return alipay.promise
function methods:finally(fn)
  return self:next(function(value)
    fn()
    return value
  end, function(reason)
    fn()
    error(reason, 0)
  end)
end

---Wait for the outcome. In a task only that task waits; elsewhere the loop runs meanwhile.
---@param seconds? number give up waiting after that long; the work goes on
---@return any value
---@return any err
function methods:wait(seconds)
  return require("alipay.task").await(self, seconds)
end

---Stop the work. Without effect once settled.
function methods:cancel()
  if self.status ~= "pending" then return end
  local on_cancel = self.on_cancel
  settle(self, "cancelled", "reason", errors.new("cancelled", { message = "the work was cancelled" }))
  if on_cancel then on_cancel() end
end

---Report rejections that nobody has looked at, each once, on stderr.
---@return boolean fine true when there was none
function M.report_unhandled()
  local list = {}
  for promise in pairs(unhandled) do list[#list + 1] = promise end
  table.sort(list, function(a, b) return unhandled[a] < unhandled[b] end)
  for _, promise in ipairs(list) do
    unhandled[promise] = nil
    local text = "unhandled rejection: " .. tostring(promise.reason)
    if promise.origin then text = text .. "\n  started at " .. promise.origin end
    if promise.traceback then text = text .. "\n" .. promise.traceback end
    io.stderr:write(text, "\n")
  end
  return #list == 0
end

loop.on_finish(M.report_unhandled)

return M
