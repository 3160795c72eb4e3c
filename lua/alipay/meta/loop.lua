-- SPDX-License-Identifier: MIT
---@meta alipay.core.loop
-- The one loop: transfers, timers, servers and watched descriptors. Callbacks run only inside `step`, never inside
-- the call that started the work, and never inside a callback of a C library.

local loop = {}

---A one-shot timer.
---@class core.timer: userdata
local timer = {}

---Run the loop once: expire timers, start queued transfers, move bytes, wait at most `seconds` when nothing is ready, then
---run the callbacks of what became ready. With nothing to wait for, step() returns at once. May be called again from inside a callback. An error in a callback is rethrown
---as it is; what is left is delivered by the next step. A SIGINT ends the wait early (core/loop/interrupt.h).
---@param seconds? number longest wait; nil waits until something happens; 0 does not wait
---@param before? function called when there are callbacks to run, ahead of the first
---@return integer delivered number of callbacks that ran
---@return integer interrupts as `loop.interrupts`, at its end
---@return boolean idle nothing is under way: a wait without an end would never end
function loop.step(seconds, before) end

---What keeps a program alive: transfers queued or in flight, timers, signatures being made, and events not yet delivered (servers and watches do not).
---@return integer
function loop.pending() end

---Call `fn()` once after `seconds`.
---@param seconds number
---@param fn function
---@param background? boolean it keeps no program alive: `loop.pending` does not count it
---@return core.timer
function loop.timer(seconds, fn, background) end

---Stop it; its function is never called then. Idempotent.
function timer:cancel() end

---Watch an open descriptor: `fn()` runs in each step in which `fd` is readable, at its end or broken. End the watch before closing it: a step that finds it closed raises, once.
---@param fd integer
---@param fn function|nil nil ends the watch
function loop.watch(fd, fn) end

---Transfers in flight at most; others wait in our own queue. 100 by default.
---@param count? integer 1 to 10000
---@return integer count
function loop.limit(count) end

---@return integer count how often SIGINT has arrived
function loop.interrupts() end

---@return number seconds monotonic clock
function loop.now() end

---@return { in_flight: integer, queued: integer, timers: integer, servers: integer, held: integer, started: integer, finished: integer, failed: integer } counters
function loop.stat() end

return loop
