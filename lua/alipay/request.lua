-- SPDX-License-Identifier: MIT
-- From arguments to a signed request, one stage after the other: parameters, check, string to sign, signature (alipay.signer),
-- placement. Nothing is sent here, so `explain` runs exactly what a call runs.

local api = require "alipay.api"
local chain = require "alipay.chain"
local cipher = require "alipay.core.cipher"
local definition = require "alipay.definition"
local errors = require "alipay.error"
local form = require "alipay.core.form"
local json = require "alipay.json"
local multipart = require "alipay.multipart"
local promise = require "alipay.promise"
local protocol = require "alipay.protocol"
local signer = require "alipay.signer"
local task = require "alipay.task"
local text = require "alipay.core.text"

local M = {}

---@class alipay.request
---@field method string the platform's method
---@field http "GET"|"POST"
---@field params table<string, string> every signed parameter, wherever it is sent, and `sign`
---@field string_to_sign string
---@field url string
---@field body_params table<string, string>|nil form fields; what is neither here nor in a part of the body is in the URL
---@field body alipay.multipart|nil
---@field options alipay.call_options

local function as_text(value)
  if type(value) == "string" then return value end
  if type(value) == "table" then return json.encode(value) end
  return tostring(value)
end

-- Stage 1: what the caller gave, and what every request carries.
local function collect(request, client, query)
  local settings = client.settings
  local params = { -- room for all that nearly every request has; growing a table is dear
    app_id = settings.app_id, method = request.method, format = "JSON", charset = protocol.CHARSET,
    sign_type = settings.sign_type, version = protocol.VERSION, timestamp = protocol.timestamp(), biz_content = nil, sign = nil,
  }
  request.params = params
  for name, value in pairs(settings.params) do params[name] = value end
  if client.keys.certificates then
    local numbers, err = client.keys:serial_numbers()
    if not numbers then return err end
    params.app_cert_sn, params.alipay_root_cert_sn = numbers.app_cert_sn, numbers.alipay_root_cert_sn
  end
  if query then
    for name, value in pairs(query) do params[name] = as_text(value) end
    if params.method ~= request.method then
      return errors.new("parameter", {
        method = request.method, message = "method is named by the call; a parameter of that name can only be in content",
      })
    end
  end
  if not protocol.SIGN_TYPES[params.sign_type] then
    return errors.new("parameter", { method = request.method, message = "sign_type must be RSA2, RSA or SM2" })
  end
  local content = request.options.content
  if type(content) == "table" then content = json.encode(content) end
  params.biz_content = content or params.biz_content
  if request.body then
    for name, value in pairs(request.texts) do
      if params[name] ~= nil and params[name] ~= value then
        return errors.new("parameter", { message = name .. " is given twice, in query and in the body, with different values" })
      end
      params[name] = value
    end
  end
end

local function content_values(options)
  if type(options.content) ~= "string" then return options.content or {} end
  local values, message = json.decode(options.content)
  if type(values) == "table" then return values end
  return nil, { param = "biz_content", rule = "type", message = "content is not a JSON object: " .. (message or "") }
end

