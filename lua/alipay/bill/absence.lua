-- SPDX-License-Identifier: MIT
-- Whether a bill that is not given is empty or not made yet. The platform says "no business" in three ways, one of which also means
-- "not yet".

local protocol = require "alipay.v2.protocol"

local M = {}

local EMPTY = "EMPTY_DATA_WITH_BILL_FILE"

local DAY = 86400

-- When the bill of a day or a month is made for sure: the end of the day on which it comes, a day's at about nine the next morning, a
-- month's on the third of the next one, plus a day, as both may be late. Unix seconds, by GMT+8.
local function made(date)
  local year, month = date:match "^(%d%d%d%d)%-(%d%d)$"
  if not year then return (protocol.parse_timestamp(date .. " 00:00:00") or math.huge) + 2 * DAY end
  local following = month == "12" and ("%04d-01"):format(year + 1) or ("%s-%02d"):format(year, month + 1)
  return (protocol.parse_timestamp(following .. "-03 00:00:00") or math.huge) + 2 * DAY
end

---Whether an answer says that there was no business.
---@param data table fields of a success
---@return boolean
function M.is_empty(data)
  return data.bill_file_code == EMPTY
end

---What a refusal means.
---@param err alipay.error
---@param date string as asked for
---@param now integer Unix seconds
---@return "empty"|"not_ready"|nil meaning nil: something else
function M.meaning(err, date, now)
  if err:is "NO_BILL_DATA" then return "empty" end
  if err:is "BILL_NOT_EXIST" then return now >= made(date) and "empty" or "not_ready" end
end

return M
