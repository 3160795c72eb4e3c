-- SPDX-License-Identifier: MIT
-- Finds methods by words of their names and of their fields' names, the best first. Meanings are not searched here: the catalogue
-- has none.

local chain = require "alipay.client.chain"
local record = require "alipay.catalogue.record"

local M = {}

---@class alipay.catalogue.hit
---@field method string
---@field field string|nil the field that holds the words, when the method's name does not
---@field side "request"|"reply"|nil where that field is

local function words_of(text)
  local words = {}
  for word in chain.dotted(text):gmatch "[%w_]+" do words[#words + 1] = word end
  return words
end

local function holds(name, words)
  for _, word in ipairs(words) do
    if not name:find(word, 1, true) then return false end
  end
  return true
end

-- The fewer letters of a name are not asked for, the better; whole segments count more than parts of them.
local function cost_of(name, words)
  local cost = #name
  local framed = "." .. name:gsub("_", ".") .. "."
  for _, word in ipairs(words) do
    if framed:find("." .. word .. ".", 1, true) then cost = cost - #word - 20 end
  end
  return cost
end

-- The first field of a list in the catalogue's grammar whose name holds all words.
local function field_in(text, words)
  if not text:find(words[1], 1, true) then return nil end
  for name in text:gmatch "[%-+?]*([%w_]+)[^ ]*" do
    if holds(name:lower(), words) then return name end
  end
end

---Methods that refuse with a business code.
---@param code string with or without its prefix
---@return string[] methods sorted; empty for a code that no source lists
function M.refusing(code)
  local codes, found = require "alipay.codes", {}
  local wanted = codes.bare(code)
  for line in record.text("methods"):gmatch "[^\n]+" do
    local list = line:find(wanted, 1, true) and line:match "[\t ]codes=(%S+)"
    for listed in (list or ""):gmatch "[^,]+" do
      if codes.bare(listed) == wanted then found[#found + 1] = line:match "^[^\t]+" end
    end
  end
  return found
end

---Methods whose name, or a field's name, holds all words of a text. Tests of the platform's own come last among equals.
---@param text string words separated by blanks or dots, camelCase too
---@param limit? integer most results; 50 by default
---@return alipay.catalogue.hit[] hits names of methods before names of fields, the best first
---@return integer total how many there are without the limit
function M.search(text, limit)
  local words = words_of(text)
  if #words == 0 then return {}, 0 end
  local hits = {}
  local line = "\n([^\t\n]*)\t([^\t\n]*)\t[^\t\n]*\t([^\t\n]*)\t([^\t\n]*)"
  for name, flags, request, reply in record.text("methods"):gmatch(line) do
    local late = flags:find("[tl]") and 50 or 0
    if holds(name, words) then
      hits[#hits + 1] = { method = name, cost = cost_of(name, words) + late }
    else
      local field, side = field_in(request, words), "request"
      if not field then field, side = field_in(reply, words), "reply" end
      if field then
        local cost = 1000 + cost_of(field, words) + #name / 100 + late + (side == "reply" and 5 or 0)
        hits[#hits + 1] = { method = name, field = field, side = side, cost = cost }
      end
    end
  end
  table.sort(hits, function(a, b) return a.cost < b.cost or a.cost == b.cost and a.method < b.method end)
  local total = #hits
  for i = total, (limit or 50) + 1, -1 do hits[i] = nil end
  for _, hit in ipairs(hits) do hit.cost = nil end
  return hits, total
end

return M
