-- SPDX-License-Identifier: MIT
-- Until when an order can be paid. Times are Unix seconds.

local protocol = require "alipay.v2.protocol"

local M = {}

local DAY = 86400

-- Seconds in which a paid trade can be refunded (12 months), cancelled, and a QR code scanned.
M.REFUND_WINDOW, M.CANCEL_WINDOW, M.QR_LIFE = 365 * DAY, DAY, 2 * 3600

local UNITS = { m = 60, h = 3600, d = DAY }

-- Face to face the buyer stands at the till; online he has half a month.
local DEFAULT = { ["alipay.trade.pay"] = 3 * 3600, ["alipay.trade.precreate"] = 3 * 3600 }
local ONLINE = 15 * DAY

-- The end of a span as "90m", "2h", "15d"; of "1c" the end of the day in China.
local function span_end(span, now)
  if span == "1c" then return ((now + protocol.GMT8) // DAY + 1) * DAY - protocol.GMT8 end
  local count, unit = span:match "^(%d+)([mhd])$"
  return now + math.tointeger(count) * UNITS[unit]
end

local function given(value) return value ~= nil and value ~= "" end

---The end of an order's time to pay.
---@param method string that places it
---@param values table<string, any> checked: time_expire wins over timeout_express
---@param now integer
---@return integer
function M.of_order(method, values, now)
  if given(values.time_expire) then return assert(protocol.parse_timestamp(values.time_expire)) end
  if given(values.timeout_express) then return span_end(values.timeout_express, now) end
  return now + (DEFAULT[method] or ONLINE)
end

---The end of the time in which a QR code can be scanned.
---@param values table<string, any>
---@param now integer
---@return integer
function M.of_qr(values, now)
  if given(values.qr_code_timeout_express) then return span_end(values.qr_code_timeout_express, now) end
  return now + M.QR_LIFE
end

return M
