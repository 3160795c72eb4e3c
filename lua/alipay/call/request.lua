-- SPDX-License-Identifier: MIT
-- From arguments to a signed request, one stage after the other: check, parameters, their bytes, signature (alipay.call.signer).
-- Nothing is sent here, so `explain` runs exactly what a call runs.

local api = require "alipay.api"
local bases = require "alipay.v2.base"
local chain = require "alipay.client.chain"
local cipher = require "alipay.core.cipher"
local definition = require "alipay.catalogue.definition"
local errors = require "alipay.error"
local json = require "alipay.json"
local multipart = require "alipay.multipart"
local placement = require "alipay.v2.placement"
local precheck = require "alipay.call.check"
local promise = require "alipay.async.promise"
local protocol = require "alipay.v2.protocol"
local signer = require "alipay.call.signer"
local task = require "alipay.async.task"
local text = require "alipay.core.text"

local M = {}

---@class alipay.request
---@field method string the platform's method
---@field http "GET"|"POST"
---@field options alipay.call_options
---@field base alipay.request_base
---@field wire core.wire what is signed and what is sent, as bytes
---@field signature string|nil base64
---@field timestamp string
---@field content string|nil biz_content as it is signed
---@field given table<string, string>|nil further parameters of this call
---@field body alipay.multipart|nil
---@field texts table<string, string>|nil text fields of the body: signed, and sent in their parts
---@field files table<string, alipay.filepart>|nil
---@field params table<string, string> every signed parameter, wherever it is sent, and `sign`; made when it is asked for, as are:
---@field string_to_sign string
---@field url string
---@field body_params table<string, string>|nil form fields; what is neither here nor in a part of the body is in the URL

local known, timestamp = bases.known, protocol.timestamp

local mt = { __name = "alipay.request", __index = placement.field }

local function as_text(value)
  if type(value) == "string" then return value end
  if type(value) == "table" then return json.encode(value) end
  return tostring(value)
end

-- What the caller gave beside the content: an error or nil, and the parameters.
local function give(request, query)
  local given = {}
  for name, value in pairs(query) do given[name] = as_text(value) end
  if given.method and given.method ~= request.method then
    return errors.new("parameter", {
      method = request.method, message = "method is named by the call; a parameter of that name can only be in content",
    })
  end
  request.timestamp = given.timestamp or request.timestamp
  request.content = request.content or given.biz_content
  given.method, given.timestamp, given.biz_content = nil, nil, nil
  request.given = given
  return nil, given
end

local function give_texts(request)
  local params = request.params
  for name, value in pairs(request.texts) do
    if params[name] ~= nil and params[name] ~= value then
      return errors.new("parameter", { message = name .. " is given twice, in query and in the body, with different values" })
    end
    params[name] = value
  end
end

-- A request in GBK signs and sends GBK bytes; callers write UTF-8 either way.
local function transcode(request)
  local params = request.params
  local charset = params.charset
  if bases.is_utf8(charset) then return end
  for name, value in pairs(params) do
    local bytes, message = text.convert(value, "UTF-8", charset)
    if not bytes then
      return errors.new("parameter", { message = ("%s cannot be written in charset %s: %s"):format(name, charset, message) })
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
local function encrypt(request, client)
  local settings, params = client.settings, request.params
  local algorithm = encryption(request.options, settings)
  -- A setting is for the calls that have content; one that asks for encryption itself sends an empty object.
  if not algorithm or not (params.biz_content or request.options.encrypt) then return end
  if request.body then
    if not request.options.encrypt then return end
    return errors.new("parameter", { method = request.method, message = "an upload is not encrypted: leave encrypt out" })
  end
  if not settings.encrypt_key then
    return errors.new("parameter", {
      method = request.method, message = "encrypt needs an encrypt_key in the settings (ALIPAY_ENCRYPT_KEY)",
    })
  end
  local encrypted, message, class = cipher.encrypt(params.biz_content or "{}", settings.encrypt_key, algorithm)
  if not encrypted then return errors.from_core("encrypt_key: " .. message, class, { method = request.method }) end
  params.biz_content, params.encrypt_type = encrypted, algorithm
end

