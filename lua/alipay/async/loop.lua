-- SPDX-License-Identifier: MIT
-- The loop as Lua sees it: a queue of jobs in front of the core's loop, and the end of a program. It knows nothing of promises
-- but that they have a status, and that a job may be one of their handlers.

local core = require "alipay.core.loop"

local M = {}

-- Waits inside waits stand on top of each other on the C stack, which Lua bounds at 200 calls: each takes several of them.
local DEEPEST = 50

local batch, at, queued = {}, 1, {} -- jobs of this turn, the next one of them, and those of the next turn
local closers, finishers, stoppers = {}, {}, {}
local unread = {} -- transfers that nobody waits for, by what they belong to
local depth = 0
local interrupts -- as many as had arrived when the outermost wait began

---Run a job in the next turn, in order. Its function must not raise: promises and tasks protect their handlers themselves.
---@param job { fn: function, argument: any }
function M.queue(job)
  queued[#queued + 1] = job
end

---Run `fn(argument)` in the next turn.
---@param fn function
---@param argument? any
function M.defer(fn, argument)
  M.queue { fn = fn, argument = argument }
end

local function has_jobs()
  return batch[at] ~= nil or queued[1] ~= nil
end

-- Those that are queued by now: what they queue has to let timers and transfers pass first. A job may drive the loop itself, and
-- with it the rest of its batch. The two lists change places, so that a turn makes no new one.
local function run_jobs()
  if not batch[at] then batch, queued, at = queued, batch, 1 end
  while batch[at] do
    local job = batch[at]
    batch[at], at = nil, at + 1
    job.fn(job.argument)
  end
end

-- How long the core may wait for something to happen; nil: until it does.
local function patience(seconds)
  local other = M.before_wait and M.before_wait()
  if has_jobs() then return 0 end
  if other and (not seconds or other < seconds) then return other end
  return seconds
end

---Asked before the loop waits: does what is due, and says in how many seconds it wants to be asked again, nil for never.
---@type nil|fun(): number|nil
M.before_wait = nil

-- Ctrl-C raises an error in the code that runs. Where that code kept it (a protected call in a handler of anybody's), the wait
-- itself ends, so that Ctrl-C always stops the program.
local function step(seconds, before)
  seconds = patience(seconds)
  local delivered, arrived, idle = core.step(seconds, before)
  if has_jobs() then
    run_jobs()
    arrived = core.interrupts()
  elseif delivered == 0 and idle and not seconds and arrived == interrupts then
    error("this wait would never end: nothing is under way any more", 0)
  end
  if arrived ~= interrupts then error("interrupted!", 0) end
end

---Run what is ready; wait at most `seconds` when nothing is.
---@param seconds? number nil waits until something happens
function M.turn(seconds)
  run_jobs()
  core.step(patience(seconds))
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

---Drive the loop until `done(argument)` is true.
---@param done fun(argument: any): boolean
---@param seconds? number give up after that long
---@param before? function called when something of others is about to run, which may print
---@param argument? any
---@return boolean finished false when the time ran out
function M.pump(done, seconds, before, argument)
  enter()
  local _ <close> = leave
  local deadline = seconds and core.now() + seconds
  run_jobs()
  while not done(argument) do
    local left = deadline and deadline - core.now()
    if left and left <= 0 then return false end
    step(left, before)
  end
  return true
end

---Whether anything is under way that will end by itself.
---@return boolean
function M.busy()
  return has_jobs() or core.pending() > 0
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

---Ask `fn()` at the end, when all work is done: the exit code of the program, 0 when nothing is wrong (an unhandled rejection, a task
---that waits for ever).
---@param fn fun(): integer
function M.on_finish(fn)
  finishers[#finishers + 1] = fn
end

---Say of a transfer whether it waits for somebody to read it. Where nothing else is under way at the end of a program, nobody ever will.
---@param reader table what it belongs to, with its `transfer`
---@param is_unread boolean
function M.unread(reader, is_unread)
  unread[reader] = is_unread or nil
end

---Call `fn()` when work under way is to be given up, as after Ctrl-C.
---@param fn function
function M.on_stop(fn)
  stoppers[#stoppers + 1] = fn
end

-- Calls each, whatever the others raise, and raises the first error of them afterwards.
local function call_all(list)
  local failed, problem = false, nil
  while #list > 0 do
    local fine, reason = pcall(table.remove(list))
    if not fine and not failed then failed, problem = true, reason end
  end
  if failed then error(problem, 0) end
end

-- Ends what only a reader could go on with, when there is nothing left that could become one.
local function give_up_unread()
  local count = 0
  for _ in pairs(unread) do count = count + 1 end
  if count == 0 or has_jobs() or core.pending() > count then return end
  for reader in pairs(unread) do
    unread[reader] = nil
    reader.transfer:cancel()
  end
end

-- The exit code that started work asks for, once it is done.
local function finish_work()
  enter()
  local _ <close> = leave
  run_jobs()
  give_up_unread()
  while M.busy() do
    step()
    give_up_unread()
  end
  local code = 0
  for _, finisher in ipairs(finishers) do
    local asked = finisher()
    if code == 0 then code = asked end
  end
  return code
end

---Run started work to its end, then what `on_close` holds. The host calls it when the script is over.
---@param interrupted? boolean give the work up instead
---@return integer code exit code of the program when nothing else has failed
function M.finish(interrupted)
  local fine, result = true, 0
  if not interrupted then fine, result = pcall(finish_work) end
  if interrupted or not fine then -- the work is given up before what it uses is closed
    for _, stop in ipairs(stoppers) do closers[#closers + 1] = stop end
  end
  call_all(closers)
  if not fine then error(result, 0) end
  return result
end

M.timer = core.timer
M.now = core.now
M.DEEPEST = DEEPEST

return M
