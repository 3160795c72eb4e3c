-- SPDX-License-Identifier: MIT
-- What happens at moments of the gateway's clock: timeouts of trades, notifications sent again. Rooms say when their next moment is
-- (`next_due(gw)`, Unix seconds or nil) and do what is due at one (`run_due(gw, moment)`); here is the order and the timer.

local loop = require "alipay.core.loop"

local M = {}

-- Seconds: the longest wait of the timer, so that a clock of the machine that was set is seen; and the wait after a failure, of a
-- locked database for example.
local LONGEST, AFTER_FAILURE = 3600, 1

-- So often may one moment come again: what happens at one may make something else due at once, but not without an end.
local MOST_AT_ONCE = 10000

local function next_moment(gw)
  local first
  for _, room in ipairs(gw.rooms) do
    local moment = room.next_due and room.next_due(gw)
    if moment and (not first or moment < first) then first = moment end
  end
  if gw.due_seen ~= gw.store.changes then gw:announce "changes" end
  gw.due_next, gw.due_seen = first, gw.store.changes
  return first
end

-- The next moment, asked anew when something was written since; a folder that is shared changes without our knowing.
local function known_moment(gw)
  if gw.shared or gw.due_seen ~= gw.store.changes then return next_moment(gw) end
  return gw.due_next
end

-- At a moment the gateway's clock shows it.
local function run(gw, moment)
  gw.clock_moment = moment
  local fine, message = xpcall(function()
    for _, room in ipairs(gw.rooms) do
      if room.run_due then room.run_due(gw, moment) end
    end
  end, debug.traceback)
  gw.clock_moment = nil
  if not fine then error(message, 0) end
end

---Do what is due, moment after moment. Raises what a room raises; what is left is done by the next one that asks.
---@param gw alipay.gateway
function M.settle(gw)
  if gw.clock_moment then return end
  local now, again, last = gw.clock(), 0, nil
  local moment = known_moment(gw)
  while moment and moment <= now do
    again = moment == last and again + 1 or 0
    if again > MOST_AT_ONCE then error("what is due at " .. moment .. " does not end") end
    run(gw, moment)
    last, moment = moment, next_moment(gw)
  end
end

-- Nobody waits for what a timer does: its failures go to the log.
local function fire(gw)
  gw.due_timer = nil
  local fine, message = pcall(M.settle, gw)
  if fine then return M.arm(gw) end
  gw:log("internal error: " .. message)
  gw.due_timer = loop.timer(AFTER_FAILURE, function() fire(gw) end, true)
end

---Set the timer for the next moment. Rooms call it when they know of a moment without having written anything.
---@param gw alipay.gateway
function M.arm(gw)
  if gw.clock_moment then return end
  M.stop(gw)
  local moment = next_moment(gw)
  if not moment then return end
  local wait = math.min(math.max(moment - gw.clock(), 0), LONGEST)
  gw.due_timer = loop.timer(wait, function() fire(gw) end, true)
end

---Set the timer anew if something was written since it was set.
---@param gw alipay.gateway
function M.follow(gw)
  if gw.due_seen ~= gw.store.changes then M.arm(gw) end
end

---@param gw alipay.gateway
function M.stop(gw)
  if gw.due_timer then gw.due_timer:cancel() end
  gw.due_timer = nil
end

return M
