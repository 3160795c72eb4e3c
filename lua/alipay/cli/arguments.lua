-- SPDX-License-Identifier: MIT
-- `METHOD [k=v ...] [k:=json ...] [k@=file ...]` as options of a call: each value goes where the method wants it. `call` and
-- `explain` share it.

local api = require "alipay.api"
local catalogue = require "alipay.catalogue"
local chain = require "alipay.client.chain"
local errors = require "alipay.error"
local json = require "alipay.json"
local multipart = require "alipay.multipart"
local options = require "alipay.cli.options"
local protocol = require "alipay.v2.protocol"
local script = require "alipay.script"
local strict = require "alipay.call.strict"
local tree = require "alipay.cli.tree"

local M = {}

local function fail(message, hint)
  error(errors.new("parameter", { message = message, hint = hint }), 0)
end

---@class alipay.cli.argument
---@field path string the name, dotted when it is inside of an object or a list
---@field sign "="|":="|"@="
---@field value string

local function read_argument(text)
  local path, sign, value = text:match "^([^=:@]+)([:@]?=)(.*)$"
  if not path then fail(("'%s' is no parameter"):format(text), "write name=text, name:=json or name@=file") end
  return { path = path, sign = sign, value = value }
end

-- "content.k" and "query.k" force a place. Else the catalogue knows: of the method's own parameters, of common ones, and where the
-- parameters of the method go that it does not know. Of a method that is not known, an upload's texts are top level, and everything
-- else is biz_content.
local function place_of(method, path, has_files)
  local forced, rest = path:match "^(%l+)%.(.+)$"
  if forced == "content" or forced == "query" then return forced, rest end
  local place = strict.place_of(method, path:match "^[^.]*")
  if place == "content" or place == "query" then return place, path end
  local def = api.find(method)
  if def then return def.place, path end
  local known = catalogue.describe(method)
  if known then return known.place, path end
  return has_files and "query" or "content", path
end

-- The JSON text of an argument's value: JSON as it was written, digit for digit.
local function json_of(argument)
  if argument.sign == "=" then return json.encode(argument.value) end
  local value, message = json.decode(argument.value)
  if value == nil then
    fail(("%s: %s"):format(argument.path, message), "with := the value must be JSON; text goes with =")
  end
  return argument.value
end

-- Top-level parameters as text: a text is itself, everything else its JSON.
local function query_of(top)
  local query = {}
  for _, name in ipairs(top.names) do
    local text = tree.text(top.members[name])
    local value = text:find '^%s*"' and json.decode(text)
    query[name] = type(value) == "string" and value or text
  end
  return query
end

-- biz_content given whole is the content, to the byte; members of it beside it would contradict it.
local function content_of(query, content)
  local whole = query.biz_content
  if whole == nil then return content.names[1] and tree.text(content) end
  if content.names[1] then fail("biz_content is given whole and in parts: " .. content.names[1]) end
  query.biz_content = nil
  return whole
end

local function take_files(arguments)
  local files = {}
  for _, argument in ipairs(arguments) do
    if argument.sign == "@=" then
      if files[argument.path] then fail(argument.path .. " is given twice", "give each file a name of its own") end
      files[argument.path] = multipart.file(argument.value)
    end
  end
  return files
end

---Read the arguments of a call.
---@param words string[] the method, then its parameters
---@return string method
---@return alipay.call_options options content as JSON text, in the order in which it was typed; raises an error object of kind "parameter" for what cannot be read
function M.parse(words)
  if not words[1] then fail("a method is needed, as alipay.trade.query", "alipay-lua methods TEXT finds them") end
  local method = chain.dotted(words[1])
  if not protocol.is_method(method) then fail(("'%s' cannot be a method of the platform"):format(words[1])) end
  local arguments = {}
  for i = 2, #words do arguments[i - 1] = read_argument(words[i]) end
  local files = take_files(arguments)
  local has_files = next(files) ~= nil
  local places = { content = tree.new(), query = tree.new() }
  for _, argument in ipairs(arguments) do
    if argument.sign ~= "@=" then
      local place, path = place_of(method, argument.path, has_files)
      if files[path] and place == "query" then fail(path .. " is given twice, as a file and as text") end
      tree.put(places[place], path, json_of(argument))
    end
  end
  local query = query_of(places.query)
  local content = content_of(query, places.content)
  local known = catalogue.describe(method)
  if not content and not (next(query) or has_files) and not (known and known.place == "query") then content = "{}" end
  return method, { query = query, content = content or nil, body = has_files and multipart.new(files) or nil }
end

---Note on stderr what cannot be right, as far as the catalogue knows. With `strict` it is refused elsewhere.
---@param method string
---@param call_options alipay.call_options
function M.note(method, call_options)
  if not catalogue.has(method) then
    local near = catalogue.nearest(method)
    script.note("note: the catalogue knows no %s; it is sent as given%s", method,
      near[1] and "; did you mean " .. table.concat(near, ", ") .. "?" or "")
  end
  local def = api.find(method)
  for _, fault in ipairs(strict.faults(method, call_options, def and def.by_name)) do
    script.note("note: %s", fault.message)
  end
end

---Read the command line of a command that takes a call: method, parameters, `--get` and `--timeout`.
---@param name string as typed, for usage and help
---@param help string
---@param arg string[]
---@param extend? fun(parser: table) adds options of the command's own
---@return string method
---@return alipay.call_options options
---@return "GET"|"POST" http raises an error object of kind "parameter" for wrong usage
function M.command(name, help, arg, extend)
  local parser = options.parser(name, help)
  parser:argument("method", "As alipay.trade.query, AlipayTradeQuery or alipay.tradeQuery.")
  parser:argument("parameters", "name=text, name:=json, name@=file"):args "*"
  parser:flag("--get", "An HTTP GET instead of a POST.")
  parser:option("--timeout", "Budget of the call in seconds."):convert(tonumber)
  if extend then extend(parser) end
  local values = options.parse(parser, arg)
  local method, call_options = M.parse { values.method, table.unpack(values.parameters) }
  call_options.timeout = values.timeout
  return method, call_options, values.get and "GET" or "POST"
end

return M
