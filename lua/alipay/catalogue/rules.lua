-- SPDX-License-Identifier: MIT
-- What one value must be like: its type, length, format, range and allowed values, and the same for what is nested in it. It knows
-- nothing of methods, and reads nothing from the catalogue: a call pays for each line here.

local formats = require "alipay.catalogue.formats"
local json = require "alipay.json"
local lang = require "alipay.lang"

local M = {}

---@class alipay.fault
---@field param string path of the parameter, as "goods_detail.1.price"
---@field rule "missing"|"forbidden"|"type"|"length"|"size"|"value"|"format"|"range"|"place"|"unknown"|"expected"
---@field message string

-- ---- words ----

---Whether a value stands for the bytes of a file: anything with a `size` in bytes and a file name or bytes to take.
---@param value any
---@return boolean
function M.is_file(value)
  return type(value) == "table" and math.type(value.size) == "integer"
end

---An empty string counts as missing, as the gateway leaves empty parameters out of what it verifies; JSON's null does, too.
---@param value any
---@return boolean
function M.is_missing(value)
  return value == nil or value == "" or value == json.null
end

local is_missing = M.is_missing

local function mark_of(value)
  local metatable = type(value) == "table" and getmetatable(value)
  return type(metatable) == "table" and metatable.__name
end

---JSON text that a caller marked with json.raw, read; any other value as it is.
---@param value any
---@return any value
---@return boolean read whether it was JSON text: its numbers are those of the text, to the digit
function M.read(value)
  if mark_of(value) ~= "json.raw" then return value, false end
  return json.decode(value[1]), true
end

