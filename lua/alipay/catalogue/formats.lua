-- SPDX-License-Identifier: MIT
-- How the platform writes times, durations and amounts, by the names that definitions use.

local money = require "alipay.money"
local protocol = require "alipay.v2.protocol"

local M = {}

-- A shape that becomes a whole time with what is missing; the calendar decides.
local function time(pattern, rest)
  return function(text) return text:find(pattern) ~= nil and protocol.parse_timestamp(text .. rest) ~= nil end
end

local MINUTES = { m = 1, h = 60, d = 1440 }

local formats = {
  ["yyyy-MM-dd HH:mm:ss"] = time("", ""),
  ["yyyy-MM-dd HH:mm"] = time(" %d%d:%d%d$", ":00"),
  ["yyyy-MM-dd"] = time("^%d+%-%d+%-%d+$", " 00:00:00"),
  ["yyyy-MM"] = time("^%d+%-%d+$", "-01 00:00:00"),
  -- 1c is the end of the day.
  ["1m to 15d, or 1c"] = function(text)
    local count, unit = text:match "^([1-9]%d?%d?%d?%d?)([mhd])$"
    return text == "1c" or count ~= nil and tonumber(count) * MINUTES[unit] <= 15 * MINUTES.d
  end,
}

local function names_of(format) return type(format) == "table" and format or { format } end

---Whether formats are known here.
---@param format string|string[]
---@return boolean
function M.known(format)
  for _, name in ipairs(names_of(format)) do
    if not formats[name] then return false end
  end
  return true
end

---Whether a text has one of the formats.
---@param text string
---@param format string|string[]
---@return boolean
function M.fits(text, format)
  for _, name in ipairs(names_of(format)) do
    if formats[name](text) then return true end
  end
  return false
end

---@param format string|string[]
---@return string
function M.spell(format) return table.concat(names_of(format), " or ") end

---An amount in yuan as fen.
---@param text string
---@return integer|nil fen nil for what is no amount with at most two decimals, is negative, or longer than any
function M.fen(text)
  local fen = money.fen(text)
  return fen and not text:find("-", 1, true) and fen or nil
end

return M
