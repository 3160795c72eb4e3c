-- SPDX-License-Identifier: MIT
-- What was done to one value on its way, undone: pure functions from a text to a text. When each is tried is alipay.notify.repairs'
-- matter.

local form = require "alipay.core.form"
local json = require "alipay.json"
local text = require "alipay.core.text"

local M = {}

function M.percent(value)
  return (value:gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

function M.form(value)
  return M.percent((value:gsub("%+", " ")))
end

-- PHP's addslashes and what databases call escaping.
function M.backslashes(value)
  return (value:gsub("\\(.)", "%1"))
end

-- The inside of a JSON string: \u4e2d, \/.
function M.json(value)
  if not value:find("\\", 1, true) then return value end
  local plain = json.decode('"' .. value .. '"')
  return type(plain) == "string" and plain or nil
end

-- Filters against scripts in pages replace what is special in HTML by its full-width form.
local FULL_WIDTH = { ["＂"] = '"', ["“"] = '"', ["”"] = '"', ["＜"] = "<", ["＞"] = ">", ["＆"] = "&", ["＇"] = "'", ["＃"] = "#" }

function M.full_width(value)
  return (value:gsub(utf8.charpattern, FULL_WIDTH))
end

function M.unix_lines(value)
  return (value:gsub("\r\n", "\n"))
end

function M.dos_lines(value)
  return (M.unix_lines(value):gsub("\n", "\r\n"))
end

function M.converted(from, to)
  return function(value) return (text.convert(value, from, to)) end
end

function M.escape_lower(value)
  return (form.escape(value):gsub("%%%x%x", string.lower))
end

function M.escape_plus(value)
  return (form.escape(value):gsub("%%20", "+"))
end

function M.plus(value)
  return (value:gsub(" ", "+"))
end

return M
