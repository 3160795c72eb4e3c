-- SPDX-License-Identifier: MIT
-- `METHOD [k=v ...] [k:=json ...] [k@=file ...]` as options of a call: each value goes where the method wants it; `[VERB] PATH ...` as
-- those of a call by V3 as it stands. `call` and `explain` share it.

local api = require "alipay.api"
local catalogue = require "alipay.catalogue"
local chain = require "alipay.client.chain"
local client = require "alipay.client.client"
local convert = require "alipay.cli.convert"
local errors = require "alipay.error"
local json = require "alipay.json"
local multipart = require "alipay.multipart"
local operation = require "alipay.v3.operation"
local options = require "alipay.cli.options"
local paths = require "alipay.catalogue.paths"
local protocol = require "alipay.v2.protocol"
local protocols = require "alipay.call.protocols"
local script = require "alipay.script"
local shell_words = require "alipay.cli.shell_words"
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

-- Parameters beside the content: a text is itself, a number or a truth value its JSON. Lists, objects and null stay JSON: V3 has no
-- place for them in a URL and says so, as in a script. biz_content is text in any case, sent to the byte.
local function query_of(top)
  local query = {}
  for _, name in ipairs(top.names) do
    local text = tree.text(top.members[name])
    local value = json.decode(text)
    if type(value) == "string" then query[name] = value
    elseif name ~= "biz_content" and (type(value) == "table" or value == json.null) then query[name] = json.raw(text)
    else query[name] = text end
  end
  return query
end

-- V2 sends everything as text, also what stands for an object.
local function make_text(query)
  for name, value in pairs(query) do
    if type(value) == "table" then query[name] = json.encode(value) end
  end
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

-- Puts each argument where `place_of(path)` says.
local function distribute(arguments, files, choose)
  local places = { content = tree.new(), query = tree.new() }
  for _, argument in ipairs(arguments) do
    if argument.sign ~= "@=" then
      local place, path = choose(argument.path)
      if files[path] and place == "query" then fail(path .. " is given twice, as a file and as text") end
      tree.put(places[place], path, json_of(argument))
    end
  end
  return places
end

local function read_arguments(words, from)
  local arguments = {}
  for i = from, #words do arguments[#arguments + 1] = read_argument(words[i]) end
  return arguments, take_files(arguments)
end

local VERBS = { "GET", "POST", "PUT", "PATCH", "DELETE" }
local IS_VERB = {}
for _, verb in ipairs(VERBS) do IS_VERB[verb] = true end

-- The one verb that the catalogue has for a path.
local function verb_of(path)
  local found
  for _, verb in ipairs(VERBS) do
    if paths.method(verb, path) then
      if found then fail(path .. " has several verbs", "name one: call GET " .. path) end
      found = verb
    end
  end
  return found or fail("the catalogue knows no path " .. path, "name the verb: call POST " .. path)
end

---Read the arguments of a call by V3 as it stands.
---@param words string[] a verb, which may be left out, a path, then parameters
---@return alipay.request_options options raises an error object of kind "parameter" for what cannot be read
local function parse_path(words)
  local from = words[1]:find "^/" and 1 or 2
  if from == 2 and not IS_VERB[words[1]] then
    fail(("V3 has no verb '%s'"):format(words[1]), ("verbs are %s, in capitals"):format(table.concat(VERBS, ", ")))
  end
  local path = words[from] or fail("a path is needed behind " .. words[1], "as call " .. words[1] .. " /v3/alipay/trade/query")
  local problem = operation.path_problem(path)
  if problem then fail(("the path %s %s"):format(path, shell_words.text(problem))) end
  local verb = from == 2 and words[1] or verb_of(path)
  local arguments, files = read_arguments(words, from + 1)
  local has_body = operation.has_body(verb)
  local places = distribute(arguments, files, function(name)
    local forced, rest = name:match "^(%l+)%.(.+)$"
    if forced == "content" or forced == "query" then return forced, rest end
    return has_body and "content" or "query", name
  end)
  local query = query_of(places.query)
  return {
    verb = verb, path = path, query = query, content = places.content.names[1] and tree.text(places.content) or nil,
    body = next(files) and multipart.new(files) or nil,
  }
