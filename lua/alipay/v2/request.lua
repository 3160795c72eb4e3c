-- SPDX-License-Identifier: MIT
-- A request by V2, stage by stage: check, parameters, character set, encryption, string to sign; with its signature, where each
-- parameter goes. It neither signs nor sends.

local api = require "alipay.api"
local check = require "alipay.call.check"
local cipher = require "alipay.core.cipher"
local errors = require "alipay.error"
local form = require "alipay.core.form"
local json = require "alipay.json"
local multipart = require "alipay.multipart"
local object = require "alipay.v2.object"
local own_headers = require "alipay.call.own_headers"
local protocol = require "alipay.v2.protocol"
local text = require "alipay.core.text"

local M = {}

local function fault(method, message, fields)
  fields = fields or {}
  fields.method, fields.message = method, message
  return errors.new("parameter", fields)
end

-- Common parameters of a client's calls. Keys and certificates are read here, before anything is sent: an answer that could not be
-- verified would leave its outcome unknown.
local function common_params(client, method)
  local settings, keys = client.settings, client.keys
  local key, err = keys:alipay_key()
  if not key then return nil, err end
  local params = {
    app_id = settings.app_id, format = "JSON", charset = protocol.CHARSET, version = protocol.VERSION,
    sign_type = settings.sign_type, method = nil, timestamp = nil, biz_content = nil, sign = nil, -- the table grows once
  }
  for name, value in pairs(settings.params) do params[name] = value end
  params.method, params.timestamp = method, protocol.timestamp()
  if keys.certificates then
    local numbers
    numbers, err = keys:serial_numbers()
    if not numbers then return nil, err end
    params.app_cert_sn, params.alipay_root_cert_sn = numbers.app_cert_sn, numbers.alipay_root_cert_sn
  end
  return params
end

-- Text as it is, anything else as JSON: a number with as many digits as read back the same. What JSON cannot hold is a wrong call.
local function as_text(request, value)
  if type(value) == "string" then return value end
  local fine, encoded = pcall(json.encode, value)
  if fine then return encoded end
  if type(encoded) == "string" and encoded:find("JSON cannot hold", 1, true) then
    errors.usage(request.method .. ": " .. encoded)
  end
  error(encoded, 0)
end

local function add_query(request, query)
  local params = request.params
  if query.method and query.method ~= request.method then
    return fault(request.method, "method is named by the call; a parameter of that name can only be in content")
  end
  if query.biz_content ~= nil and request.options.content ~= nil then
    return fault(request.method, "biz_content is given twice, as content and in query: only one can be sent")
  end
  for name, value in pairs(query) do params[name] = as_text(request, value) end
end

local function add_texts(request)
  local params = request.params
  for name, value in pairs(request.texts) do
    if params[name] ~= nil and params[name] ~= value then
      return fault(request.method, name .. " is given twice, in query and in the body, with different values")
    end
    params[name] = value
  end
end

-- A request in GBK signs and sends GBK bytes; callers write UTF-8 either way.
local function transcode(request)
  local params = request.params
  local charset = params.charset
  if protocol.is_utf8(charset) then return end
  -- It is a word of the header Content-Type, too; iconv takes it with a line break at its end.
  if charset:find "%c" then return fault(request.method, ("%s has a control character in it"):format "charset") end
  for name, value in pairs(params) do
    local bytes, message = text.convert(value, "UTF-8", charset)
    if not bytes then
      return fault(request.method, ("%s cannot be written in charset %s: %s"):format(name, charset, message))
    end
    params[name] = bytes
    if request.texts and request.texts[name] then request.texts[name] = bytes end
  end
end

-- What a call says of encryption, else what the settings say: an algorithm or nil.
local function encryption(options, settings)
  local wanted = options.encrypt
  if wanted == nil then wanted = settings.encrypt end
  if wanted == true then wanted = type(settings.encrypt) == "string" and settings.encrypt or protocol.ENCRYPT_TYPE end
  return wanted or nil
end

-- The bytes of biz_content, in the request's character set, are what is encrypted; the result and encrypt_type are what is signed.
local function encrypt(request)
  local settings, params, asked = request.client.settings, request.params, request.options.encrypt
  local algorithm = encryption(request.options, settings)
  -- A setting is for the calls that have content; one that asks for encryption itself sends an empty object.
  if not algorithm or not (params.biz_content or asked) then return end
  if request.body then
    if not asked then return end
    return fault(request.method, "an upload is not encrypted: leave encrypt out")
  end
  if not settings.encrypt_key then
    return fault(request.method, "encrypt needs an encrypt_key in the settings (ALIPAY_ENCRYPT_KEY)")
  end
  local encrypted, message, class = cipher.encrypt(params.biz_content or "{}", settings.encrypt_key, algorithm)
  if not encrypted then return errors.from_core("encrypt_key: " .. message, class, { method = request.method }) end
  params.biz_content, params.encrypt_type = encrypted, algorithm
end

-- The body's fields; files are looked at before anything is signed.
local function add_body(request, body)
  if request.http == "GET" then return fault(request.method, "a GET has no body: use :post for uploads") end
  request.body = body
  request.texts, request.files = multipart.split(body)
  return check.measure(request.files)
end

local function check_headers(request)
  local headers = request.options.headers
  return headers and own_headers.check(request.method, headers)
end

local function check_fields(request)
  return check.fields(api.find(request.method), request)
end

local function add_params(request)
  local options = request.options
  local params, err = common_params(request.client, request.method)
  if not params then return err end
  request.params = params
  local content = options.content
  if content ~= nil then params.biz_content = as_text(request, content) end
  err = options.query and add_query(request, options.query) or request.texts and add_texts(request)
  if err then return err end
  request.sign_type = params.sign_type
  if not protocol.SIGN_TYPES[params.sign_type] then return fault(request.method, "sign_type must be RSA2, RSA or SM2") end
end

---Everything up to the string to sign. With its signature it is finished (`M.finish`).
---@param client alipay.client
---@param http "GET"|"POST"
---@param method string
---@param options alipay.call_options
---@return alipay.request|nil
---@return alipay.error|nil err kind "parameter", or "signature" for a bad key or certificate
function M.prepare(client, http, method, options)
  if not protocol.is_method(method) then return nil, fault(nil, ("'%s' cannot be a method of the platform"):format(method)) end
  local request = object.new {
    client = client, method = method, http = http, options = options, params = nil, sign_type = nil, string_to_sign = nil,
    body_params = nil, payload = nil, signature = nil, query = nil, -- the table grows once
  }
  local err = options.body and add_body(request, options.body) or check_headers(request) or check_fields(request)
    or add_params(request) or transcode(request) or encrypt(request)
  if err then return nil, err end
  request.string_to_sign = form.canonical(request.params)
  return request
end

-- biz_content is the form of a POST; everything else is in the URL, but for what is a part of a multipart body.
local function query_of(request)
  local params, without = request.params, request.body_params and "biz_content" or {}
  if request.texts then
    params = {}
    for name, value in pairs(request.params) do
      if not request.texts[name] then params[name] = value end
    end
  end
  return form.encode(params, without)
end

---Finish a request with its signature: it can be sent now.
---@param request alipay.request as `M.prepare` gave it
---@param signature string base64
function M.finish(request, signature)
  local params = request.params
  if request.http == "POST" and not request.body then
    local content = params.biz_content
    request.body_params = { biz_content = content ~= "" and content or nil }
    request.payload = form.encode(request.body_params)
  end
  params.sign, request.signature = signature, signature
  request.query = query_of(request)
end

return M
