-- SPDX-License-Identifier: MIT
-- One promise of several: all, settle, race, timeout.

local errors = require "alipay.error"
local loop = require "alipay.async.loop"
local promise = require "alipay.async.promise"
local task = require "alipay.async.task"
local waiting = require "alipay.async.waiting"

local M = {}

local function fulfilled(value)
  local p = promise.new()
  promise.fulfil(p, value)
  return p
end

-- Calls `each(joined, index, promise)` as they settle, until the joined promise is. Cancelling that cancels what nobody else waits for.
local function join(name, list, each)
  if type(list) ~= "table" or promise.is(list) then errors.usage(("async.%s: a list of promises is needed"):format(name)) end
  local promises, waiters = {}, {}
  local joined = promise.new(function()
    local unwanted = {}
    for i, p in ipairs(promises) do
      if p.status == "pending" and promise.forget(waiters[i]) then unwanted[#unwanted + 1] = p end
    end
    promise.cancel_all(unwanted)
  end, errors.caller())
  joined.on_settled = function() -- a promise that lives long must not keep those that waited for others, too
    for _, waiter in ipairs(waiters) do promise.forget(waiter) end
  end
  for i = 1, #list do
    promises[i] = promise.is(list[i]) and list[i] or fulfilled(list[i])
    waiters[i] = promise.when(promises[i], function(p)
      if joined.status == "pending" then each(joined, i, p) end
    end)
  end
  return joined
end

-- A join of as many outcomes as there are: `keep(outcomes, i, p)` keeps one, or returns an error that ends it.
local function gather(name, list, keep)
  local outcomes, left = {}, type(list) == "table" and #list
  local joined = join(name, list, function(joined, i, p)
    local err = keep(outcomes, i, p)
    if err ~= nil then return promise.reject(joined, err) end
    left = left - 1
    if left == 0 then promise.fulfil(joined, outcomes) end
  end)
  if left == 0 then promise.fulfil(joined, outcomes) end
  return joined
end

---All values in order, or the first rejection.
---@param list any[] promises or plain values
---@return alipay.promise
function M.all(list)
  return gather("all", list, function(values, i, p)
    if p.status ~= "fulfilled" then return p.reason end
    values[i] = p.value
  end)
end

---Every outcome in order: tables with `status` and `value` or `reason`. Never rejects.
---@param list any[] promises or plain values
---@return alipay.promise
function M.settle(list)
  return gather("settle", list, function(outcomes, i, p)
    outcomes[i] = { status = p.status, value = p.value, reason = p.reason }
  end)
end

---The first outcome; the others go on.
---@param list any[] promises or plain values; raises for an empty list
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
  waiting.check_seconds("async.timeout", seconds)
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

return M
