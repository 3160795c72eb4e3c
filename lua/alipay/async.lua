-- SPDX-License-Identifier: MIT
-- Concurrency for scripts: tasks, waiting, the ways of joining promises, and scopes. docs/concurrency.md explains them.
-- Loops over many items are alipay.async.pool's matter, repeating alipay.async.retry's.

local errors = require "alipay.error"
local loop = require "alipay.async.loop"
local pool = require "alipay.async.pool"
local promise = require "alipay.async.promise"
local task = require "alipay.async.task"

local M = {}

---Run `fn(...)` as a task. Plain calls inside it suspend only that task. A task started inside a task is its child: the parent
---ends after its children, cancelling it cancels them, and a child that fails without being waited for fails the parent and
---cancels its siblings.
---@param fn function
---@param ... any
---@return alipay.promise
function M.run(fn, ...)
  if type(fn) ~= "function" then errors.usage("async.run: a function is needed, not a " .. type(fn)) end
  return task.run(fn, ...)
end

---Wait for a promise; see `promise:wait`. What is no promise is given back.
---@param p alipay.promise
---@param seconds? number longest wait
---@return any value
---@return any err
M.await = task.await

---Pause this task, or run the loop for a while.
---@param seconds number
function M.sleep(seconds)
  if type(seconds) ~= "number" then errors.usage("async.sleep: a number of seconds is needed, not a " .. type(seconds)) end
  task.await(task.delay(seconds))
end

-- Calls `each(joined, index, promise)` as they settle; cancelling the joined promise cancels what nobody else waits for.
local function join(name, list, each)
  if type(list) ~= "table" or promise.is(list) then errors.usage(("async.%s: a list of promises is needed"):format(name)) end
  local waiters = {}
  local joined = promise.new(function()
    for p, waiter in pairs(waiters) do promise.leave(p, waiter) end
  end, errors.caller())
  for i = 1, #list do
    local p = list[i]
    if not promise.is(p) then
      p = promise.new()
      promise.fulfil(p, list[i])
    end
    local function waiter()
      waiters[p] = nil
      each(joined, i, p)
    end
    waiters[p] = waiter
    promise.when(p, waiter)
  end
  return joined
end

---All values in order, or the first rejection.
---@param list any[] promises or plain values
---@return alipay.promise
function M.all(list)
  local values, left = {}, type(list) == "table" and #list
  local joined = join("all", list, function(joined, i, p)
    if p.status ~= "fulfilled" then return promise.reject(joined, p.reason) end
    values[i] = p.value
    left = left - 1
    if left == 0 then promise.fulfil(joined, values) end
  end)
  if left == 0 then promise.fulfil(joined, values) end
  return joined
end

---Every outcome in order: tables with `status` and `value` or `reason`. Never rejects.
---@param list any[]
---@return alipay.promise
function M.settle(list)
  local outcomes, left = {}, type(list) == "table" and #list
  local joined = join("settle", list, function(joined, i, p)
    outcomes[i] = { status = p.status, value = p.value, reason = p.reason }
    left = left - 1
    if left == 0 then promise.fulfil(joined, outcomes) end
  end)
  if left == 0 then promise.fulfil(joined, outcomes) end
  return joined
end

---The first outcome; the others go on.
---@param list any[]
---@return alipay.promise
function M.race(list)
  if type(list) == "table" and #list == 0 then errors.usage "async.race: an empty list would never have an outcome" end
  return join("race", list, function(joined, _, p)
    if p.status == "fulfilled" then promise.fulfil(joined, p.value) else promise.reject(joined, p.reason) end
  end)
end

---The outcome of a promise or function, or a rejection of kind "timeout" when it takes too long; it is cancelled then.
---@param seconds number
---@param work alipay.promise|function a function runs as a task
---@return alipay.promise
function M.timeout(seconds, work)
  if type(seconds) ~= "number" then errors.usage "async.timeout: seconds come first, then a promise or a function" end
  if type(work) == "function" then
    work = task.run(work)
  elseif not promise.is(work) then
    errors.usage("async.timeout: a promise or a function is needed, not a " .. type(work))
  end
  local limited = promise.new(nil, errors.caller())
  local timer = loop.timer(seconds, function()
    promise.reject(limited, errors.new("timeout", { message = ("not done within %g s"):format(seconds), retryable = true }))
    work:cancel()
  end)
  limited.on_settled = function() timer:cancel() end
  promise.fulfil(limited, work)
  return limited
end

---@class alipay.scope
local scope_methods = {}
local scope_mt = { __name = "alipay.scope", __index = scope_methods }

---Add a promise: it is cancelled with the scope unless it is settled by then.
---@param p alipay.promise
---@return alipay.promise p the same
function scope_methods:add(p)
  if not promise.is(p) then errors.usage("scope:add: a promise is needed, not a " .. type(p)) end
  if self.closed then errors.usage "scope:add: the scope is closed" end
  local work = self.work
  if #work >= self.sweep then -- forget what is settled, so that a scope does not grow with what it has seen
    local kept = {}
    for i = 1, #work do
      if work[i].status == "pending" or not work[i].handled then kept[#kept + 1] = work[i] end
    end
    self.work, self.sweep, work = kept, 2 * #kept + 16, kept
  end
  work[#work + 1] = p
  return p
end

---Run `fn(...)` as a task of the scope.
---@param fn function
---@param ... any
---@return alipay.promise
function scope_methods:run(fn, ...)
  return self:add(M.run(fn, ...))
end

---Wait for everything in the scope. The first failure cancels the rest.
---@return boolean|nil true
---@return any err
function scope_methods:wait()
  local _, err = task.await(M.all(self.work))
  if err ~= nil then
    for _, p in ipairs(self.work) do p:cancel() end
    return nil, err
  end
  self.work = {}
  return true
end

---Cancel what is left. Idempotent; leaving the block of a `<close>` variable does it.
function scope_methods:cancel()
  self.closed = true
  local work = self.work
  self.work = {}
  for i = #work, 1, -1 do work[i]:cancel() end
end

scope_mt.__close = scope_methods.cancel

---A scope: `local scope <close> = async.scope()`. What was run in it or added to it ends with it.
---@return alipay.scope
function M.scope()
  return setmetatable({ work = {}, sweep = 16, closed = false }, scope_mt)
end

M.map = pool.map
M.each = pool.each

---Repeat `fn(attempt)` while it fails for a reason that may pass; see alipay.async.retry.
---@param options? alipay.retry_options
---@param fn fun(attempt: integer): any
---@return alipay.promise
function M.retry(options, fn)
  return require("alipay.async.retry").retry(options, fn)
end

---How many threads make the signatures of concurrent calls: the cores by default, ALIPAY_SIGN_THREADS, or `sign_threads` in the
---settings of a client, which wins. 0 signs on the main thread.
---@param count? integer 0 to 64; sets it
---@return integer count
function M.sign_threads(count)
  return require("alipay.call.signer").threads(count)
end

return M
