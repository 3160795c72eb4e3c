-- SPDX-License-Identifier: MIT
-- Turns an HTTP exchange of protocol V3 into a call: who signs, the method that its verb and path name, parameters as bytes, file parts.
-- It judges nothing.

local method_name = require "alipay.gateway.method_name"
local paths = require "alipay.catalogue.paths"
local protocol = require "alipay.v3.protocol"
local text = require "alipay.core.text"

local M = {}

---@class alipay.gateway.v3.call: alipay.gateway.call
---@field verb string
---@field target string path and query as sent
---@field headers table<string, string>
---@field auth_string string|nil who signs; nil where nobody does
---@field auth table<string, string> its fields
---@field scheme string|nil
---@field sign string|nil
---@field body string what is signed of the body: all of it, or the part `data` of an upload
---@field query { [1]: string, [2]: string }[]
---@field path_values table<string, string>
---@field streams boolean|nil its address asks for an event stream
local methods = {}
local mt = { __name = "alipay.gateway.call", __index = methods }

---Bytes of the request as UTF-8, which is all that V3 speaks.
---@param bytes string
---@return string|nil utf8
function methods.decode(_, bytes)
  return text.is_utf8(bytes) and bytes or nil
end

---Bytes of the request for display; what does not decode is marked.
---@param bytes string
---@return string utf8
function methods:show(bytes)
  return self:decode(bytes) or (bytes:gsub("[\x80-\xFF]", "\u{FFFD}"))
end

-- The body as it is signed. Texts beside the part `data` are nobody's.
local function body_of(exchange)
  for _, field in ipairs(exchange:fields()) do
    if field[1] == "data" then return field[2] end
  end
  return exchange:body()
end

-- The method of an address below /v3/stream/, which is all that is known of such addresses.
local function streamed(verb, path)
  local name = verb == "POST" and path:match "^/v3/stream/([%w/]+)$"
  name = name and name:gsub("/", ".")
  return name and method_name.is_well_formed(name) and name or nil
end

---Read a request to the gateway.
---@param exchange core.exchange
---@return alipay.gateway.v3.call
function M.read(exchange)
  local headers = exchange:headers()
  local call = setmetatable({
    verb = exchange:method(), target = exchange:target(), headers = headers, body = body_of(exchange), query = exchange:query(),
    files = {}, params = {}, problem = exchange:problem(), auth = {}, path_values = {}, faults = {},
  }, mt)
  if headers.authorization then
    call.auth_string, call.auth, call.sign, call.scheme = protocol.read_authorization(headers.authorization)
  end
  for name, value in pairs(call.auth) do call.params[name] = value end
  for _, pair in ipairs(call.query) do call.params[pair[1]] = pair[2] end
  local token = headers["alipay-app-auth-token"]
  call.params.app_auth_token = token ~= "" and token or nil
  call.params.alipay_root_cert_sn = headers["alipay-root-cert-sn"]
  for _, file in ipairs(exchange:files()) do call.files[file.name] = call.files[file.name] or file end
  local path_values
  call.method, path_values = paths.method(call.verb, exchange:path())
  if not call.method then
    call.method = streamed(call.verb, exchange:path())
    call.streams = call.method ~= nil
  end
  call.path_values = path_values or {}
  return call
end

return M