end

---Read the arguments of a call.
---@param words string[] the method, then its parameters
---@param v3? boolean by V3, where a call without parameters has no body
---@return string method
---@return alipay.call_options options content as JSON text, in the order in which it was typed, lists and objects of the query as json.raw; raises an error object of kind "parameter" for what cannot be read
function M.parse(words, v3)
  if not words[1] then fail("a method is needed, as alipay.trade.query", "alipay-lua methods TEXT finds them") end
  local method = chain.dotted(words[1])
  if not protocol.is_method(method) then
    fail(("'%s' cannot be a method of the platform"):format(words[1]), "write one as alipay.trade.query; VERB PATH is a call by V3")
  end
  local arguments, files = read_arguments(words, 2)
  local has_files = next(files) ~= nil
  local places = distribute(arguments, files, function(name) return place_of(method, name, has_files) end)
  local query = query_of(places.query)
  local content = content_of(query, places.content)
  local known = catalogue.describe(method)
  if not v3 and not content and not (next(query) or has_files) and not (known and known.place == "query") then content = "{}" end
  return method, { query = query, content = content or nil, body = has_files and multipart.new(files) or nil }
end

-- Whether words name a path of V3 in place of a method; a path behind what is no method shows that a verb was meant.
local function is_path(words)
  local first = words[1]
  return IS_VERB[first] or first:find "^/" or words[2] ~= nil and words[2]:find "^/" and not protocol.is_method(chain.dotted(first))
end

-- Pages and orders have no form by V3: they go by V2 whatever was asked for.
local function goes_by_v2(method)
  local known = catalogue.describe(method)
  if not known or known.v3 or not (known.page or known.order) then return false end
  script.note("note: %s is signed for %s to send and goes by V2", method, known.page and "the buyer's browser" or "Alipay's app")
  return true
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
    script.note("%s", "note: " .. shell_words.text(fault.message)) -- as one text: its parts have Chinese forms
  end
end

---Read the command line of a command that takes a call: method or path, parameters, `--v3`, `--get` and `--timeout`.
---@param name string as typed, for usage and help
---@param help string
---@param arg string[]
---@param extend? fun(parser: table) adds options of the command's own
---@return alipay.client client by the protocol that was asked for
---@return string method
---@return alipay.call_options options with `verb` and `path` for a path
---@return "GET"|"POST" http raises an error object of kind "parameter" for wrong usage
function M.command(name, help, arg, extend)
  local parser = options.parser(name, help)
  parser:argument("method", "As alipay.trade.query, AlipayTradeQuery or alipay.tradeQuery; or VERB PATH of V3.")
  parser:argument("parameters", "name=text, name:=json, name@=file"):args "*"
  parser:flag("--get", "An HTTP GET instead of a POST.")
  parser:flag("--v3", "By V3, the platform's REST interface.")
  parser:option("--timeout", "Budget of the call in seconds."):argname("SECONDS"):convert(convert.call_seconds)
  if extend then extend(parser) end
  local values = options.parse(parser, arg)
  local words = { values.method, table.unpack(values.parameters) }
  local app, method, call_options
  if is_path(words) then
    call_options = parse_path(words)
    app, method = client.new():v3(), call_options.verb .. " " .. call_options.path
  else
    method, call_options = M.parse(words, values.v3)
    app = client.new()
    if values.v3 and not goes_by_v2(method) then app = app:v3() end
    if protocols.of(app, method, call_options) == protocols.v2 then make_text(call_options.query) end
    if not app.settings.strict then M.note(method, call_options) end
  end
  call_options.timeout = values.timeout
  return app, method, call_options, values.get and "GET" or "POST"
end

return M
