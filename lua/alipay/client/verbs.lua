-- SPDX-License-Identifier: MIT
-- The verbs that end a chain, and the short forms of their arguments. A wrong call raises here; everything later returns errors.

local call = require "alipay.call.pipeline"
local errors = require "alipay.error"
local multipart = require "alipay.multipart"
local operation = require "alipay.v3.operation"
local page = require "alipay.v2.page"
local protocol = require "alipay.v2.protocol"
local protocols = require "alipay.call.protocols"
local waiting = require "alipay.async.waiting"

local M = {}

---@class alipay.call_options
---@field content? table|string biz_content; a string is sent as it is
---@field query? table<string, any> every other parameter
---@field body? alipay.multipart files, and texts that are sent beside them
---@field headers? table<string, string> further headers of the request
---@field timeout? number seconds, start to last byte; by default that of the settings
---@field encrypt? boolean|"AES"|"AES_V2"|"SM4" encrypt biz_content and expect the reply encrypted; true for what the settings say, else AES
---@field pager? boolean|"GET"|"POST" do not send: give the page instead, see `:page`; true: the verb's own form
---@field on_progress? fun(sent: integer, total: integer) upload progress in bytes

---@class alipay.request_options a call by V3 as it stands
---@field verb "GET"|"POST"|"PUT"|"PATCH"|"DELETE"
---@field path string escaped, as "/v3/alipay/marketing/activity/2016042700826004508401111111"
---@field query? table<string, any> parameters of the URL, by name
---@field content? table|string members of the body, or with GET and DELETE of the URL; a JSON text is sent as it is
---@field body? alipay.multipart files, and texts of the signed part
---@field headers? table<string, string>
---@field timeout? number seconds, start to last byte
---@field encrypt? boolean|"AES"
---@field on_progress? fun(sent: integer, total: integer) upload progress in bytes

---@class alipay.page_options: alipay.call_options
---@field http? "GET"|"POST" a URL, or by default a form

---@class alipay.order_options: alipay.call_options
---@field mini? boolean encoded once more, for mini programs

local function is_text(value)
  if type(value) == "number" then return value == value and value ~= math.huge and value ~= -math.huge end
  return type(value) == "string" or type(value) == "boolean"
end

local CHECKS = {
  content = function(value) return type(value) == "table" or type(value) == "string", "a table or a JSON string" end,
  query = function(value)
    if type(value) ~= "table" then return false, "a table of parameters" end
    for name, text in pairs(value) do
      if type(name) ~= "string" then return false, "a table of parameters by name" end
      if not is_text(text) and type(text) ~= "table" then
        return false, ("a table of texts; '%s' is %s"):format(name, type(text) == "number" and text or "a " .. type(text))
      end
    end
    return true
  end,
  body = function(value) return multipart.is(value), "made by alipay.multipart{...}" end,
  headers = function(value)
    if type(value) ~= "table" then return false, "a table of strings by name" end
    for name, text in pairs(value) do
      if type(name) ~= "string" or type(text) ~= "string" or text:find "[\r\n%z]" or not name:find "^[^%c\x80-\xFF :]+$" then
        return false, "a table of strings by name, without line breaks"
      end
    end
    return true
  end,
  timeout = function(value) return type(value) == "number" and value > 0 and value < 86400, "a number of seconds" end,
  encrypt = function(value)
    return type(value) == "boolean" or protocol.ENCRYPT_TYPES[value] == true, 'true, false, "AES", "AES_V2" or "SM4"'
  end,
  pager = function(value)
    return type(value) == "boolean" or value == "GET" or value == "POST", 'true, false, "GET" or "POST"'
  end,
  http = function(value) return value == "GET" or value == "POST", '"GET" or "POST"' end,
  verb = function(value)
    return value == "GET" or value == "POST" or value == "PUT" or value == "PATCH" or value == "DELETE",
      '"GET", "POST", "PUT", "PATCH" or "DELETE"'
  end,
  path = function(value)
    if type(value) ~= "string" then return false, "a path, as /v3/alipay/trade/query" end
    local problem = operation.path_problem(value)
    return not problem, "a path that can be sent: it " .. (problem or "")
  end,
  mini = function(value) return type(value) == "boolean", "true or false" end,
  on_progress = function(value) return type(value) == "function", "a function" end,
}

-- Pages and orders are not sent here: they have options of their own.
local CALL = { "content", "query", "body", "headers", "timeout", "encrypt", "pager", "on_progress" }
local OWN = {
  page = { "content", "query", "timeout", "encrypt", "http" },
  order = { "content", "query", "timeout", "encrypt", "mini" },
  request = { "verb", "path", "content", "query", "body", "headers", "timeout", "encrypt", "on_progress" },
}

---The options that a verb takes.
---@param verb string as "post"
---@return string[]
function M.options(verb)
  return OWN[verb == "stream" and "request" or verb] or CALL
end

