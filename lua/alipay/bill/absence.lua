-- SPDX-License-Identifier: MIT
-- Whether a bill that is not given is empty or not made yet. The platform says "no business" in three ways, one of which also means
-- "not yet".

local period = require "alipay.bill.period"

local M = {}

local EMPTY = "EMPTY_DATA_WITH_BILL_FILE"

local DAY = 86400

-- When the bill of a day or a month is made for sure: the end of the day on which it comes, a day's at about nine the next morning, a
-- month's on the third of the next one, plus a day, as both may be late. Unix seconds, by GMT+8.
local function made(date)
  local time = period.of(date)
  return time and time.ends + (time.month and 4 or 1) * DAY or math.huge
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
