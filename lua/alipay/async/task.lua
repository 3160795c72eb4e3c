-- SPDX-License-Identifier: MIT
-- Tasks: coroutines that wait for promises without holding up the rest. A task is the promise of its result, with the fields
-- below. One primitive, `await`, serves tasks, the main thread, a user's own coroutines and callbacks that cannot yield.

local errors = require "alipay.error"
local loop = require "alipay.async.loop"
local promise = require "alipay.async.promise"
local runner = require "alipay.async.runner"

local M = {}

local defer = loop.defer

---@class alipay.task: alipay.promise
---@field co thread|nil while it runs
---@field parent alipay.task|nil
---@field children table<alipay.task, true>|nil those not settled
---@field awaiting alipay.promise|nil what it is suspended on
---@field timer core.timer|nil ends that wait
---@field deferred boolean|nil it let others run, and is queued
---@field over boolean|nil its function has returned `result`; children still run

local current -- the task whose code runs, however deep in coroutines of its own
local roots = {} -- tasks without a parent
local waiting = 0

local function cancel_children(task)
  local children = task.children
  if not children then return end
  task.children = nil
  for child in pairs(children) do child:cancel() end
end

-- Ends a suspended coroutine; its pending <close> variables run, and must not count as code of the task.
local function close(task)
  local co, outer = task.co, current
  task.co, current = nil, nil
  local fine, reason = coroutine.close(co)
  current = outer
  if fine then return end
  promise.reject(promise.new(nil, task.origin), runner.reason(reason))
end

-- Takes a settled task out of whatever it was doing. One that runs now, or is queued to, notices when it next waits.
local function stop(task)
  cancel_children(task)
  local on = task.awaiting
  if not on then return end
  task.awaiting = nil
  waiting = waiting - 1
  if task.timer then
    task.timer:cancel()
    task.timer = nil
  end
  promise.leave(on, task)
  close(task)
end

local function fail(task, reason, traceback)
  if task.status ~= "pending" then return end
  cancel_children(task)
  task.traceback = traceback
  promise.reject(task, reason)
end

-- A child that failed and that nobody waits for fails its parent, and with it its siblings.
local function settled(task)
  local parent = task.parent
  if not parent then
    roots[task] = nil
    return
  end
  local children = parent.children
  if children then children[task] = nil end
  if parent.status ~= "pending" then return end
  if task.status == "rejected" and not task.handled then
    promise.handle(task)
    fail(parent, task.reason, task.traceback)
    stop(parent)
  elseif parent.over and not (children and next(children)) then
    promise.fulfil(parent, parent.result)
  end
end

local function finish(task, ok, value, err)
  if not ok then
    if loop.is_interrupt(value.reason) then
      task:cancel() -- as M.recover does
      error(value.reason, 0)
    end
    fail(task, value.reason, value.traceback)
  elseif value == nil and err ~= nil then
    fail(task, err) -- the `nil, err` of a call, handed on
  elseif task.children and next(task.children) then
    task.over, task.result = true, value
  else
    promise.fulfil(task, value)
  end
end

local function resume(task)
  local co = task.co
  if task.deferred then task.deferred = nil end
  if task.status ~= "pending" then return close(task) end
  local outer = current
  current = task
  local fine, mark, ok, value, err = coroutine.resume(co, task)
  current = outer
  if mark == runner.DONE then
    task.co = nil
    runner.release(co)
    finish(task, ok, value, err)
  elseif mark == runner.WAIT then
    if task.status ~= "pending" then close(task) end
  elseif fine then
    task.deferred = true
    loop.defer(resume, task) -- a bare coroutine.yield in a task lets others run
  else
    task.co = nil
    finish(task, false, { reason = mark }) -- raised outside the protected call: an interrupt
  end
end

local function begin(task)
  if task.status ~= "pending" then return end -- cancelled before it began
  task.co = runner.take()
  resume(task)
end

function promise.wake(task, on)
  if task.awaiting ~= on then return end
  task.awaiting = nil
  waiting = waiting - 1
  resume(task)
end

---Run `fn` with `count` arguments as a task that settles `task`. It starts in the next turn of the loop.
---@param task alipay.promise becomes the task
---@param fn function
---@param count? 0|1|2 0 by default
---@param first? any
---@param second? any
function M.start(task, fn, count, first, second)
  task.fn, task.count, task.first, task.second = fn, count or 0, first, second
  task.on_cancel, task.on_settled = stop, task.on_settled or settled
  if not task.parent and task.on_settled == settled then roots[task] = true end
  defer(begin, task)
