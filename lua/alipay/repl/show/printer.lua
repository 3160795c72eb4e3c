-- SPDX-License-Identifier: MIT
-- Values as people want to see them: on one line while it fits, else one field per line; in colour, with cycles, depth and size
-- under control, secrets masked. It knows tables and strings, nothing of responses (alipay.repl.show).

local color = require "alipay.util.color"
local lang = require "alipay.lang"
local lexer = require "alipay.util.lexer"
local mask = require "alipay.util.mask"
local secrets = require "alipay.util.secrets"
local text = require "alipay.core.text"
local wrap = require "alipay.util.wrap"

local M = {}


---@class alipay.repl.style
---@field width integer columns
---@field color boolean
---@field depth? integer levels of tables, 5 by default
---@field items? integer fields of one table, 60 by default
---@field length? integer bytes of one string, 600 by default

local function paint(style, kind, plain)
  return style.color and color.paint(kind, plain) or plain
end
M.paint = paint

-- Control characters are escaped, everything printable stays readable; bytes that are no UTF-8 are escaped, too.
local function escape(plain)
  local escaped = plain:gsub('[%c\\"\127]', function(char)
    local short = ({ ["\n"] = "\\n", ["\t"] = "\\t", ["\r"] = "\\r", ["\\"] = "\\\\", ['"'] = '\\"' })[char]
    return short or ("\\x%02x"):format(char:byte())
  end)
  if not text.is_utf8(escaped) then
    escaped = escaped:gsub("[\x80-\xff]", function(byte) return ("\\x%02x"):format(byte:byte()) end)
  end
  return escaped
end

-- Cut at a character.
local function cut(value, length)
  local stop = length
  while stop > 0 and value:byte(stop + 1) and value:byte(stop + 1) & 0xC0 == 0x80 do stop = stop - 1 end
  return value:sub(1, stop)
end

---Bytes of a string that are shown.
M.LENGTH = 600

local SEARCHED = 16384 -- bytes behind the cut in which a secret may end

