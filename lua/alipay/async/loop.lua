-- SPDX-License-Identifier: MIT
-- The loop as Lua sees it: a queue of jobs in front of the core's loop, and the end of a program. It knows nothing of promises
-- but that they have a status, and that a job may be one of their handlers.

local core = require "alipay.core.loop"

local M = {}

-- Waits inside waits stand on top of each other on the C stack, which Lua bounds at 200 calls: each takes several of them.
local DEEPEST = 50

local jobs, head, tail = {}, 1, 0
local closers, finishers, stoppers = {}, {}, {}
local depth = 0
local interrupts -- as many as had arrived when the outermost wait began

---Run `fn(a, b)` in the next turn, in order. It must not raise: promises and tasks protect their handlers themselves.
---@param fn function
---@param a? any
---@param b? any
function M.defer(fn, a, b)
  local list, last = jobs, tail
  list[last + 1], list[last + 2], list[last + 3] = fn, a, b
  tail = last + 3
end

local function run_jobs()
  local list = jobs
  while head <= tail do
    local at = head
    local fn, a, b = list[at], list[at + 1], list[at + 2]
    list[at], list[at + 1], list[at + 2] = nil, nil, nil
    if at + 3 > tail then head, tail = 1, 0 else head = at + 3 end -- before the call: a job may pump the loop itself
    fn(a, b)
  end
end

-- Ctrl-C raises an error in the code that runs. Where that code kept it (a protected call in a handler of anybody's), the wait
-- itself ends, so that Ctrl-C always stops the program.
local function step(seconds, before)
  local _, arrived = core.step(seconds, before)
  if head <= tail then
    run_jobs()
    arrived = core.interrupts()
  end
  if arrived ~= interrupts then error("interrupted!", 0) end
end

---Run what is ready; wait at most `seconds` when nothing is.
---@param seconds? number nil waits until something happens
function M.turn(seconds)
  run_jobs()
  core.step(seconds)
  run_jobs()
end

-- Whatever ends a wait, an error too, counts it off again.
local leave = setmetatable({}, { __close = function() depth = depth - 1 end })

local function enter()
  if depth >= DEEPEST then
    error(("too many waits inside each other (%d): a wait inside table.sort, gsub, __tostring or a coroutine of one's own can "
      .. "only end after those begun inside it; make the calls in tasks, or before the sort"):format(DEEPEST), 0)
  end
  depth = depth + 1
  if depth == 1 then interrupts = core.interrupts() end
end

---Drive the loop until `done()` is true.
---@param done fun(): boolean
---@param seconds? number give up after that long
---@param before? function called when something of others is about to run, which may print
---@return boolean finished false when the time ran out
function M.pump(done, seconds, before)
  enter()
  local _ <close> = leave
  local deadline = seconds and core.now() + seconds
  run_jobs()
  while not done() do
    local left = deadline and deadline - core.now()
    if left and left <= 0 then return false end
    step(left, before)
  end
  return true
end

---Drive the loop until a promise is settled: how a call waits where it cannot suspend a task. It ends early when `unless` is
---settled first.
---@param promise alipay.promise
---@param seconds? number give up after that long
---@param unless? alipay.promise
function M.settle(promise, seconds, unless)
  enter()
  local _ <close> = leave
  local deadline = seconds and core.now() + seconds
  run_jobs()
  while promise.status == "pending" and (not unless or unless.status == "pending") do
    local left = deadline and deadline - core.now()
    if left and left <= 0 then return end
    step(left)
  end
end

---Whether anything is under way that will end by itself.
---@return boolean
function M.busy()
  return head <= tail or core.pending() > 0
end

---Whether an error is the one that Ctrl-C raises in the code that runs. Tasks must hand it on instead of keeping it.
---@param reason any
---@return boolean
function M.is_interrupt(reason)
  return type(reason) == "string" and core.interrupts() > 0 and reason:find("interrupted!", 1, true) ~= nil
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

---Call `fn()` when work under way is to be given up, as after Ctrl-C.
---@param fn function
function M.on_stop(fn)
  stoppers[#stoppers + 1] = fn
end

---Run started work to its end, then what `on_close` holds. The host calls it when the script is over.
---@param interrupted? boolean give the work up instead
---@return boolean fine whether nothing went unhandled
function M.finish(interrupted)
  local fine = true
  if interrupted then
    for _, stop in ipairs(stoppers) do stop() end
  else
    enter()
    local _ <close> = leave
    run_jobs()
    while M.busy() do step() end
    for _, finisher in ipairs(finishers) do fine = finisher() and fine end
  end
  while #closers > 0 do table.remove(closers)() end
  return fine
end

M.timer = core.timer
M.now = core.now
M.DEEPEST = DEEPEST

return M