end

---The same for a table that its owner has filled: `fn(first, second)` is what runs, and `on_settled` is the owner's.
---@param fields table fn, first, second, on_settled, and fields of the owner's own
---@return alipay.task
function M.launch(fields)
  fields.on_cancel = stop
  defer(begin, promise.of(fields))
  return fields
end

---Run `fn(...)` as a task: a child of the task that runs now, if one does.
---@param fn function
---@param ... any
---@return alipay.task
function M.run(fn, ...)
  local task, count = promise.new(nil, errors.caller()), select("#", ...)
  local parent = current
  if parent and parent.status == "pending" then
    local children = parent.children
    if not children then
      children = {}
      parent.children = children
    end
    children[task] = true
    task.parent = parent
  end
  if count > 2 then
    local arguments = table.pack(...)
    M.start(task, function() return fn(table.unpack(arguments, 1, count)) end, 0)
  else
    M.start(task, fn, count, ...)
  end
  return task
end

local function cancelled()
  return errors.new("cancelled", { message = "the task that made this call was cancelled" })
end

-- Whether the code that runs can be suspended: not below table.sort and its like, not in a coroutine of its own.
local function can_suspend(task)
  return task.co == coroutine.running() and coroutine.isyieldable()
end

local function suspend(task, p, seconds)
  if task.status == "pending" then
    task.awaiting = p
    waiting = waiting + 1
    promise.when(p, task)
    if seconds then
      task.timer = loop.timer(seconds, function()
        promise.forget(p, task)
        promise.wake(task, p)
      end)
    end
  else
    promise.leave(p, task)
  end
  coroutine.yield(runner.WAIT) -- a task cancelled by now is closed there
  if seconds then
    task.timer:cancel()
    task.timer = nil
  end
end

local nobody = promise.nobody

-- Drives the loop where nothing can be suspended.
local function drive(task, p, seconds)
  promise.hold(p)
  if not task then
    loop.settle(p, seconds)
  else
    current = nil -- what runs meanwhile is no child of this task
    loop.settle(p, seconds, task)
    current = task
    if task.status ~= "pending" then
      promise.leave(p, nobody)
      error(cancelled(), 0)
    end
  end
  if p.status == "pending" then promise.forget(p, nobody) end
end

---Wait for a promise and give its value, or `nil, reason`. A task is suspended; where nothing can be suspended (main thread,
---`table.sort`, `gsub` callbacks, a user's own coroutine) the loop runs until the promise is settled.
---@param p alipay.promise
---@param seconds? number longest wait; the work goes on afterwards
---@return any value
---@return any err kind "timeout" when the wait was too short
function M.await(p, seconds)
  if not promise.is(p) then return p end
  return M.outcome(p, seconds)
end

---The same for what is known to be a promise.
---@param p alipay.promise
---@param seconds? number
---@return any value
---@return any err
function M.outcome(p, seconds)
  if p.status == "pending" then
    local task = current
    if task and can_suspend(task) then suspend(task, p, seconds) else drive(task, p, seconds) end
    if p.status == "pending" then
      return nil, errors.new("timeout", { message = ("still under way after %g s"):format(seconds), retryable = true })
    end
  end
  p.handled = true
  if p.status == "fulfilled" then return p.value end
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

-- One that ran when the Ctrl-C came: it waits for nothing, is not queued, and yet is not over.
local function is_struck(task)
  if not task.co or task.status ~= "pending" then return false end
  local status = coroutine.status(task.co)
  return (status == "dead" or status == "suspended") and (task == current or not task.awaiting and not task.deferred)
end

local function cancel_struck(list)
  local tasks = {}
  for task in pairs(list) do tasks[#tasks + 1] = task end
  for _, task in ipairs(tasks) do
    if task.children then cancel_struck(task.children) end
    if is_struck(task) then task:cancel() end
  end
end

---For those who go on after a Ctrl-C: the tasks that it struck are cancelled. Else whoever waits for one would wait for ever.
function M.recover()
  cancel_struck(roots)
  if current and current.status ~= "pending" then current = nil end
end

loop.on_finish(function()
  if waiting == 0 then return true end
  io.stderr:write(("%d task%s still waiting for something that never came\n"):format(waiting, waiting == 1 and "" or "s"))
  return false
end)

loop.on_stop(function()
  current = nil
  local list = {}
  for task in pairs(roots) do list[#list + 1] = task end
  for _, task in ipairs(list) do task:cancel() end
end)

return M