-- Parameters on the wrong level are never seen by the platform: say so instead of "is required".
local function misplaced(def, values, elsewhere, right)
  local faults = {}
  for name in pairs(elsewhere) do
    if def.by_name[name] and values[name] == nil then
      faults[#faults + 1] = { param = name, rule = "place", message = ("%s belongs into %s"):format(name, right) }
    end
  end
  table.sort(faults, function(a, b) return a.param < b.param end)
  return faults
end

-- Stage 2: every fault that the definition knows, at once.
local function check(request, def, query)
  local top, content, fault = {}, content_values(request.options)
  if not content then return { fault } end
  for _, source in ipairs { query or {}, request.texts or {} } do
    for name, value in pairs(source) do top[name] = value end
  end
  local values, faults
  if def.place == "content" then
    values, faults = content, misplaced(def, content, top, "content (biz_content)")
  else
    values, faults = top, misplaced(def, top, content, "query (top level)")
  end
  if #faults > 0 then return faults end
  for name, file in pairs(request.files or {}) do
    if values == content then values = setmetatable({}, { __index = content }) end
    values[name] = file
  end
  return definition.check(def, values)
end

local function measure(files)
  for _, file in pairs(files) do
    local size, err = file:measure()
    if not size then return err end
  end
end

-- Stage 3: into the URL what the protocol wants there, the rest into the form. A multipart body carries files and the text
-- fields its maker put there.
local function place(request, gateway)
  local params, elsewhere = request.params, {}
  if request.body then
    params = {}
    for name, value in pairs(request.params) do
      if not request.texts[name] then params[name] = value end
    end
  elseif request.http == "POST" then
    elsewhere = "biz_content"
    local content = params.biz_content
    request.body_params = { biz_content = content ~= "" and content or nil }
  end
  request.url = gateway .. "?" .. form.encode(params, elsewhere)
end

---Where a parameter of a finished request is sent.
---@param request alipay.request
---@param name string
---@return "url"|"body"|"part"
function M.place_of(request, name)
  if request.texts and request.texts[name] then return "part" end
  return request.body_params and request.body_params[name] and "body" or "url"
end

-- A request in GBK signs and sends GBK bytes; callers write UTF-8 either way.
local function transcode(request)
  local charset = request.params.charset
  if charset == protocol.CHARSET or charset:lower():gsub("%-", "") == "utf8" then return end
  for name, value in pairs(request.params) do
    local bytes, message = text.convert(value, "UTF-8", charset)
    if not bytes then
      return errors.new("parameter", { message = ("%s cannot be written in charset %s: %s"):format(name, charset, message) })
    end
    request.params[name] = bytes
    if request.texts and request.texts[name] then request.body.fields[name] = bytes end
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

---Everything up to the string to sign. `M.finish` makes a request of it.
---@param client alipay.client
---@param http "GET"|"POST"
---@param method string
---@param options alipay.call_options
---@return alipay.request|nil request without `sign`, `url` and what follows from them
---@return alipay.error|nil err kind "parameter", or "signature" for a bad certificate
function M.prepare(client, http, method, options)
  if not chain.is_method(method) then
    return nil, errors.new("parameter", { message = ("'%s' cannot be a method of the platform"):format(method) })
  end
  local request = { -- room for what the stages add
    method = method, http = http, options = options, body = options.body, params = nil, string_to_sign = nil, url = nil,
    body_params = nil,
  }
  if request.body then
    if http == "GET" then
      return nil, errors.new("parameter", { method = method, message = "a GET has no body: use :post for uploads" })
    end
    request.texts, request.files = multipart.split(request.body)
  end
  local err = request.files and measure(request.files)
  if err then return nil, err end
  -- Before anything is sent: an answer that could not be verified would leave its outcome unknown.
  local verifier
  verifier, err = client.keys:alipay_key()
  if not verifier then return nil, err end
  local def = api.find(method)
  local faults = def and check(request, def, options.query)
  if faults and #faults > 0 then
    return nil, errors.new("parameter", { method = method, message = definition.describe(faults), faults = faults })
  end
  err = collect(request, client, options.query)
    or transcode(request)
    or encrypt(request, client)
  if err then return nil, err end
  request.string_to_sign = form.canonical(request.params)
  return request
end

---Add the signature and put every parameter where it is sent.
---@param client alipay.client
---@param request alipay.request as `M.prepare` gave it
---@param signature string base64
---@return alipay.request request the same one, ready to be sent
function M.finish(client, request, signature)
  request.params.sign = signature
  place(request, client.settings.gateway)
  return request
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
  signer.sign(client, request.string_to_sign, request.params.sign_type, function(signature, problem)
    if signature then promise.fulfil(signed, signature) else promise.reject(signed, problem) end
  end)
  local signature
  signature, err = task.await(signed)
  if not signature then return nil, err end
  return M.finish(client, request, signature)
end

return M
