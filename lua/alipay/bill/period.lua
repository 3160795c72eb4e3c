-- SPDX-License-Identifier: MIT
-- The time that a bill is of: a day or a month where the platform is (GMT+8).

local protocol = require "alipay.v2.protocol"

local M = {}

local DAY = 86400 -- seconds

---@class alipay.bill.period
---@field first string its first day, "yyyy-MM-dd"
---@field last string its last day
---@field following string the day behind it
---@field month boolean
---@field ends integer Unix seconds of the moment in which it is over

local function midnight(day) return protocol.parse_timestamp(day .. " 00:00:00") end

local function day_of(seconds) return protocol.timestamp(seconds):sub(1, 10) end

---@param date string "yyyy-MM-dd" or "yyyy-MM"
---@return alipay.bill.period|nil period nil for no date
function M.of(date)
  local year, month = date:match "^(%d%d%d%d)%-(%d%d)$"
  local first = year and date .. "-01" or date
  local begins = midnight(first)
  if not begins then return nil end
  local ends = begins + DAY
  if year then ends = midnight(month == "12" and ("%04d-01-01"):format(year + 1) or ("%s-%02d-01"):format(year, month + 1)) end
  return ends and { first = first, last = day_of(ends - DAY), following = day_of(ends), month = year ~= nil, ends = ends } or nil
end

return M
