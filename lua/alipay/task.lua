-- SPDX-License-Identifier: MIT
-- Tasks: coroutines that wait for promises without holding up the rest. One primitive, `await`, serves tasks, the main thread, a
-- user's own coroutines and callbacks that cannot yield.

local errors = require "alipay.error"
local loop = require "alipay.loop"
local promise = require "alipay.promise"

local M = {}

-- Coroutine of a task to its promise. Weak: a task that nobody can resume any more is garbage.
local tasks = setmetatable({}, { __mode = "k" })
local waiting = 0

local function keep_traceback(reason)
  -- An error object explains itself; a plain message is worth little without the place.
  if type(reason) ~= "string" then return { reason = reason } end
  return { reason = reason, traceback = debug.traceback("", 2):gsub("^\n", "") }
end

local function finish(target, ok, value, err)
  if not ok then
    target.traceback = value.traceback
    promise.reject(target, value.reason)
  elseif value == nil and err ~= nil then
    promise.reject(target, err) -- the `nil, err` of a call, handed on
  else
    promise.fulfil(target, value)
  end
end

local function resume(co)
  if coroutine.status(co) ~= "suspended" then return end
  local ok, err = coroutine.resume(co)
  if not ok then -- only an interrupt between two protected calls gets here
    promise.reject(tasks[co], err)
  elseif coroutine.status(co) == "suspended" and not tasks[co].awaiting then
    loop.defer(resume, co) -- a bare coroutine.yield in a task lets others run
  end
end

---Run `fn(argument)` as a task that settles `target`. It starts in the next turn of the loop.
---@param target alipay.promise
---@param fn function
---@param argument? any
function M.start(target, fn, argument)
  local co
  co = coroutine.create(function()
    if target.status ~= "pending" then return end -- cancelled before it began
    finish(target, xpcall(fn, keep_traceback, argument))
  end)
  tasks[co] = target
  target.on_cancel = function()
    local on = target.awaiting
    if on then
      target.awaiting = nil
      waiting = waiting - 1
      promise.forget(on, target.wake)
      on:cancel()
      coroutine.close(co) -- runs its pending <close> variables
    end
  end
  loop.defer(resume, co)
end

---Run `fn(...)` as a task.
---@param fn function
---@param ... any
---@return alipay.promise
function M.run(fn, ...)
  local target = promise.new(nil, errors.caller())
  local arguments = table.pack(...)
  M.start(target, function() return fn(table.unpack(arguments, 1, arguments.n)) end)
  return target
end

local function suspend(co, p, seconds)
  local target = tasks[co]
  local timer
  local function wake()
    if target.awaiting ~= p then return end
    target.awaiting = nil
    waiting = waiting - 1
    if timer then timer:cancel() end
    resume(co)
  end
  target.awaiting, target.wake = p, wake
  waiting = waiting + 1
  if seconds then
    timer = loop.timer(seconds, function()
      promise.forget(p, wake)
      wake()
    end)
  end
  promise.when(p, wake)
  coroutine.yield()
end

---Wait for a promise and give its value, or `nil, reason`. A task is suspended; where nothing can be suspended (main thread,
---`table.sort`, `gsub` callbacks, a user's own coroutine) the loop runs until the promise is settled.
---@param p alipay.promise
---@param seconds? number longest wait; the work goes on afterwards
---@return any value
---@return any err kind "timeout" when the wait was too short
function M.await(p, seconds)
  if not promise.is(p) then return p end
  if p.status == "pending" then
    local co = coroutine.running()
    if tasks[co] and coroutine.isyieldable() then
      suspend(co, p, seconds)
    else
      promise.handle(p)
      loop.pump(function() return p.status ~= "pending" end, seconds)
    end
    if p.status == "pending" then
      return nil, errors.new("timeout", { message = ("still under way after %g s"):format(seconds), retryable = true })
    end
  end
  return promise.outcome(p)
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

loop.on_finish(function()
  if waiting == 0 then return true end
  io.stderr:write(("%d task%s still waiting for something that never came\n"):format(waiting, waiting == 1 and "" or "s"))
  return false
end)

return M
