-- SPDX-License-Identifier: MIT
-- `METHOD [k=v ...] [k:=json ...] [k@=file ...]` as options of a call: each value goes where the method wants it. `call` and
-- `explain` share it.

local api = require "alipay.api"
local chain = require "alipay.chain"
local errors = require "alipay.error"
local json = require "alipay.json"
local multipart = require "alipay.multipart"
local protocol = require "alipay.protocol"

local M = {}

local COMMON = {}
for _, name in ipairs(protocol.COMMON) do COMMON[name] = true end

local function fail(message, hint)
  error(errors.new("parameter", { message = message, hint = hint }), 0)
end

-- "content.k" and "query.k" force a place; common parameters are top level; a definition knows its own; an upload's texts are
-- top level, and everything else is biz_content.
local function place_of(name, def, has_files)
  local forced, rest = name:match "^(%l+)%.(.+)$"
  if forced == "content" or forced == "query" then return forced, rest end
  if COMMON[name] and not (def and def.by_name[name]) then return "query", name end
  if def then return def.place, name end
  return has_files and "query" or "content", name
end

local function read_argument(argument)
  local name, sign, value = argument:match "^([^=:@]+)([:@]?=)(.*)$"
  if not name then
    fail(("'%s' is no parameter"):format(argument), "write name=text, name:=json or name@=file")
  end
  return name, sign, value
end

local function parse_json(name, text)
  local value, message = json.decode(text)
  if value == nil then fail(("%s: %s"):format(name, message), "with := the value must be JSON; text goes with =") end
  return text
end

---Read the arguments of a call.
---@param words string[] the method, then its parameters
---@return string method
---@return alipay.call_options options raises an error object of kind "parameter" for what cannot be read
function M.parse(words)
  if not words[1] then
    fail("a method is needed, as alipay.trade.query", "methods with help: " .. table.concat(api.methods(), ", "))
  end
  local method = chain.dotted(words[1])
  if not chain.is_method(method) then fail(("'%s' cannot be a method of the platform"):format(words[1])) end
  local def = api.find(method)
  local parsed, files = {}, {}
  for i = 2, #words do
    local name, sign, value = read_argument(words[i])
    if sign == "@=" then files[name] = multipart.file(value)
    else parsed[#parsed + 1] = { name = name, value = value, json = sign == ":=" } end
  end
  local places = { content = {}, query = {} }
  for _, entry in ipairs(parsed) do
    local place, name = place_of(entry.name, def, next(files) ~= nil)
    if places[place][name] ~= nil then fail(name .. " is given twice") end
    local value = entry.value
    if entry.json then
      parse_json(name, value)
      if place == "content" then value = json.raw(value) end
    end
    places[place][name] = value
  end
  local options = { query = places.query }
  if next(places.content) or not def and not next(places.query) and not next(files) then options.content = places.content end
  if next(files) then options.body = multipart.new(files) end
  return method, options
end

return M
