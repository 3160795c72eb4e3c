-- SPDX-License-Identifier: MIT
-- Concurrency for scripts: tasks, waiting, and the usual ways of joining promises.

local promise = require "alipay.promise"
local task = require "alipay.task"

local M = {}

---Run `fn(...)` as a task. Plain calls inside it suspend only that task.
---@param fn function
---@param ... any
---@return alipay.promise
M.run = task.run

---Wait for a promise; see `promise:wait`.
---@param p alipay.promise
---@return any value
---@return any err
M.await = task.await

---Pause this task, or run the loop for a while.
---@param seconds number
function M.sleep(seconds)
  task.await(task.delay(seconds))
end

-- Calls `each(index, promise)` as they settle; cancelling the joined promise cancels all of them.
local function join(list, each)
  local joined
  joined = promise.new(function()
    for _, p in ipairs(list) do
      if promise.is(p) then p:cancel() end
    end
  end)
  for i, p in ipairs(list) do
    if not promise.is(p) then
      local fulfilled = promise.new()
      promise.fulfil(fulfilled, p)
      p = fulfilled
    end
    promise.when(p, function() each(joined, i, p) end)
  end
  return joined
end

---All values in order, or the first rejection.
---@param list any[] promises or plain values
---@return alipay.promise
function M.all(list)
  local values, left = {}, #list
  local joined = join(list, function(joined, i, p)
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
  local outcomes, left = {}, #list
  local joined = join(list, function(joined, i, p)
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
  return join(list, function(joined, _, p)
    if p.status == "fulfilled" then promise.fulfil(joined, p.value) else promise.reject(joined, p.reason) end
  end)
end

return M
