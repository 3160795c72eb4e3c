-- SPDX-License-Identifier: MIT
-- JSON with exact numbers, over a private instance of lua-cjson.
--
-- lua-cjson alone reads every number as a float and writes 14 digits of it, so that a 16-digit id is lost. Here integers
-- of 64 bits are exact both ways, floats are written with as many digits as read back the same, `5.0` stays a float, and
-- an empty array stays one. Limits: of duplicate names the last one counts; an integer beyond 64 bits becomes a float; a
-- lone surrogate in a `\u` escape is refused; strings are bytes that are not checked to be UTF-8; metamethods of tables
-- are not asked; an array that was decoded with elements and then emptied is written as {} unless marked by json.array.

local cjson = require("alipay.core.cjson")
local core = require("alipay.core.json")

local M = {}

local codec = cjson.new()
codec.decode_max_depth(512)
codec.decode_invalid_numbers(false)
codec.encode_sparse_array(false, 0, 0) -- holes are refused before cjson sees them

local marks = {
  array = { __name = "json.array" },
  object = { __name = "json.object" },
  raw = { __name = "json.raw" },
  null = cjson.null,
}

---What stands for JSON's null inside of tables; it prints as null.
---@type lightuserdata
M.null = cjson.null

-- All light userdata share one metatable: it is set only where nobody else has set one.
if not debug.getmetatable(M.null) then
  debug.setmetatable(M.null, {
    __tostring = function(value)
      return value == M.null and "null" or string.format("userdata: %p", value)
    end,
  })
end

---Write a value as JSON. A table with the keys 1..n is an array, one with string keys an object, an empty one `{}` unless marked
---by json.array. The names of an object are sorted bytewise, but within json.raw. Raises, naming the place (`goods[2].price`), for what
---JSON cannot hold: NaN, infinities, functions, cycles, mixed keys, arrays with holes, nesting beyond 100.
---@param value any
---@return string text
function M.encode(value)
  local prepared, spellings = core.protect(value, marks)
  return (core.finish(codec.encode(prepared), spellings))
end

---Read JSON text. Integers of 64 bits become integers, `null` becomes json.null, `[]` a table marked as an array.
---@param text string
---@return any value nil when the text is not JSON
---@return string|nil message with the position, as "not JSON at byte 17: ..."
function M.decode(text)
  local prepared, numbers = core.prepare(text)
  if not prepared then return nil, numbers end
  if not numbers then return codec.decode(prepared) end
  return (core.restore(codec.decode(prepared), numbers, marks.array))
end

local function mark(table, metatable)
  assert(type(table) == "table", "a table expected, got " .. type(table))
  return setmetatable(table, metatable)
end

---Mark a table as an array, so that it is written as [] when it is empty.
---@generic T: table
---@param table T
---@return T table the same one
function M.array(table)
  return mark(table, marks.array)
end

---Mark a table as an object: indices in it are refused, and an earlier mark as an array is gone.
---@generic T: table
---@param table T
---@return T table the same one
function M.object(table)
  return mark(table, marks.object)
end

---JSON text that encode puts in as it is. Raises when it is not JSON.
---@param text string
---@return table raw
function M.raw(text)
  local prepared, message = core.prepare(text)
  if not prepared then error(message, 2) end
  return setmetatable({ text }, marks.raw)
end

-- Lays out JSON text that is known to be good: names stay in their order, numbers as they were written, escapes become characters.
local function lay_out(text, indent)
  local out, level, pos = {}, 0, 1
  while true do
    pos = text:find("[^ \t\r\n]", pos)
    if not pos then return table.concat(out) end
    local char, stop = text:sub(pos, pos), nil
    if char == '"' then
      stop = pos
      repeat stop = text:find('["\\]', stop + (text:sub(stop, stop) == "\\" and 2 or 1)) until text:sub(stop, stop) == '"'
      local spelled = text:sub(pos, stop)
      out[#out + 1] = spelled:find("\\", 1, true) and M.encode(M.decode(spelled)) or spelled
    elseif char == "{" or char == "[" then
      stop = text:match("^[ \t\r\n]*()[%]}]", pos + 1)
      if not stop then level = level + 1 end
      out[#out + 1] = stop and char .. text:sub(stop, stop) or char .. "\n" .. indent:rep(level)
    elseif char == "}" or char == "]" then
      level = level - 1
      out[#out + 1] = "\n" .. indent:rep(level) .. char
    elseif char == "," then out[#out + 1] = ",\n" .. indent:rep(level)
    elseif char == ":" then out[#out + 1] = ": "
    else
      stop = text:find("[%s,:%]}]", pos) or #text + 1
      out[#out + 1] = text:sub(pos, stop - 1)
      stop = stop - 1
    end
    pos = (stop or pos) + 1
  end
end

---Lay out a value, or JSON text, for people: one item a line; names of a value sorted bytewise, those of a text in their order. A
---string is taken as JSON text.
---@param value any
---@param indent? string|integer two spaces by default; an integer is a number of spaces
---@return string|nil text nil when a text that was given is not JSON
---@return string|nil message
function M.pretty(value, indent)
  if type(indent) == "number" then indent = (" "):rep(indent) end
  indent = indent or "  "
  if type(value) == "string" then
    local decoded, message = M.decode(value)
    if decoded == nil then return nil, message end
    return lay_out(value:gsub("^\xEF\xBB\xBF", ""), indent)
  end
  return lay_out(M.encode(value), indent)
end

return M
