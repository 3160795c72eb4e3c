-- SPDX-License-Identifier: MIT
-- Waiting for a promise, one function for everybody: a task is suspended; the main thread, a user's own coroutines and callbacks
-- that cannot yield drive the loop until it is settled.

local errors = require "alipay.error"
local loop = require "alipay.async.loop"
local promise = require "alipay.async.deferred"
local task = require "alipay.async.task"

local M = {}

---Raise, blaming the caller, for what is no number of seconds.
---@param what string what it is for
---@param seconds any
function M.check_seconds(what, seconds)
  if type(seconds) == "number" and seconds == seconds then return end
  local given = type(seconds) == "number" and "NaN" or "a " .. type(seconds)
  errors.usage(("%s: a number of seconds is needed, not %s"):format(what, given))
end

local function suspend(running, p, seconds)
  local waiter = promise.when(p, task.wake, running)
  local _ <close> = seconds and loop.timer(seconds, function()
    if promise.give_up(waiter) then task.wake(running) end
  end) or nil
  task.suspend(waiter)
end

local function is_over(running)
  return running ~= nil and running.status ~= "pending"
end

-- A wait of `drive`. However it is left, by an error too (Ctrl-C, too many waits inside each other), it ends.
local wait_mt = { __close = function(wait, failure)
  task.swap(wait.task)
  local useless = is_over(wait.task) or wait.own and failure ~= nil
  if useless then promise.leave(wait.waiter) else promise.give_up(wait.waiter) end
end }

local function is_done(wait)
  return wait.promise.status ~= "pending" or is_over(wait.task)
end

local function nothing() end -- the loop has turned, and whoever drives it looks

-- Drives the loop where nothing can be suspended. What runs meanwhile is no child of this task.
local function drive(p, seconds, own)
  local wait = { promise = p, waiter = promise.when(p, nothing), task = task.swap(nil), own = own }
  do
    local _ <close> = setmetatable(wait, wait_mt)
    loop.pump(is_done, seconds, nil, wait)
  end
  if is_over(wait.task) then
    error(errors.new("cancelled", { message = "the task that made this call was cancelled" }), 0)
  end
end

---The outcome of a promise, waited for.
---@param p alipay.promise
---@param seconds? number longest wait; the work goes on afterwards
---@param own? boolean nobody else knows the promise: a wait that is left by an error (Ctrl-C) cancels the work
---@return any value
---@return any err kind "timeout" when the wait was too short
function M.outcome(p, seconds, own)
  if p.status == "pending" then
    local running = task.suspendable()
    if running then suspend(running, p, seconds) else drive(p, seconds, own) end
    if p.status == "pending" then
      return nil, errors.new("timeout", {
        message = ("still under way after %g s"):format(seconds), retryable = true, hint = "it goes on: wait again, or cancel it",
      })
    end
  end
  return promise.outcome(p)
end

---The outcome of work that nobody else knows, waited for: a wait that is left by an error (Ctrl-C) cancels it.
---@param p alipay.promise
---@return any value
---@return any err
function M.own_outcome(p)
  return M.outcome(p, nil, true)
end

---The outcome of anything: what is no promise is given back.
---@param p any
---@param seconds? number
---@return any value
---@return any err
function M.await(p, seconds)
  if seconds ~= nil then M.check_seconds("waiting for a promise", seconds) end
  if not promise.is(p) then return p end
  return M.outcome(p, seconds)
end

---A promise that is fulfilled after a while.
---@param seconds number
---@return alipay.promise
function M.delay(seconds)
  local p
  local timer = loop.timer(seconds, function() promise.fulfil(p, nil) end)
  p = promise.new(function() timer:cancel() end)
  return p
end

---Wait for the outcome. In a task only that task waits; elsewhere the loop runs meanwhile.
---@param seconds? number give up waiting after that long; the work goes on
---@return any value
---@return any err
promise.methods.wait = M.await

return M