---A string with quotes, cut when it is long.
local function quote(value, style)
  local length = style.length or M.LENGTH
  local shown = mask.text(#value > length and value:sub(1, length + SEARCHED) or value)
  if #value <= length then return paint(style, "string", '"' .. escape(shown) .. '"') end
  return paint(style, "string", '"' .. escape(cut(shown, length)) .. '"')
    .. paint(style, "note", lang.format("… (%d bytes in all)", #value))
end

local function is_name(key)
  return type(key) == "string" and key:find "^[%a_][%w_]*$" and not lexer.KEYWORDS[key]
end

-- Whether a value under this name is hidden; a gateway's code is the most wanted field of an answer. Of JSON only some is hidden, as
-- of any text.
local function masked(key, value)
  if not secrets.NAMES[key] then return nil end
  if type(value) == "number" and secrets.is_number(key, tostring(value)) then return mask.param(key, tostring(value)) end
  if type(value) ~= "string" or value == "" or key == "code" and mask.is_gateway_code(value) then return nil end
  local shown = mask.param(key, value)
  return shown ~= value and shown or nil
end
M.masked = masked

local ORDER = { number = 1, string = 2, boolean = 3 }

local function before(a, b)
  local ka, kb = type(a), type(b)
  if ka ~= kb then return (ORDER[ka] or 4) < (ORDER[kb] or 4) end
  if ka == "number" or ka == "string" then return a < b end
  return tostring(a) < tostring(b)
end

local render

local function described(value, style)
  local mt = debug.getmetatable(value)
  if type(mt) == "table" and rawget(mt, "__tostring") then
    local ok, shown = pcall(tostring, value)
    if not ok then
      return paint(style, "note", "(its __tostring failed" .. (type(shown) == "string" and ": " .. shown or "") .. ")")
    end
    return paint(style, "name", mask.text(shown))
  end
end

local function function_text(value, style)
  local info = debug.getinfo(value, "S")
  local where = info.what == "C" and "C" or info.short_src .. ":" .. info.linedefined
  return paint(style, "function", ("function (%s)"):format(where))
end

local function scalar(value, style)
  local kind = type(value)
  if kind == "string" then return quote(value, style) end
  if kind == "function" then return function_text(value, style) end
  if kind == "userdata" or kind == "thread" then return described(value, style) or paint(style, "name", tostring(value)) end
  return paint(style, kind, tostring(value))
end

-- Fields in order: the sequence first, then the rest sorted. The second result counts what was left out.
local function fields(value, style, indent, depth, path)
  local items, limit, hidden, count = {}, style.items or 60, 0, 0
  local length = rawlen(value)
  local function add(key, field)
    count = count + 1
    if count > limit then
      hidden = hidden + 1
      return
    end
    local secret = masked(key, field)
    local shown = secret and paint(style, "note", '"' .. secret .. '"') or render(field, style, indent + 2, depth + 1, path)
    if math.type(key) == "integer" and key >= 1 and key <= length then items[#items + 1] = shown
    elseif is_name(key) then items[#items + 1] = paint(style, "key", key) .. " = " .. shown
    else items[#items + 1] = "[" .. scalar(key, style) .. "] = " .. shown end
  end
  for i = 1, math.min(length, limit + 1) do add(i, rawget(value, i)) end
  if length > limit then hidden = length - limit end
  local keys = {}
  for key in next, value do
    if not (math.type(key) == "integer" and key >= 1 and key <= length) then keys[#keys + 1] = key end
  end
  if #keys <= 5000 then table.sort(keys, before) end
  for _, key in ipairs(keys) do add(key, rawget(value, key)) end
  return items, hidden
end

local function plain_width(shown)
  return text.width(color.plain(shown))
end

local function table_text(value, style, indent, depth, path)
  if path[value] then return paint(style, "note", "<cycle>") end
  local mt = debug.getmetatable(value)
  local name = type(mt) == "table" and rawget(mt, "__name")
  local prefix = type(name) == "string" and paint(style, "name", name) .. " " or ""
  if next(value) == nil then return prefix .. "{}" end
  if depth > (style.depth or 5) then return prefix .. paint(style, "note", "{…}") end
  path[value] = true
  local items, hidden = fields(value, style, indent, depth, path)
  path[value] = nil
  if hidden > 0 then items[#items + 1] = paint(style, "note", lang.format("… (%d more)", hidden)) end
  local flat = prefix .. "{ " .. table.concat(items, ", ") .. " }"
  if not flat:find "\n" and indent + plain_width(flat) < style.width then return flat end
  local pad = (" "):rep(indent + 2)
  return prefix .. "{\n" .. pad .. table.concat(items, ",\n" .. pad) .. ",\n" .. (" "):rep(indent) .. "}"
end

function render(value, style, indent, depth, path)
  if type(value) ~= "table" then return scalar(value, style) end
  return described(value, style) or table_text(value, style, indent, depth, path)
end

---A value as text, perhaps of several lines.
---@param value any
---@param style alipay.repl.style
---@param indent? integer columns that stand before its first line already
---@return string
function M.render(value, style, indent)
  return render(value, style, indent or 0, 1, {})
end

local NARROWEST = 20 -- columns below which breaking a text makes it no better

---Two columns, the first as wide as its widest cell (at most half the screen).
---@param rows string[][]
---@param style alipay.repl.style
---@param indent? integer
---@param prose? boolean the second column is text for people, broken at words; values stay as they can be copied
---@return string
function M.columns(rows, style, indent, prose)
  local widest, pad = 0, (" "):rep(indent or 2)
  for _, row in ipairs(rows) do widest = math.max(widest, plain_width(row[1])) end
  widest = math.min(widest, style.width // 2)
  local lines = {}
  for i, row in ipairs(rows) do
    local gap = math.max(0, widest - plain_width(row[1]))
    local rest = row[2]:gsub("\n", "\n" .. pad)
    local left = style.width - #pad - widest - 2
    if prose and left >= NARROWEST then
      rest = table.concat(wrap.lines(rest, left), "\n" .. (" "):rep(#pad + widest + 2))
    end
    lines[i] = pad .. row[1] .. (" "):rep(gap + 2) .. rest
  end
  return table.concat(lines, "\n")
end

return M