local function is_list(value)
  return type(value) == "table" and (#value > 0 or mark_of(value) == "json.array")
end

local function kind_of(value)
  if M.is_file(value) then return "file" end
  if type(value) == "table" then return is_list(value) and "list" or "table" end
  return math.type(value) == "float" and "float" or type(value)
end

-- ---- conditions ----

---Whether a condition on sibling parameters holds: a text is the value it must have, true means given, false absent.
---@param condition table<string, string|boolean>
---@param values table<string, any>
---@return boolean
function M.holds(condition, values)
  for name, wanted in pairs(condition) do
    local value = values[name]
    if type(wanted) == "boolean" then
      if is_missing(value) == wanted then return false end
    elseif value ~= wanted then
      return false
    end
  end
  return true
end

-- A condition in words.
local function spell(condition)
  local parts = {}
  for name, value in pairs(condition) do
    parts[#parts + 1] = name .. " is " .. (value == true and "given" or value == false and "absent" or value)
  end
  table.sort(parts)
  return table.concat(parts, " and ")
end

-- ---- types ----

-- Each checks a value that is there: rule and words of a fault, or nil. `exact` says that the value's numbers were read from JSON text.
local types = {}

local function allowed(param, text)
  for _, value in ipairs(param.values) do
    if text == value then return end
  end
  return "value", ("is %q, allowed: %s"):format(text, table.concat(param.values, ", "))
end

function types.string(param, value)
  if type(value) ~= "string" and math.type(value) ~= "integer" then
    return "type", "must be a string, not a " .. kind_of(value)
  end
  local text = tostring(value)
  local length = utf8.len(text)
  if not length then return "type", "is not valid UTF-8" end
  if param.max and length > param.max then
    return "length", ("has %d characters, at most %d are allowed"):format(length, param.max)
  end
  if param.values then return allowed(param, text) end
  if param.format and not formats.fits(text, param.format) then
    return "format", ("is %q, must be %s"):format(text, formats.spell(param.format))
  end
end

-- A float has lost the amount already (0.1 + 0.2); a number in JSON text is the digits that stand there.
function types.amount(param, value, exact)
  if math.type(value) == "float" and not exact then
    return "type", 'must be a string as "88.80", not a float: floats lose fen'
  end
  if type(value) ~= "string" and type(value) ~= "number" then return "type", "must be a string, not a " .. kind_of(value) end
  local text = type(value) == "string" and value or json.encode(value):gsub("%.0$", "")
  local amount = formats.fen(text)
  if not amount then return "format", ("is %q, must be yuan with at most two decimals, as 88.80"):format(text) end
  local least, most = table.unpack(param.range or {})
  if least and (amount < formats.fen(least) or amount > formats.fen(most)) then
    return "range", ("is %s, must be from %s to %s"):format(text, least, most)
  end
end

function types.integer(param, value, exact)
  local number
  if type(value) == "string" then number = value:find "^%-?%d+$" and math.tointeger(tonumber(value))
  elseif math.type(value) == "integer" or exact then number = math.tointeger(value) end
  if not number then return "type", "must be an integer, not a " .. kind_of(value) end
  if param.range and (number < param.range[1] or number > param.range[2]) then
    return "range", ("is %d, must be from %d to %d"):format(number, param.range[1], param.range[2])
  end
end

function types.boolean(_, value)
  if type(value) ~= "boolean" and value ~= "true" and value ~= "false" then
    return "type", "must be true or false, not a " .. kind_of(value)
  end
end

function types.json(param, value)
  local rule, message = types.string(param, value)
  if rule then return rule, message end
  if json.decode(tostring(value)) == nil then return "format", "must be JSON text" end
end

function types.file(param, value)
  if not M.is_file(value) then return "type", "must be a file: alipay.file(path) or alipay.bytes(data)" end
  if value.size == 0 then return "size", "is empty" end
  if param.max and value.size > param.max then
    return "size", ("has %d bytes, at most %d are allowed"):format(value.size, param.max)
  end
end

function types.object(_, value)
  if type(value) == "table" and not is_list(value) and not M.is_file(value) then return end
  return "type", "must be an object, not a " .. kind_of(value)
end

function types.list(_, value)
  if type(value) == "table" and (is_list(value) or next(value) == nil) then return end
  return "type", "must be a list, not a " .. (type(value) == "table" and "single object" or kind_of(value))
end

---Refuse a parameter whose type or format is not known here.
---@param param alipay.param
function M.accept(param)
  assert(types[param.type], "unknown type of " .. param.name)
  assert(param.format == nil or formats.known(param.format), "unknown format of " .. param.name)
end

-- ---- all of it ----

local function add(faults, path, rule, message)
  faults[#faults + 1] = { param = path, rule = rule, message = path .. " " .. message }
end

local function add_missing(faults, param, prefix, what)
  lang.learn(param.meaning, param.meaning_zh) -- here and not for every call: asking for the language costs 1 % of one
  add(faults, prefix .. param.name, "missing", ("%s (%s)"):format(what, param.meaning))
  faults[#faults].is_lax = param.required == "platform" or nil
end

local function check_missing(faults, param, prefix, values)
  if param.required then
    add_missing(faults, param, prefix, "is required")
  elseif param.required_when and M.holds(param.required_when, values) then
    add_missing(faults, param, prefix, "is required when " .. spell(param.required_when))
  end
end

local function check_value(faults, param, path, value, exact)
  if type(value) == "table" then
    local raw
    value, raw = M.read(value)
    exact = exact or raw
  end
  if param.type == "object" or param.type == "list" then
    -- JSON text in place of an object or list is not known to be refused: what it holds is checked.
    local read = type(value) == "string" and json.decode(value)
    if type(read) == "table" then value, exact = read, true end
  end
  local rule, message = types[param.type](param, value, exact)
  if rule then
    add(faults, path, rule, message)
  elseif param.type == "object" then
    M.check(faults, param.fields or {}, value, exact, path .. ".")
  elseif param.type == "list" then
    for i, item in ipairs(value) do check_value(faults, param.item, path .. "." .. i, item, exact) end
  end
end

---Check values by name. Names that no rule knows pass: the platform adds some every month.
---@param faults alipay.fault[] to which every fault is added
---@param params alipay.param[]
---@param values table<string, any>
---@param exact boolean|nil numbers were read from JSON text
---@param prefix string of the paths
function M.check(faults, params, values, exact, prefix)
  for _, param in ipairs(params) do
    local value = values[param.name]
    if is_missing(value) then
      check_missing(faults, param, prefix, values)
    elseif param.forbidden_when and M.holds(param.forbidden_when, values) then
      add(faults, prefix .. param.name, "forbidden", "must be absent when " .. spell(param.forbidden_when))
    else
      check_value(faults, param, prefix .. param.name, value, exact)
    end
  end
end

return M
