-- SPDX-License-Identifier: MIT
-- The gateway's clock: the machine's and an offset that only grows, kept in the gateway's folder. The age of a request and certificates
-- are judged by the machine's clock, for no client's own follows.

local due = require "alipay.gateway.due"
local protocol = require "alipay.v2.protocol"

local M = {}

local SETTING = "clock_offset"

-- The last second that a timestamp can name.
local END = assert(protocol.parse_timestamp "9999-12-31 23:59:59")

---Give a gateway its two clocks, `gw.clock` and `gw.machine_clock`: Unix seconds.
---@param gw alipay.gateway
---@param machine fun(): integer
function M.attach(gw, machine)
  gw.machine_clock, gw.clock_offset = machine, 0
  function gw.clock()
    return gw.clock_moment or machine() + gw.clock_offset
  end
end

---Go on where the clock was.
---@param gw alipay.gateway
function M.restore(gw)
  gw.clock_offset = math.tointeger(gw.store:setting(SETTING) or 0)
end

---Move the clock forward. What becomes due on the way happens, each at its own moment.
---@param gw alipay.gateway
---@param seconds integer
---@return integer|nil now Unix seconds
---@return string|nil reason the clock cannot go there
function M.advance(gw, seconds)
  if seconds < 0 then return nil, "the clock cannot go back" end
  if seconds > END - gw.clock() then return nil, "the clock ends with the year 9999" end
  local offset = gw.clock_offset + seconds
  gw.store:set(SETTING, tostring(offset))
  gw.clock_offset = offset
  due.settle(gw)
  due.arm(gw)
  return gw.clock()
end

---Move the clock forward to a moment.
---@param gw alipay.gateway
---@param moment integer Unix seconds
---@return integer|nil now
---@return string|nil reason
function M.set(gw, moment)
  return M.advance(gw, moment - gw.clock())
end

return M
