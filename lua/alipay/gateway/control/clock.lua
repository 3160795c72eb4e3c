-- SPDX-License-Identifier: MIT
-- The control call `clock`: moves the gateway's clock, or only tells the time.

local clock = require "alipay.gateway.clock"
local protocol = require "alipay.v2.protocol"

local M = {}

M.fields = { advance = "integer", at = "string" }

---@param gw alipay.gateway
---@param given { advance: integer?, at: string? }
---@return { at: string, unix: integer }|nil now
---@return string|nil sentence
function M.run(gw, given)
  if given.advance and given.at then return nil, "give advance or at, not both" end
  local now, reason = gw.clock(), nil
  if given.at then
    local moment = protocol.parse_timestamp(given.at)
    if not moment then return nil, "'at' is not a moment in the form yyyy-MM-dd HH:mm:ss" end
    now, reason = clock.set(gw, moment)
  elseif given.advance then
    now, reason = clock.advance(gw, given.advance)
  end
  if not now then return nil, reason end
  return { at = protocol.timestamp(now), unix = now }
end

return M
