-- SPDX-License-Identifier: MIT
-- What the catalogue finds wrong with the parameters of a call: unknown names, wrong places, wrong shapes. It finds no missing ones
-- and enforces nothing: `strict` makes errors of the findings (alipay.call.check), `call` and the prompt notes.

local catalogue = require "alipay.catalogue"
local json = require "alipay.json"
local multipart = require "alipay.multipart"
local nearest = require "alipay.util.nearest"
local protocol = require "alipay.v2.protocol"
local sorted = require "alipay.util.sorted"

local M = {}

local COMMON = { biz_content = true }
for _, name in ipairs(protocol.COMMON) do COMMON[name] = true end

-- Descriptions are kept: making one may take longer than a call.
local descriptions = {}

-- A method's description and its fields by name.
local function known_of(method)
  local entry = descriptions[method]
  if not entry then
    local known = catalogue.describe(method)
    if not known then return nil end
    entry = { known, {} }
    for _, field in ipairs(known.fields) do entry[2][field.name] = field end
    descriptions[method] = entry
  end
  return entry[1], entry[2]
end

---Where V2 wants a parameter.
---@param method string
---@param name string
---@return "content"|"query"|"file"|nil place nil for a method or a name that is not known
function M.place_of(method, name)
  local known, by_name = known_of(method)
  local field = by_name and by_name[name]
  if field then return field.place or known.place end
  return COMMON[name] and "query" or nil
end

local WHERE = {
  content = "goes into content (biz_content): content = {...}", query = "goes to top level: query = {...}",
  file = "is a file: body = alipay.multipart{...}",
}

local function add(faults, param, rule, message)
  faults[#faults + 1] = { param = param, rule = rule, message = message }
end

local function unknown(faults, owner, path, name, names)
  local near = nearest.find(name, names, 1)[1]
  add(faults, path, "unknown", ("%s has no %s%s"):format(owner, path, near and "; did you mean " .. near .. "?" or ""))
end

local function is_list(value) return #value > 0 or next(value) == nil end
local function is_object(value) return #value == 0 end

-- Why one value cannot be of a type, or nil. Text of a number or a truth value passes for one: the gateway reads it as such.
local CHECKS = {
  object = function(value)
    if type(value) ~= "table" then return "is an object, not a " .. type(value) end
    if not is_object(value) then return "is an object, not a list" end
  end,
  integer = function(value)
    if math.type(value) ~= "integer" and not (type(value) == "string" and value:find "^[+-]?%d+$") then return "is an integer" end
  end,
  boolean = function(value)
    if type(value) ~= "boolean" and value ~= "true" and value ~= "false" then return "is true or false" end
  end,
  text = function(value)
    if type(value) == "table" then return "is text, not " .. (#value > 0 and "a list" or "an object") end
  end,
}

local check_fields

local function check_one(faults, owner, path, field, value)
  local wrong = (CHECKS[field.type] or CHECKS.text)(value)
  if wrong then return add(faults, path, "type", path .. " " .. wrong) end
  if field.fields and #field.fields > 0 then check_fields(faults, owner, path .. ".", field.fields, value) end
end

local function check_value(faults, owner, path, field, value)
  if value == json.null then return end
  if not field.list then return check_one(faults, owner, path, field, value) end
  if type(value) ~= "table" or not is_list(value) then
    return add(faults, path, "type", ("%s is a list of %s, not %s"):format(path,
      field.type == "object" and "objects" or "values", type(value) == "table" and "an object" or "a " .. type(value)))
  end
  for i, item in ipairs(value) do
    if item ~= json.null then check_one(faults, owner, path .. "." .. i, field, item) end
  end
end

-- The members of an object against its fields; `prefix` is the path to it.
function check_fields(faults, owner, prefix, fields, values)
  local by_name, names = {}, {}
  for i, field in ipairs(fields) do
    by_name[field.name], names[i] = field, prefix .. field.name
  end
  for _, name in ipairs(sorted(values)) do
    local path = prefix .. name
    if by_name[name] then check_value(faults, owner, path, by_name[name], values[name])
    else unknown(faults, owner, path, path, names) end
  end
end

-- The content as a peer would read it: text decoded, raw JSON in it too. nil for what cannot be read, which others tell.
local function read_content(content)
  if content == nil then return nil end
  local fine, text = pcall(function() return type(content) == "string" and content or json.encode(content) end)
  local values = fine and json.decode(text)
  return type(values) == "table" and is_object(values) and values or nil
end

local function check_content(faults, method, known, by_name, also, content)
  local names = {}
  for _, field in ipairs(known.fields) do
    if field.place ~= "file" and (field.place or known.place) == "content" then names[#names + 1] = field.name end
  end
  for _, name in ipairs(sorted(content)) do
    local place, field = M.place_of(method, name), by_name[name]
    if place and place ~= "content" then
      add(faults, name, "place", name .. " " .. WHERE[place])
    elseif field then
      check_value(faults, method, name, field, content[name])
    elseif not known.open and not also[name] then
      unknown(faults, method, name, name, names)
    end
  end
end

-- Parameters beside biz_content: texts, and files as parts. Text may hold any JSON, so its shape is not looked at.
local function check_top(faults, method, known, also, values, are_files)
  local names = {}
  for i, field in ipairs(known.fields) do names[i] = field.name end
  for _, name in ipairs(sorted(values)) do
    local place = M.place_of(method, name)
    if place and (place == "file") ~= are_files or place == "content" then
      add(faults, name, "place", name .. " " .. (are_files and place == "query" and "is text, not a file" or WHERE[place]))
    elseif not place and not also[name] then
      unknown(faults, method, name, name, names)
    end
  end
end

---What is wrong with the parameters of a call by V2, as far as the catalogue knows.
---@param method string
---@param options alipay.call_options
---@param also? table<string, any> names that are right whatever the catalogue says
---@return alipay.fault[] faults rules "unknown", "place" and "type"; empty for a method that the catalogue does not know
function M.faults(method, options, also)
  local known, by_name = known_of(method)
  local faults = {}
  if not known then return faults end
  also = also or {}
  local content = read_content(options.content or (options.query or {}).biz_content)
  if content then check_content(faults, method, known, by_name, also, content) end
  check_top(faults, method, known, also, options.query or {}, false)
  if options.body then
    local texts, files = multipart.split(options.body)
    check_top(faults, method, known, also, texts, false)
    check_top(faults, method, known, also, files, true)
  end
  return faults
end

---Parameters that other clients demand and that a call does not have.
---@param method string
---@param options alipay.call_options
---@return string[] hints as "out_trade_no (gopay)"
function M.missing(method, options)
  local known = known_of(method)
  local given, hints = {}, {}
  local content = read_content(options.content or (options.query or {}).biz_content) or {}
  for _, source in ipairs { content, options.query or {}, options.body and options.body.fields or {} } do
    for name, value in pairs(source) do given[name] = value ~= "" end
  end
  for _, field in ipairs(known and known.fields or {}) do
    if field.required and not given[field.name] then hints[#hints + 1] = ("%s (%s)"):format(field.name, field.required) end
  end
  for _, pair in ipairs(known and known.one_of or {}) do
    if not given[pair.either] and not given[pair.other] then
      hints[#hints + 1] = ("%s or %s (%s)"):format(pair.either, pair.other, pair.by)
    end
  end
  return hints
end

return M
