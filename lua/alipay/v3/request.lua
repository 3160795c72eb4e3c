-- SPDX-License-Identifier: MIT
-- A request by V3, stage by stage: operation, check, places, encryption, string to sign; with its signature, the Authorization header.
-- It neither signs nor sends.

local api = require "alipay.api"
local check = require "alipay.call.check"
local cipher = require "alipay.core.cipher"
local common = require "alipay.v3.common"
local errors = require "alipay.error"
local multipart = require "alipay.multipart"
local object = require "alipay.v3.object"
local operations = require "alipay.v3.operation"
local own_headers = require "alipay.call.own_headers"
local place = require "alipay.v3.place"
local protocol = require "alipay.v3.protocol"
local v2 = require "alipay.v2.protocol"

local M = {}

local function fault(method, message, hint)
  return errors.new("parameter", { method = method, message = message, hint = hint })
end

-- A method that V3 does not have, as far as anybody knows.
local function unknown(method)
  local remedy = require "alipay.call.remedy" -- only when there is something to explain: it is large
  local hint = remedy.of_verb(method) or remedy.of_name(method)
    or 'use client:v2(), protocol = "auto", or request{ verb = ..., path = ... } for a path that the catalogue does not know'
  return fault(method, "no V3 form of this method is known", hint)
end

local function operation_of(method, options)
  if options.path then return operations.at(options.verb, options.path) end
  local operation = operations.of(method)
  if operation then return operation end
  if not v2.is_method(method) then return nil, fault(nil, ("'%s' cannot be a method of the platform"):format(method)) end
  return nil, unknown(method)
end

local NONE = {}

-- Keys and certificates are read here, before anything is sent: an answer that could not be verified would leave its outcome unknown.
local function authenticate(request)
  local keys = request.client.keys
  local key, err = keys:alipay_key()
  if not key then return err end
  local serials = NONE
  if keys.certificates then
    serials, err = keys:serial_numbers()
    if not serials then return err end
  end
  request.serials, request.nonce, request.timestamp = serials, protocol.nonce(), protocol.timestamp()
  request.auth_string =
    protocol.auth_string(request.client.settings.app_id, serials.app_cert_sn, request.nonce, request.timestamp)
end

-- The body's fields; files are looked at before anything is signed.
local function add_body(request, body)
  local operation = request.operation
  if not operation.multipart and not (operation.explicit and operations.has_body(operation.verb)) then
    return fault(request.method, ("this method takes no files by V3 (%s %s)"):format(operation.verb, operation.path))
  end
  request.body = body
  request.texts, request.files = multipart.split(body)
  return check.measure(request.files)
end

-- Headers that the protocol writes itself. A second one of a name would be anybody's guess.
local OWN = {
  ["authorization"] = true, ["alipay-request-id"] = true, ["alipay-encrypt-type"] = true, ["alipay-root-cert-sn"] = true,
  ["alipay-app-auth-token"] = true,
}

local function check_headers(request)
  local headers = request.options.headers
  return headers and own_headers.check(request.method, headers, OWN)
end

local function check_fields(request)
  return check.fields(not request.operation.explicit and api.find(request.method) or nil, request, true)
end

local function add_places(request)
  local placed, json, err = place.place(request)
  if not placed then return err end
  request.placed, request.json, request.bytes = placed, json, json or ""
  request.query = placed.query ~= "" and placed.query or nil
  request.target = placed.path .. (request.query and "?" .. request.query or "")
end

-- What goes into a header as it was given. A line break would end the header, and the line that is signed.
local function check_lines(request)
  local token = request.placed.token
  local name, setting
  if request.client.settings.app_id:find "%c" then name, setting = "app_id", "ALIPAY_APP_ID, or app_id in the settings"
  elseif token and token:find "%c" then
    name, setting = "app_auth_token", "ALIPAY_APP_AUTH_TOKEN, or app_auth_token in params or query"
  else return nil end
  return fault(request.method, name .. " has a control character in it",
    ("V3 sends it in a header, which can have none, not even a line break at its end; look at %s"):format(setting))
end

-- What a call says of encryption, else what the settings say.
local function wants_encryption(request)
  local asked, setting = request.options.encrypt, request.client.settings.encrypt
  if asked ~= nil then return asked, true end
  return setting, false
end

-- The body is what is encrypted; the result is what is signed. A request without one can but ask for an encrypted reply.
local function encrypt(request)
  local wanted, asked = wants_encryption(request)
  if not wanted or not asked and (request.bytes == "" or request.body) then return nil end
  local refused = common.refused_encryption(request.client.settings, request.options.encrypt)
  if refused then return fault(request.method, refused) end
  local encrypt_key = request.client.settings.encrypt_key
  if not encrypt_key then
    return fault(request.method, "encrypt needs an encrypt_key in the settings (ALIPAY_ENCRYPT_KEY)")
  end
  request.encrypt_type = protocol.ENCRYPT_TYPE
  if request.bytes == "" then return nil end
  local encrypted, message, class = cipher.encrypt(request.bytes, encrypt_key, protocol.ENCRYPT_TYPE)
  if not encrypted then return errors.from_core("encrypt_key: " .. message, class, { method = request.method }) end
  request.bytes = encrypted
end

-- An upload whose fields are all absent has no part that could be sent.
local function settle_body(request)
  if request.operation.multipart and not request.body and request.bytes ~= "" then request.body = multipart.new {} end
  if not request.body and operations.has_body(request.http) then request.payload = request.bytes end
end

---Everything up to the string to sign. With its signature it is finished (`M.finish`).
---@param client alipay.client
---@param _ string the verb of the chain means nothing here
---@param method string
---@param options alipay.call_options with `verb` and `path` for one that is sent as it stands
---@return alipay.v3.request|nil
---@return alipay.error|nil err kind "parameter", or "signature" for a bad key or certificate
function M.prepare(client, _, method, options)
  local operation, err = operation_of(method, options)
  if not operation then return nil, err end
  local refused = common.refused(client.settings)
  if refused then return nil, fault(method, refused) end
  local request = object.new {
    client = client, method = operation.method or method, http = operation.verb, options = options, operation = operation,
    serials = nil, nonce = nil, timestamp = nil, auth_string = nil, placed = nil, json = nil, bytes = nil, target = nil,
    payload = nil, string_to_sign = nil, signature = nil, -- the table grows once
  }
  err = options.body and add_body(request, options.body) or check_headers(request) or check_fields(request) or authenticate(request)
    or add_places(request) or check_lines(request) or encrypt(request)
  if err then return nil, err end
  settle_body(request)
  request.string_to_sign =
    protocol.content(request.auth_string, request.http, request.target, request.bytes, request.placed.token)
  return request
end

---Finish a request with its signature: it can be sent now.
---@param request alipay.v3.request as `M.prepare` gave it
---@param signature string base64
function M.finish(request, signature)
  request.signature = signature
end

return M
