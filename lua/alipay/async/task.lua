-- SPDX-License-Identifier: MIT
-- Tasks: functions that run as coroutines and can be suspended. A task is the promise of its result; it has a parent and children,
-- and ends with them. How one waits for something is in alipay.async.waiting.

local errors = require "alipay.error"
local lang = require "alipay.lang"
local loop = require "alipay.async.loop"
local promise = require "alipay.async.deferred"
local struck = require "alipay.async.struck"

local M = {}

local listed = struck.listed

---@class alipay.task: alipay.promise
---@field fn function what it runs, with `arguments`
---@field arguments table packed
---@field co thread|nil while it runs
---@field parent alipay.task|nil
---@field children table<alipay.task, true>|nil those not settled
---@field waiter alipay.waiter|nil while it is suspended: what it waits for
---@field yielded boolean|nil it let others run by a bare coroutine.yield, and is queued
---@field over boolean|nil its function has returned `result`; children still run

local current -- the task whose code runs, however deep in coroutines of its own
local roots = {} -- tasks without a parent
local suspended = 0 -- how many wait for something

-- What a coroutine yields whose task waits for something, and one whose task is over; everything else is a yield of the user's.
local SUSPEND, DONE = {}, {}

-- Coroutines without a task. Making one for each task costs 2 % of a call: its stacks grow anew.
local MOST_IDLE = 64
local idle = {}

local kept_mt = { __name = "alipay.task.error" } -- an error on its way out of a coroutine

local function keep_traceback(reason)
  -- An error object explains itself; a plain message is worth little without the place.
  local traceback = type(reason) == "string" and debug.traceback("", 2):gsub("^\n", "") or nil
  return setmetatable({ reason = reason, traceback = traceback }, kept_mt)
end

local function run_current()
  local task = current
  local arguments = task.arguments
  return xpcall(task.fn, keep_traceback, table.unpack(arguments, 1, arguments.n))
end

-- A coroutine runs one task after another, and holds on to none of them.
local function body()
  while true do coroutine.yield(DONE, run_current()) end
end

---Let what runs from now on count as code of another task, or of none: what it starts is nobody's child.
---@param task alipay.task|nil
---@return alipay.task|nil before to be put back
function M.swap(task)
  local before = current
  current = task
  return before
end

local function cancel_children(task)
  local children = listed(task.children or {})
  task.children = nil
  promise.cancel_all(children)
end

-- Ends a suspended coroutine; its pending <close> variables run, and must not count as code of the task.
local function close(task)
  local co = task.co
  task.co = nil
  local outer = M.swap(nil)
  local fine, reason = coroutine.close(co)
  M.swap(outer)
  if fine then return end
  promise.reject(promise.new(nil, task.origin), getmetatable(reason) == kept_mt and reason.reason or reason)
end

-- Takes a settled task out of whatever it was doing. One that runs now, or is queued to, notices when it next waits.
local function stop(task)
  cancel_children(task)
  local waiter = task.waiter
  if not waiter then return end
  task.waiter = nil
  suspended = suspended - 1
  promise.leave(waiter)
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
  task.yielded = nil
  if task.status ~= "pending" then return close(task) end
  local outer = current
  current = task
  local fine, first, ok, value, err = coroutine.resume(co)
  current = outer
  if not fine then
    task.co = nil
    finish(task, false, { reason = first }) -- raised outside the protected call: an interrupt
  elseif first == DONE then
    task.co = nil
    if #idle < MOST_IDLE then idle[#idle + 1] = co end
    finish(task, ok, value, err)
  elseif first ~= SUSPEND then
    task.yielded = true
    loop.defer(resume, task) -- a bare coroutine.yield in a task lets others run
  elseif task.status ~= "pending" then
    close(task)
  end
end

local function begin(task)
  if task.status ~= "pending" then return end -- cancelled before it began
  task.co = table.remove(idle) or coroutine.create(body)
  resume(task)
end

---Run `fn(...)` as a task that settles `task`. It starts in the next turn of the loop.
---@param task alipay.promise becomes the task; `on_settled` is set unless its maker has set it
---@param fn function
---@param ... any
---@return alipay.task task the same
function M.start(task, fn, ...)
  task.fn, task.arguments, task.on_cancel = fn, table.pack(...), stop
  if not task.on_settled then
    task.on_settled = settled
    if not task.parent then roots[task] = true end
  end
  loop.defer(begin, task)
  return task
end

---Run `fn(...)` as a task: a child of the task that runs now, if one does.
---@param fn function
---@param ... any
---@return alipay.task
function M.run(fn, ...)
  local task, parent = promise.new(nil, errors.caller()), current
  if parent and parent.status == "pending" then
    parent.children = parent.children or {}
    parent.children[task] = true
    task.parent = parent
  end
  return M.start(task, fn, ...)
end

---The running task, where its code can be suspended: not below table.sort and its like, not in a coroutine of its own.
---@return alipay.task|nil
function M.suspendable()
  if current and current.co == coroutine.running() and coroutine.isyieldable() then return current end
end

---Suspend the running task until it is woken (`M.wake`). One that was cancelled ends here.
---@param waiter alipay.waiter what it waits for
function M.suspend(waiter)
  local task = current
  if task.status == "pending" then
    task.waiter = waiter
    suspended = suspended + 1
  else
    promise.leave(waiter)
  end
  coroutine.yield(SUSPEND)
end

---Let a task go on that is suspended: what it waited for is there, or it waits no longer.
---@param task alipay.task
function M.wake(task)
  if not task.waiter then return end -- cancelled meanwhile
  task.waiter = nil
  suspended = suspended - 1
  resume(task)
end

---For those who go on after a Ctrl-C: the tasks that it struck are cancelled. Else whoever waits for one would wait for ever.
function M.recover()
  struck.cancel(listed(roots), current)
  if current and current.status ~= "pending" then current = nil end
end

loop.on_finish(function()
  if suspended == 0 then return 0 end
  local text = "%d task%s still waiting for something that never came"
  io.stderr:write(lang.format(text, suspended, suspended == 1 and "" or "s"), "\n")
  return 1
end)

loop.on_stop(function()
  current = nil
  promise.cancel_all(listed(roots))
end)

return M
