-- SPDX-License-Identifier: MIT
-- JSON with exact numbers, over a private instance of lua-cjson.
--
-- lua-cjson alone reads every number as a float and writes 14 digits of it, so that a 16-digit id is lost. Here integers
-- of 64 bits are exact both ways, floats are written with as many digits as read back the same, `5.0` stays a float, and
-- an empty array stays one. Limits: of duplicate names the last one counts; an integer beyond 64 bits becomes a float; a
-- lone surrogate in a `\u` escape is refused; strings are bytes that are not checked to be UTF-8; metamethods of tables
-- are not asked; an array that was decoded with elements and then emptied is written as {} unless marked by json.array.

local cjson = require("cjson")
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

local function sorted_names(object)
  local names = {}
  for name in pairs(object) do names[#names + 1] = name end
  table.sort(names)
  return names
end

local write

-- Adds the items of an array or object, one a line; `each` writes the item at a position.
local function write_items(out, count, open, close, indent, level, each)
  if count == 0 then
    out[#out + 1] = open .. close
    return
  end
  local margin = "\n" .. indent:rep(level)
  for position = 1, count do
    out[#out + 1] = (position == 1 and open or ",") .. margin .. indent
    each(position)
  end
  out[#out + 1] = margin .. close
end

function write(out, value, indent, level)
  local metatable = type(value) == "table" and getmetatable(value)
  if type(value) ~= "table" or metatable == marks.raw then
    out[#out + 1] = M.encode(value)
  elseif #value > 0 or metatable == marks.array then
    write_items(out, #value, "[", "]", indent, level, function(position)
      write(out, value[position], indent, level + 1)
    end)
  else
    local names = sorted_names(value)
    write_items(out, #names, "{", "}", indent, level, function(position)
      local name = names[position]
      out[#out + 1] = M.encode(name) .. ": "
      write(out, value[name], indent, level + 1)
    end)
  end
end

---Lay out a value, or JSON text, for people: names sorted bytewise, one item a line. A string is taken as JSON text.
---@param value any
---@param indent? string|integer two spaces by default; an integer is a number of spaces
---@return string|nil text nil when a text that was given is not JSON
---@return string|nil message
function M.pretty(value, indent)
  if type(value) == "string" then
    local decoded, message = M.decode(value)
    if decoded == nil then return nil, message end
    value = decoded
  else
    core.protect(value, marks) -- raises with the place
  end
  if type(indent) == "number" then indent = (" "):rep(indent) end
  local out = {}
  write(out, value, indent or "  ", 0)
  return table.concat(out)
end

return M
