-- SPDX-License-Identifier: MIT
-- What the catalogue knows of one method, as tables: its fields with types and places, nested ones too, its reply, its V3 form.
-- Facts of other clients (required fields, lengths, values) are hints: they are never enforced.

local protocol = require "alipay.v2.protocol"
local record = require "alipay.catalogue.record"

local M = {}

---@class alipay.catalogue.field
---@field name string
---@field type "string"|"integer"|"boolean"|"scalar"|"object"|"file" scalar: text, number or boolean, the sources do not say which
---@field list boolean|nil an array of these
---@field class string|nil of an object: its name in the sources
---@field fields alipay.catalogue.field[]|nil of an object
---@field place "content"|"query"|"file"|nil where V2 sends it: in biz_content, at top level, as a part; nil for V3 only, and inside objects
---@field v3_place "path"|"query"|"body"|"data"|"file"|nil where V3 sends it; nil for V2 only, or where the method has no V3 form
---@field only "v2"|"v3"|nil known of one protocol only
---@field required string|nil clients that demand it, as "gopay,smartwalle": a hint
---@field deprecated boolean|nil V3 marks it deprecated
---@field max integer|nil most characters: a hint
---@field values string[]|nil values that were seen: a hint

---@class alipay.catalogue.description
---@field method string
---@field place "content"|"query" where V2 sends parameters that are no files
---@field fields alipay.catalogue.field[] of the request
---@field open boolean|nil biz_content has fields that no source lists
---@field reply alipay.catalogue.field[]
---@field v3 { verb: string, path: string, multipart: boolean|nil }|nil
---@field page boolean|nil a page that the buyer's browser opens: `:page{...}`
---@field order boolean|nil a signed string for Alipay's app: `:order{...}`
---@field upload boolean|nil it takes files
---@field encrypted boolean|nil the official clients encrypt it by default
---@field legacy boolean|nil current clients have it no more
---@field test boolean|nil its name looks like a test of the platform's own
---@field one_of { either: string, other: string, by: string }[]|nil one of two fields is demanded by some clients
---@field codes string[]|nil its own business codes
---@field like string|nil a method of nearly the same name

local TYPES = { ["$"] = "string", ["#"] = "integer", ["?"] = "boolean", ["@"] = "file", [""] = "scalar" }
local VERBS = { G = "GET", P = "POST", U = "PUT", A = "PATCH", D = "DELETE" }

local COMMON = {}
for _, name in ipairs(protocol.COMMON) do COMMON[name] = true end

local function list_of(text, pattern)
  local list = {}
  for item in text:gmatch(pattern) do list[#list + 1] = item end
  return list
end

-- Notes of fields by "req.name": a table of what is known of each.
local function read_notes(notes)
  local fields, whole = {}, {}
  local function of(name)
    fields[name] = fields[name] or {}
    return fields[name]
  end
  for kind, name, value in notes:gmatch "(%l+)=([^: ]+):?([^ ]*)" do
    if kind == "required" then of("req." .. name).required = value
    elseif kind == "deprecated" then of(name).deprecated = true
    elseif kind == "enum" then of(name).values = list_of(value, "[^|]+")
    elseif kind == "maxlen" then of(name).max = math.tointeger(value)
    elseif kind == "oneof" then
      local either, other = name:match "^(.-)|(.*)$"
      whole.one_of = whole.one_of or {}
      table.insert(whole.one_of, { either = either, other = other, by = value })
    elseif kind == "page" then whole.kind = name
    elseif kind == "codes" then whole.codes = list_of(name, "[^,]+")
    elseif kind == "like" then whole.like = name
    end
  end
  return fields, whole
end

local read_fields

-- The fields of a class of objects; `classes` keeps those that this description had before.
local function fields_of(class, classes)
  if not classes[class] then
    local text, notes = record.type(class)
    classes[class] = text and read_fields(text, "type", (read_notes(notes)), classes) or {}
  end
  return classes[class]
end

-- The fields of a request, a reply or a type. No type holds itself, so this comes to an end; `place` is told of each.
function read_fields(text, kind, notes, classes, place)
  local fields = {}
  for item in text:gmatch "[^ ]+" do
    local marks, name, rest = item:match "^([%-+?]*)([%w_]+)(.*)$"
    local list = rest:sub(-2) == "[]"
    if list then rest = rest:sub(1, -3) end
    local class = rest:match "^:(.*)$"
    local field = { name = name, type = class and "object" or TYPES[rest], list = list or nil, class = class }
    if marks:find("-", 1, true) then field.only = "v2" elseif marks:find("+", 1, true) then field.only = "v3" end
    for key, value in pairs(notes[kind .. "." .. name] or {}) do field[key] = value end
    if class then field.fields = fields_of(class, classes) end
    if place then place(field, marks:find("?", 1, true) ~= nil) end
    fields[#fields + 1] = field
  end
  return fields
end

---The fields of a type.
---@param name string as "GoodsDetail"
---@param classes table<string, alipay.catalogue.field[]> types that were described before, with those that this one names
---@return alipay.catalogue.field[] fields empty for a type that the catalogue does not know
function M.type(name, classes)
  return fields_of(name, classes)
end

local function read_v3(method, text)
  if text == "" then return nil end
  local verb, multipart, path = text:match "^(%u)(m?)(.*)$"
  return {
    verb = VERBS[verb], multipart = multipart == "m" or nil, path = path ~= "" and path or "/v3/" .. method:gsub("%.", "/"),
  }
end

local function v3_place(v3, field, in_query)
  if not v3 or field.only == "v2" then return nil end
  if field.type == "file" then return "file" end
  if v3.path:find("{" .. field.name .. "}", 1, true) then return "path" end
  if in_query or v3.verb == "GET" or v3.verb == "DELETE" then return "query" end
  return v3.multipart and "data" or "body"
end

---Everything that is known of a method.
---@param method string dotted
---@return alipay.catalogue.description|nil description nil for a name that the catalogue does not know
function M.describe(method)
  local found = record.method(method)
  if not found then return nil end
  local notes, whole = read_notes(found.notes)
  local flags = found.flags
  local function is(flag) return flags:find(flag, 1, true) ~= nil or nil end
  local kind = whole.kind or ""
  local place = (is "b" or is "o") and "content" or "query"
  local v3, upload = read_v3(method, found.v3), nil
  local classes = {}
  local fields = read_fields(found.request, "req", notes, classes, function(field, in_query)
    if field.type == "file" then
      field.place, upload = "file", true
    elseif COMMON[field.name] and field.only == "v3" then
      field.place = "query"
    elseif field.only ~= "v3" then
      field.place = place
    end
    field.v3_place = v3_place(v3, field, in_query)
  end)
  return {
    method = method, place = place, fields = fields, reply = read_fields(found.reply, "resp", notes, classes),
    open = is "o", v3 = v3,
    page = is "p" or kind:find("page", 1, true) ~= nil or nil, order = is "s" or kind:find("sdk", 1, true) ~= nil or nil,
    upload = upload, encrypted = is "e", legacy = is "l", test = is "t",
    one_of = whole.one_of, codes = whole.codes, like = whole.like,
  }
end

return M