-- The checks of a list of options, by name.
local function checks_of(list)
  local checks = {}
  for _, name in ipairs(list) do checks[name] = CHECKS[name] end
  return checks
end

local CALL_CHECKS = checks_of(CALL)
local PAGE_CHECKS, ORDER_CHECKS, REQUEST_CHECKS = checks_of(OWN.page), checks_of(OWN.order), checks_of(OWN.request)

local function check(options, verb, checks)
  for name, value in next, options do
    local test = checks[name]
    if not test then
      local allowed = M.options(verb:sub(2))
      errors.usage(("%s: unknown option '%s' (options are %s; parameters go inside content or query)")
        :format(verb, tostring(name), table.concat(allowed, ", ")))
    end
    local fine, expected = test(value)
    if not fine then errors.usage(("%s: option '%s' must be %s"):format(verb, name, expected)) end
  end
  return options
end

-- One table is the options; one string is biz_content; two are (content|query, options), three (content, query, options).
local function arguments(verb, checks, first_name, count, first, second, third)
  if count == 1 and type(first) == "table" then return check(first, verb, checks) end
  if count > 3 then errors.usage(verb .. ": at most three arguments: content, query, options") end
  if count == 0 then return {} end
  if count == 1 then
    if type(first) == "string" then return check({ content = first }, verb, checks) end
    errors.usage(("%s: a table of options is needed, as %s{ %s = {...} }, not a %s"):format(verb, verb, first_name, type(first)))
  end
  local rest = count == 2 and second or third
  if rest ~= nil and type(rest) ~= "table" then
    errors.usage(("%s: options must be a table, not a %s"):format(verb, type(rest)))
  end
  local given = count == 2 and { [first_name] = first } or { content = first, query = second }
  for name, value in pairs(rest or {}) do
    if given[name] ~= nil then errors.usage(("%s: %s is given twice, as an argument and in the options"):format(verb, name)) end
    given[name] = value
  end
  return check(given, verb, checks)
end

local function make(name, http, first_name, asynchronous)
  local verb = ":" .. name
  return function(client, method, ...)
    local options = arguments(verb, CALL_CHECKS, first_name, select("#", ...), ...)
    local origin = asynchronous and errors.caller() .. " (" .. method .. ")" or nil
    local promise
    if options.pager then
      if options.body then errors.usage((":%s: a page carries no files: 'pager' and 'body' exclude each other"):format(name)) end
      local kind = options.pager == true and http or options.pager
      promise = call.start(client, kind, method, options, origin, page.render, protocols.v2)
    else
      promise = call.start(client, http, method, options, origin)
    end
    if asynchronous then return promise end
    return waiting.own_outcome(promise)
  end
end

-- `:page{...}`: the HTML form that a browser posts, or with http = "GET" the URL that it opens. A string, or nil and an error.
local function page_verb(client, method, ...)
  local options = arguments(":page", PAGE_CHECKS, "content", select("#", ...), ...)
  return waiting.own_outcome(call.start(client, options.http or "POST", method, options, nil, page.render, protocols.v2))
end

-- `:order{...}`: the signed order string for Alipay's app; encoded once more with mini = true, for mini programs.
local function order_verb(client, method, ...)
  local options = arguments(":order", ORDER_CHECKS, "content", select("#", ...), ...)
  local render = options.mini and page.mini_order or page.order
  return waiting.own_outcome(call.start(client, "POST", method, options, nil, render, protocols.v2))
end

local function check_request(options, name, needed)
  if type(options) ~= "table" then
    errors.usage(('%s: a table is needed, as %s{ verb = "POST", path = "/v3/..." }, not a %s'):format(name, name, type(options)))
  end
  check(options, ":" .. name, REQUEST_CHECKS)
  for _, option in ipairs(needed) do
    if not options[option] then errors.usage(("%s: %s is missing"):format(name, option)) end
  end
end

local function start_request(client, options, origin)
  check_request(options, "request", { "verb", "path" })
  return call.start(client, options.verb, options.verb .. " " .. options.path, options, origin)
end

---A call by V3 as it stands.
---@param client alipay.client
---@param options alipay.request_options
---@return alipay.response|nil
---@return alipay.error|nil err
function M.request(client, options)
  return waiting.own_outcome(start_request(client, options))
end

---A call by V3 whose answer is a stream of events.
---@param client alipay.client
---@param options alipay.request_options
---@return alipay.stream stream
function M.stream(client, options)
  check_request(options, "stream", { "path" })
  return require("alipay.v3.stream").open(client, options)
end

---@param client alipay.client
---@param options alipay.request_options
---@return alipay.promise
function M.request_async(client, options)
  return start_request(client, options, errors.caller() .. " (request)")
end

---The verbs by name: `fn(client, method, ...)`.
M.table = {
  page = page_verb,
  order = order_verb,
  get = make("get", "GET", "query", false),
  post = make("post", "POST", "content", false),
  getAsync = make("getAsync", "GET", "query", true),
  postAsync = make("postAsync", "POST", "content", true),
}

return M
