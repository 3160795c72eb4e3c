-- SPDX-License-Identifier: MIT
-- The verbs that end a chain, and the short forms of their arguments. A wrong call raises here; everything later returns errors.

local call = require "alipay.call"
local errors = require "alipay.error"
local multipart = require "alipay.multipart"
local task = require "alipay.task"

local M = {}

---@class alipay.call_options
---@field content? table|string biz_content; a string is sent as it is
---@field query? table<string, any> every other parameter
---@field body? alipay.multipart
---@field headers? table<string, string>
---@field timeout? number seconds, start to last byte
---@field encrypt? boolean|string encrypt biz_content: true for AES, or "AES"
---@field on_progress? fun(sent: integer, total: integer) upload progress in bytes

local function is_text(value)
  return type(value) == "string" or math.type(value) ~= nil or type(value) == "boolean"
end

local CHECKS = {
  content = function(value) return type(value) == "table" or type(value) == "string", "a table or a JSON string" end,
  query = function(value)
    if type(value) ~= "table" then return false, "a table of parameters" end
    for name, text in pairs(value) do
      if type(name) ~= "string" then return false, "a table of parameters by name" end
      if not is_text(text) and type(text) ~= "table" then
        return false, ("a table of texts; '%s' is a %s"):format(name, type(text))
      end
    end
    return true
  end,
  body = function(value) return multipart.is(value), "made by alipay.multipart{...}" end,
  headers = function(value)
    if type(value) ~= "table" then return false, "a table of strings by name" end
    for name, text in pairs(value) do
      if type(name) ~= "string" or type(text) ~= "string" or (name .. text):find "[\r\n%z]" then
        return false, "a table of strings by name, without line breaks"
      end
    end
    return true
  end,
  timeout = function(value) return type(value) == "number" and value > 0 and value < 86400, "a number of seconds" end,
  encrypt = function(value) return type(value) == "boolean" or value == "AES", "true, false or \"AES\"" end,
  on_progress = function(value) return type(value) == "function", "a function" end,
}

local function check(options, verb)
  for name, value in pairs(options) do
    local test = CHECKS[name]
    if not test then
      errors.usage(("%s: unknown option '%s' (options are content, query, body, headers, timeout, encrypt, on_progress; "
        .. "parameters go inside content or query)"):format(verb, tostring(name)))
    end
    local fine, expected = test(value)
    if not fine then errors.usage(("%s: option '%s' must be %s"):format(verb, name, expected)) end
  end
  return options
end

-- One table is the options; one string is biz_content; two are (content|query, options), three (content, query, options).
local function arguments(verb, first_name, count, ...)
  local first, second, third = ...
  if count > 3 then errors.usage(verb .. ": at most three arguments: content, query, options") end
  if count == 0 then return {} end
  if count == 1 then
    if type(first) == "string" then return check({ content = first }, verb) end
    if type(first) ~= "table" then
      errors.usage(("%s: a table of options is needed, as %s{ %s = {...} }, not a %s"):format(verb, verb, first_name, type(first)))
    end
    return check(first, verb)
  end
  local rest = count == 2 and second or third
  if rest ~= nil and type(rest) ~= "table" then
    errors.usage(("%s: options must be a table, not a %s"):format(verb, type(rest)))
  end
  local options = {}
  for name, value in pairs(rest or {}) do options[name] = value end
  if count == 2 then
    if options[first_name] == nil then options[first_name] = first end
  else
    options.content, options.query = first, second
  end
  return check(options, verb)
end

local function make(name, http, first_name, asynchronous)
  return function(client, method, ...)
    local options = arguments(":" .. name, first_name, select("#", ...), ...)
    local origin = asynchronous and errors.caller() .. " (" .. method .. ")" or nil
    local promise = call.start(client, http, method, options, origin)
    if asynchronous then return promise end
    return task.await(promise)
  end
end

---The verbs by name: `fn(client, method, ...)`.
M.table = {
  get = make("get", "GET", "query", false),
  post = make("post", "POST", "content", false),
  getAsync = make("getAsync", "GET", "query", true),
  postAsync = make("postAsync", "POST", "content", true),
}

return M
