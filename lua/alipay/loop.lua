-- SPDX-License-Identifier: MIT
-- The loop as Lua sees it: a queue of jobs in front of the core's loop, and the end of a program. It knows nothing of promises
-- but that a job may be one of their handlers.

local core = require "alipay.core.loop"

local M = {}

local jobs, head, tail = {}, 1, 0
local closers = {}
local finishers = {}

---Run `fn(a, b)` in the next turn, in order. It must not raise: promises and tasks protect their handlers themselves.
---@param fn function
---@param a? any
---@param b? any
function M.defer(fn, a, b)
  jobs[tail + 1], jobs[tail + 2], jobs[tail + 3] = fn, a, b
  tail = tail + 3
end

local function run_jobs()
  while head <= tail do
    local fn, a, b = jobs[head], jobs[head + 1], jobs[head + 2]
    jobs[head], jobs[head + 1], jobs[head + 2] = nil, nil, nil
    head = head + 3 -- before the call: a job may pump the loop itself
    if head > tail then head, tail = 1, 0 end
    fn(a, b)
  end
end

---Run what is ready; wait at most `seconds` when nothing is.
---@param seconds? number nil waits until something happens
function M.turn(seconds)
  run_jobs()
  core.step(seconds)
  run_jobs()
end

---Drive the loop until `done()` is true: how a call waits where it cannot suspend a task.
---@param done fun(): boolean
---@param seconds? number give up after that long
---@return boolean finished false when the time ran out
function M.pump(done, seconds)
  local deadline = seconds and core.now() + seconds
  run_jobs()
  while not done() do
    local left = deadline and deadline - core.now()
    if left and left <= 0 then return false end
    core.step(left)
    run_jobs()
  end
  return true
end

---Whether anything is under way that will end by itself.
---@return boolean
function M.busy()
  return head <= tail or core.pending() > 0
end

---Call `fn()` when the program ends, the last one registered first: servers and temporary files go there.
---@param fn function
function M.on_close(fn)
  closers[#closers + 1] = fn
end

---Ask `fn()` at the end, when all work is done: false makes the program fail (an unhandled rejection, a task that waits for ever).
---@param fn fun(): boolean
function M.on_finish(fn)
  finishers[#finishers + 1] = fn
end

---Run started work to its end, then what `on_close` holds. The host calls it when the script is over.
---@param abandon? boolean after a Ctrl-C: what is under way is left as it is
---@return boolean fine whether nothing went unhandled
function M.finish(abandon)
  while not abandon and M.busy() do M.turn() end
  local fine = true
  for _, finisher in ipairs(finishers) do fine = (abandon or finisher()) and fine end
  while #closers > 0 do table.remove(closers)() end
  return fine
end

M.timer = core.timer
M.now = core.now

return M
