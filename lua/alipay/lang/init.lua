-- SPDX-License-Identifier: MIT
-- Texts in the language of the person at the terminal, at the point where they are shown. The English text is the key; lang/zh/ has the
-- Chinese one. `err.message`, JSON and logs stay English.

local language = require "alipay.util.language"

local M = {}

-- Files of lang/zh/, by who says it.
local ROOMS = { "argparse", "bill", "call", "cli", "client", "core", "doctor", "gateway", "help", "manual", "notify", "repl",
  "reply", "scripts", "trade", "v3", "words" }

local DEEPEST = 4 -- messages inside of messages
local LONGEST = 8192 -- bytes of a text that may be a message
local FEWEST = 4     -- letters of a template that texts are told by

local exact          -- English to Chinese
local templates = {} -- those with placeholders by their first byte, "" for those that begin with one; the longest first

local SPEC = "%%[-+0-9.*]*[hlzj]*[sdqgfuxoi]"

-- The literal pieces of a template, and its placeholders between them.
local function cut(text)
  local pieces, specs, pos = {}, {}, 1
  while true do
    local first, last = text:find(SPEC, pos)
    pieces[#pieces + 1] = text:sub(pos, (first or 0) - 1):gsub("%%%%", "%%")
    if not first then return pieces, specs end
    specs[#specs + 1] = text:sub(first, last)
    pos = last + 1
  end
end

-- Of a template with hardly a word in it, such as "%s to %s", any text could have been made: it is only found by its name.
local function keep_template(english)
  local pieces, specs = cut(english)
  local _, letters = table.concat(pieces):gsub("%a", "")
  if #specs == 0 or letters < FEWEST then return end
  local first = pieces[1]:sub(1, 1)
  local list = templates[first] or {}
  list[#list + 1] = { english = english, pieces = pieces, specs = specs, size = #table.concat(pieces),
    has_lines = english:find("\n", 1, true) ~= nil }
  templates[first] = list
end

local function prepare()
  if exact then return end
  exact = {}
  for _, room in ipairs(ROOMS) do
    for english, chinese in pairs(require("alipay.lang.zh." .. room)) do
      exact[english] = chinese
      keep_template(english)
    end
  end
  for _, list in pairs(templates) do
    table.sort(list, function(a, b)
      if a.size ~= b.size then return a.size > b.size end
      return a.english < b.english
    end)
  end
end

local function fits(spec, value)
  return spec:sub(-1) ~= "d" or value:find "^%-?%d+$" ~= nil
end

-- Where a piece comes next, but not inside of a remark in brackets that was opened on the way and is closed behind it.
local function find_piece(text, piece, pos)
  local found = text:find(piece, pos, true)
  local depth, from, first = 0, pos, found
  while first do
    local between = text:sub(from, first - 1)
    depth = depth + select(2, between:gsub("%(", "")) - select(2, between:gsub("%)", ""))
    if depth <= 0 or not text:find(")", first + #piece, true) then return first end
    from, first = first, text:find(piece, first + 1, true)
  end
end

-- What stands in a text where a template has its placeholders; nil when it is another text. Pieces are found from left to right, so that
-- a long text takes no longer than its length.
local function values_in(text, template)
  local pieces, values = template.pieces, {}
  if text:sub(1, #pieces[1]) ~= pieces[1] then return nil end
  local pos, count = #pieces[1] + 1, #pieces
  for i = 2, count do
    local piece = pieces[i]
    local first
    if i == count then
      first = #text - #piece + 1
      if first < pos or text:sub(first) ~= piece then return nil end
    elseif piece == "" then -- a value and what may be added to it
      first = text:find("; ", pos, true) or text:find(" (", pos, true) or #text - #pieces[count] + 1
      if first < pos then return nil end
    else
      first = find_piece(text, piece, pos)
      if not first then return nil end
    end
    values[i - 1] = text:sub(pos, first - 1)
    if not fits(template.specs[i - 1], values[i - 1]) then return nil end
    pos = first + #piece
  end
  return values
end

local translate

local function fill(chinese, values, depth)
  local pieces, specs = cut(chinese)
  local parts = {}
  for i, piece in ipairs(pieces) do
    parts[#parts + 1] = piece
    if specs[i] and specs[i] ~= "%.0s" then parts[#parts + 1] = translate(values[i], depth + 1) end
  end
  return table.concat(parts)
end

-- The text of a key, with the blanks that stand around it here.
local function look_up(text)
  local first = text:find "%S"
  if not first then return text end
  local last = #text + 1 - text:reverse():find "%S"
  local known = exact[text:sub(first, last)]
  return known and text:sub(1, first - 1) .. known .. text:sub(last + 1)
end

-- The Chinese form of one message, whole or by its template; nil when there is none. A single word inside of a message may be a name.
-- A message of one line is found in its line.
local function known_form(text, depth)
  local known = (depth == 1 or text:find " ") and look_up(text)
  if known then return known end
  local has_lines = text:find("\n", 1, true)
  for _, first in ipairs { text:sub(1, 1), "" } do
    for _, template in ipairs(templates[first] or {}) do
      local values = (template.has_lines or not has_lines) and values_in(text, template)
      if values then return fill(exact[template.english], values, depth) end
    end
  end
end

-- What stands between a sign and the next one, as a list.
local function split(text, sign)
  local parts, pos = {}, 1
  while true do
    local first, last = text:find(sign, pos, true)
    parts[#parts + 1] = text:sub(pos, (first or 0) - 1)
    if not first then return parts end
    pos = last + 1
  end
end

-- Messages with commas between them; nil when one of the parts is none.
local function listed(text, depth)
  local parts = split(text, ", ")
  for i, part in ipairs(parts) do
    parts[i] = known_form(part, depth + 1)
    if not parts[i] then return nil end
  end
  return table.concat(parts, "，")
end

-- A text of several messages: its lines; what is named before a colon and what is said of it; a name and what is said of it.
local function in_parts(text, depth)
  if text:find("\n", 1, true) then
    return (text:gsub("[^\n]+", function(line) return translate(line, depth + 1) end))
  end
  local colon = find_piece(text, ": ", 1)
  if colon then
    local head, rest = text:sub(1, colon - 1), text:sub(colon + 2)
    local first, second = translate(head, depth + 1), translate(rest, depth + 1)
    if first ~= head or second ~= rest then return first .. "：" .. second end
  end
  local said = listed(text, depth)
  if said then return said end
  local blank = text:find(" ", 1, true)
  said = blank and known_form(text:sub(blank + 1), depth + 1)
  return said and text:sub(1, blank) .. said or text
end

function translate(text, depth)
  if depth > DEEPEST or #text > LONGEST then return text end
  local lead, words = text:match "^(%s*)(.*)$"
  return lead .. (known_form(words, depth) or in_parts(words, depth))
end

---Take on a text that comes with its Chinese form, such as what a parameter means.
---@param english string
---@param chinese string|nil
function M.learn(english, chinese)
  if not chinese or not language.is_chinese() then return end
  prepare()
  exact[english] = exact[english] or chinese
end

---A text line by line.
---@param text string
---@return string
function M.lines(text)
  if not language.is_chinese() then return text end
  prepare()
  return (text:gsub("[^\n]+", function(line) return translate(line, 1) end))
end

---A text for people: itself, or its Chinese form. A text that was made from a template is found by the template.
---@param text string
---@return string
function M.text(text)
  if not language.is_chinese() then return text end
  prepare()
  return translate(text, 1)
end

-- A value may be a message, such as what the C core says.
local function in_language(value)
  return type(value) == "string" and value:find " " and #value < LONGEST and known_form(value, 2) or value
end

---A text with values in it.
---@param format string as for string.format
---@param ... any
---@return string
function M.format(format, ...)
  if not language.is_chinese() then return format:format(...) end
  prepare()
  local known = look_up(format)
  if not known then return translate(format:format(...), 1) end
  local values = table.pack(...)
  for i = 1, values.n do values[i] = in_language(values[i]) end
  return known:format(table.unpack(values, 1, values.n))
end

-- A line of examples, or of how to call a script: the remark behind it is what can be translated.
local function example(line)
  local first, last = line:find("  # ", 1, true)
  if line:sub(1, 7) == "usage: " then return exact["usage:"] .. line:sub(7) end
  return first and line:sub(1, last) .. translate(line:sub(last + 1), 1) or translate(line, 1)
end

---A help text: paragraphs, each of which has a Chinese form as a whole; lines of examples keep what can be pasted.
---@param text string
---@return string
function M.help(text)
  if not language.is_chinese() then return text end
  prepare()
  local parts = split(text, "\n\n")
  for i, paragraph in ipairs(parts) do parts[i] = exact[paragraph] or paragraph:gsub("[^\n]+", example) end
  return table.concat(parts, "\n\n")
end

return M
