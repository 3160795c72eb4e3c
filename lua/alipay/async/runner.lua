-- SPDX-License-Identifier: MIT
-- Coroutines that run one task after another: making one costs more than all else that a short task needs. What a task is, and
-- when it runs, is alipay.async.task's matter.

local M = {}

---What a runner yields: `DONE, ok, value, err` with the outcome of its task, or `WAIT` when the task waits.
M.DONE, M.WAIT = {}, {}

local DONE = M.DONE
local idle, IDLE_MOST = {}, 256

local kept_mt = { __name = "alipay.task.error" } -- an error on its way out of a coroutine

local function keep_traceback(reason)
  -- An error object explains itself; a plain message is worth little without the place.
  local traceback = type(reason) == "string" and debug.traceback("", 2):gsub("^\n", "") or nil
  return setmetatable({ reason = reason, traceback = traceback }, kept_mt)
end

local function call(task)
  local count = task.count
  if count == 0 then return xpcall(task.fn, keep_traceback) end
  if count == 1 then return xpcall(task.fn, keep_traceback, task.first) end
  return xpcall(task.fn, keep_traceback, task.first, task.second)
end

local function body(task)
  while true do task = coroutine.yield(DONE, call(task)) end
end

---A coroutine to be resumed with a task (fields fn, count, first, second). An error ends as `DONE, false, { reason, traceback }`.
---@return thread
function M.take()
  return table.remove(idle) or coroutine.create(body)
end

---Give one back that has yielded DONE.
---@param co thread
function M.release(co)
  if #idle < IDLE_MOST then idle[#idle + 1] = co end
end

---The error itself, of one that left a coroutine when it was closed.
---@param reason any
---@return any
function M.reason(reason)
  if getmetatable(reason) == kept_mt then return reason.reason end
  return reason
end

return M