-- A request with anything out of the ordinary is laid out from a table of all its parameters.
local function lay_out_all(request, client)
  if not protocol.SIGN_TYPES[request.params.sign_type] then
    return errors.new("parameter", { method = request.method, message = "sign_type must be RSA2, RSA or SM2" })
  end
  local err = request.body and give_texts(request) or transcode(request) or encrypt(request, client)
  if err then return err end
  local params = request.params
  request.content, request.base = params.biz_content, bases.alone(request.base, params)
  request.wire = request.base.wire:request(nil, nil, nil, request.http == "POST" and not request.body, params, request.texts)
end

-- The definition of a method, false for a method without one, nil for what cannot be a method.
local definitions = setmetatable({}, {
  __index = function(found, method)
    if not chain.is_method(method) then return nil end
    found[method] = api.find(method) or false
    return found[method]
  end,
})

local function new(method, http, options, base)
  local content = options.content
  return setmetatable({ -- with room for what the stages add
    method = method, http = http, options = options, base = base, timestamp = timestamp(),
    content = type(content) == "table" and json.encode(content) or content, wire = nil, signature = nil,
  }, mt)
end

-- A call with parameters beside its content, with files, or with a definition to check it against.
local function prepare_closely(client, http, method, options, base, def)
  local body, query = options.body, options.query
  local texts, files, err
  if body then
    if http == "GET" then
      return nil, errors.new("parameter", { method = method, message = "a GET has no body: use :post for uploads" })
    end
    texts, files = multipart.split(body)
    err = precheck.measure(files)
    if err then return nil, err end
  end
  local faults = def and precheck.faults(def, options, texts, files)
  if faults and #faults > 0 then
    return nil, errors.new("parameter", { method = method, message = definition.describe(faults), faults = faults })
  end
  local request, given = new(method, http, options, base), nil
  if body then request.body, request.texts, request.files = body, texts, files end
  if query then
    err, given = give(request, query)
    if err then return nil, err end
  end
  if base.plain and not body and options.encrypt == nil and not (given and (given.charset or given.sign_type)) then
    request.wire = base.wire:request(method, request.timestamp, request.content, http == "POST", given)
    return request
  end
  err = lay_out_all(request, client)
  if err then return nil, err end
  return request
end

---Everything up to the string to sign. With its `signature` it is finished.
---@param client alipay.client
---@param http "GET"|"POST"
---@param method string
---@param options alipay.call_options
---@return alipay.request|nil request without `signature`, `url` and what follows from them
---@return alipay.error|nil err kind "parameter", or "signature" for a bad certificate
function M.prepare(client, http, method, options)
  local def, base = definitions[method], known[client.settings]
  if def == nil then
    return nil, errors.new("parameter", { message = ("'%s' cannot be a method of the platform"):format(method) })
  end
  if not base then
    local err
    base, err = bases.make(client)
    if not base then return nil, err end
  end
  if def or options.query or options.body or options.encrypt ~= nil or not base.plain then
    return prepare_closely(client, http, method, options, base, def)
  end
  local request = new(method, http, options, base)
  request.wire = base.wire:request(method, request.timestamp, request.content, http == "POST")
  return request
end

---Finish a request with its signature.
---@param request alipay.request as `M.prepare` gave it
---@param signature string base64
function M.finish(request, signature)
  request.signature = signature
  local params = rawget(request, "params")
  if params then params.sign = signature end
end

M.place_of = placement.place_of

local function settle(signed, signature, problem)
  if signature then promise.fulfil(signed, signature) else promise.reject(signed, problem) end
end

---Prepare, sign and finish in one. Waits for a signer that takes its time: in a task only that task waits.
---@param client alipay.client
---@param http "GET"|"POST"
---@param method string
---@param options alipay.call_options
---@return alipay.request|nil
---@return alipay.error|nil err kind "parameter", or "signature" for a bad key or a signer that failed
function M.build(client, http, method, options)
  local request, err = M.prepare(client, http, method, options)
  if not request then return nil, err end
  local signed = promise.new()
  local signature, problem = signer.sign(client, request, settle, signed)
  if not signature and not problem then signature, problem = task.await(signed) end
  if not signature then return nil, problem end
  M.finish(request, signature)
  return request
end

return M
