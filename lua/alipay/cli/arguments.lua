-- SPDX-License-Identifier: MIT
-- `METHOD [k=v ...] [k:=json ...] [k@=file ...]` as options of a call: each value goes where the method wants it. `call` and
-- `explain` share it.

local api = require "alipay.api"
local chain = require "alipay.client.chain"
local errors = require "alipay.error"
local json = require "alipay.json"
local multipart = require "alipay.multipart"
local options = require "alipay.cli.options"
local protocol = require "alipay.v2.protocol"

local M = {}

local COMMON = {}
for _, name in ipairs(protocol.COMMON) do COMMON[name] = true end

local function fail(message, hint)
  error(errors.new("parameter", { message = message, hint = hint }), 0)
end

local function refuse_again(name)
  fail(name .. " is given twice", ("give it once: several values go as JSON, %s:=[...]"):format(name))
end

-- "content.k" and "query.k" force a place; common parameters, and biz_content whole, are top level; a definition knows its own; an upload's texts are
-- top level, and everything else is biz_content.
local function place_of(name, def, has_files)
  local forced, rest = name:match "^(%l+)%.(.+)$"
  if forced == "content" or forced == "query" then return forced, rest end
  if (COMMON[name] or name == "biz_content") and not (def and def.by_name[name]) then return "query", name end
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

-- A text is the text itself in either place; everything else stays as it was written, digit for digit.
local function read_json(name, text, place)
  local value, message = json.decode(text)
  if value == nil then fail(("%s: %s"):format(name, message), "with := the value must be JSON; text goes with =") end
  if type(value) == "string" or math.type(value) == "integer" and tostring(value) == text then return value end
  return place == "content" and json.raw(text) or text
end

local function add(parameters, name, value)
  if parameters[name] ~= nil then refuse_again(name) end
  parameters[name] = value
end

-- biz_content given whole is the content, to the byte; members of it beside it would contradict it.
local function take_whole_content(places)
  local whole = places.query.biz_content
  if whole == nil then return next(places.content) and places.content end
  if next(places.content) then fail("biz_content is given whole and in parts: " .. next(places.content)) end
  places.query.biz_content = nil
  return whole
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
  if not protocol.is_method(method) then fail(("'%s' cannot be a method of the platform"):format(words[1])) end
  local def = api.find(method)
  local parsed, files = {}, {}
  for i = 2, #words do
    local name, sign, value = read_argument(words[i])
    if sign == "@=" then add(files, name, multipart.file(value))
    else parsed[#parsed + 1] = { name = name, value = value, json = sign == ":=" } end
  end
  local places = { content = {}, query = {} }
  for _, entry in ipairs(parsed) do
    local place, name = place_of(entry.name, def, next(files) ~= nil)
    if place == "query" and files[name] then refuse_again(name) end
    add(places[place], name, entry.json and read_json(name, entry.value, place) or entry.value)
  end
  local found = { query = places.query, content = take_whole_content(places) or nil }
  if not found.content and not def and not next(places.query) and not next(files) then found.content = {} end
  if next(files) then found.body = multipart.new(files) end
  return method, found
end

---Read the command line of a command that takes a call: method, parameters, `--get` and `--timeout`.
---@param name string as typed, for usage and help
---@param help string
---@param arg string[]
---@return string method
---@return alipay.call_options options
---@return "GET"|"POST" http raises an error object of kind "parameter" for wrong usage
function M.command(name, help, arg)
  local parser = options.parser(name, help)
  parser:argument("method", "As alipay.trade.query, AlipayTradeQuery or alipay.tradeQuery.")
  parser:argument("parameters", "name=text, name:=json, name@=file"):args "*"
  parser:flag("--get", "An HTTP GET instead of a POST.")
  parser:option("--timeout", "Budget of the call in seconds."):convert(tonumber)
  local values = options.parse(parser, arg)
  local method, call_options = M.parse { values.method, table.unpack(values.parameters) }
  call_options.timeout = values.timeout
  return method, call_options, values.get and "GET" or "POST"
end

return M
