-- SPDX-License-Identifier: MIT
-- Which tasks a Ctrl-C struck: one that ran when it came waits for nothing, is not queued, and yet is not over. For those who go on
-- after a Ctrl-C; whoever waits for such a task would wait for ever.

local M = {}

local function is_struck(task, current)
  if not task.co or task.status ~= "pending" then return false end
  local status = coroutine.status(task.co)
  return (status == "dead" or status == "suspended") and (task == current or not task.waiter and not task.yielded)
end

---Cancel the struck ones of some tasks and of their children.
---@param tasks alipay.task[]
---@param current alipay.task|nil whose code was running
function M.cancel(tasks, current)
  for _, task in ipairs(tasks) do
    if task.children then M.cancel(M.listed(task.children), current) end
    if is_struck(task, current) then task:cancel() end
  end
end

---A set as a list, which may be walked while members leave it and join it.
---@generic T
---@param set table<T, true>
---@return T[]
function M.listed(set)
  local list = {}
  for member in pairs(set) do list[#list + 1] = member end
  return list
end

return M
