-- SPDX-License-Identifier: MIT
-- Concurrency for scripts; docs/concurrency.md explains it. Tasks, waiting, promises of one's own, several
-- promises at once, scopes, loops over many items, and retries.

local errors = require "alipay.error"
local joins = require "alipay.async.joins"
local loop = require "alipay.async.loop"
local pool = require "alipay.async.pool"
local promise = require "alipay.async.promise"
local task = require "alipay.async.task"
local waiting = require "alipay.async.waiting"

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
---@param seconds? number longest wait; the work goes on afterwards
---@return any value
---@return any err kind "timeout" when the wait was too short
M.await = waiting.await

---Pause this task; outside of tasks run the loop for that long.
---@param seconds number
function M.sleep(seconds)
  waiting.check_seconds("async.sleep", seconds)
  waiting.outcome(waiting.delay(seconds))
end

---A promise of one's own, as for a library that calls back: `fn(resolve, reject)` runs at once, and the first call of
---`resolve(value)` or `reject(reason)`, at any time, settles the promise. A promise as value is followed; an error that `fn` raises
---before either call rejects.
---@param fn fun(resolve: fun(value: any), reject: fun(reason: any))
---@return alipay.promise
function M.promise(fn)
  if type(fn) ~= "function" then errors.usage("async.promise: a function is needed, not a " .. type(fn)) end
  local p, called = promise.new(nil, errors.caller()), false
  local function once(settle)
    return function(value)
      if called then return end
      called = true
      settle(p, value)
    end
  end
  local reject = once(promise.reject)
  local fine, reason = pcall(fn, once(promise.fulfil), reject)
  if not fine then
    if loop.is_interrupt(reason) then error(reason, 0) end
    reject(reason)
  end
  return p
end

M.all = joins.all
M.settle = joins.settle
M.race = joins.race
M.timeout = joins.timeout

M.scope = require("alipay.async.scope").new

M.map = pool.map
M.each = pool.each

---Call `fn(attempt)` until it succeeds, fails for good, or the budget is used up. Only errors that are `retryable` are tried again,
---and of those only the ones of calls that are idempotent (queries, and methods that carry the key by which the platform does them
---once) or of which nothing was sent, unless `idempotent = true` vouches for the work. Pauses grow and are jittered, so that many
---clients do not come back at the same moment.
---@param options? alipay.retry_options
---@param fn fun(attempt: integer): any
---@return alipay.promise promise of the value, rejected with the last error
function M.retry(options, fn)
  return require("alipay.async.retry").retry(options, fn)
end

---How many threads make the signatures of concurrent calls: the cores by default, ALIPAY_SIGN_THREADS, or `sign_threads` in the
---settings of a client, which wins. 0 signs on the main thread.
---@param count? integer 0 to 64; sets it
---@return integer count in use from now on
function M.sign_threads(count)
  return require("alipay.call.signer").threads(count)
end

return M
