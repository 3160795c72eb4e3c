-- SPDX-License-Identifier: MIT
-- Breaks a text for people into lines: at blanks, and between Chinese characters. Colours take no columns.

local color = require "alipay.util.color"
local text = require "alipay.core.text"

local M = {}

-- No line of Chinese begins with one of these, and none ends with one of those.
local CLOSING, OPENING = {}, {}
for char in ("，。；：、！？）》」”’…"):gmatch "[\xC2-\xF4][\x80-\xBF]+" do CLOSING[char] = true end
for char in ("（《「“‘"):gmatch "[\xC2-\xF4][\x80-\xBF]+" do OPENING[char] = true end

-- What of a word stays together.
local function units(word)
  if not word:find "[\xE2-\xF4]" then return { word } end
  local list, ahead = {}, ""
  local function add(unit)
    if CLOSING[unit] and #list > 0 and ahead == "" then list[#list] = list[#list] .. unit
    elseif OPENING[unit] then ahead = ahead .. unit
    else list[#list + 1], ahead = ahead .. unit, "" end
  end
  local pos = 1
  while pos <= #word do
    local unit = word:match("^[\x01-\x7F]+", pos) or word:match("^[\xC2-\xF4][\x80-\xBF]*", pos) or word:sub(pos, pos)
    add(unit)
    pos = pos + #unit
  end
  if ahead ~= "" then list[#list + 1] = ahead end
  return list
end

local function width_of(part)
  return text.width(color.plain(part))
end

---The lines of one paragraph. A word that is wider than a line stays whole.
---@param paragraph string painted or not
---@param width integer columns
---@return string[]
function M.lines(paragraph, width)
  if width_of(paragraph) <= width then return { paragraph } end
  local lines, line, is_new = {}, paragraph:match "^ *", true
  local used = #line
  for word in paragraph:gmatch "%S+" do
    for i, unit in ipairs(units(word)) do
      local gap = i == 1 and not is_new and " " or ""
      local needed = width_of(unit)
      if not is_new and used + #gap + needed > width then
        lines[#lines + 1] = line
        line, used, gap = "", 0, ""
      end
      line, used, is_new = line .. gap .. unit, used + #gap + needed, false
    end
  end
  lines[#lines + 1] = line
  return lines
end

return M
