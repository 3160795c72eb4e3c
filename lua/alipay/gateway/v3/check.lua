-- SPDX-License-Identifier: MIT
-- The checks of a V3 request before its method's own, each a function of its own, in order; the first fault ends it. What a fault looks
-- like on the wire is alipay.gateway.v3.answer's matter.

local answers = require "alipay.gateway.answers"
local apps = require "alipay.gateway.apps"
local catalogue = require "alipay.catalogue"
local cipher = require "alipay.core.cipher"
local decide = require "alipay.gateway.decide"
local fault = require "alipay.gateway.fault"
local html = require "alipay.util.html"
local json = require "alipay.json"
local protocol = require "alipay.v3.protocol"
local tokens = require "alipay.gateway.tokens"

local M = {}

local stages = {}

-- What has no Authorization at all is told of its first missing field: so it is on the platform.
function stages.authorization(_, call)
  if not call.auth_string or not call.auth.timestamp then
    return fault.new("isv.missing-timestamp", call.headers.authorization and "Authorization 头中没有 timestamp"
      or "请求没有 Authorization 头 (the request has no Authorization header)")
  end
end

-- Below /v3/stream/ any method may be, also one that is newer than the catalogue where the user answers it.
local function is_unknown(gw, call)
  local method = call.method
  return not method or call.streams and not catalogue.has(method) and not answers.find(gw, method)
end

function stages.path(gw, call)
  if is_unknown(gw, call) then
    call.is_unknown = true
    return fault.new("isv.invalid-method", "(no method has this verb and path): " .. call.verb .. " " .. call:show(call.target))
  end
end

function stages.app_id(gw, call)
  if not call.auth.app_id then return fault.new "isv.missing-app-id" end
  call.app = apps.find(gw, call.auth.app_id)
  if not call.app then return fault.new "isv.invalid-app-id" end
  call.seller = call.app.seller
end

function stages.timestamp(gw, call)
  local timestamp = call.auth.timestamp
  if not timestamp:find "^%d%d%d%d%d%d%d%d%d%d%d%d%d$" then return fault.new("isv.invalid-timestamp", "应为13位毫秒数") end
  local now = gw.machine_clock() * 1000
  local limit = math.min(protocol.SKEW, (math.tointeger(tonumber(call.auth.expired_seconds)) or protocol.SKEW // 1000) * 1000)
  local age = now - math.tointeger(timestamp)
  -- The machine's clock counts whole seconds.
  if age > limit + 1000 or age < -protocol.SKEW - 1000 then
    return fault.new("isv.invalid-timestamp", ("与网关时间相差超过%d秒，网关时间为 %d"):format(limit // 1000, now))
  end
end

function stages.scheme(_, call)
  if call.sign == "" then return fault.new "isv.missing-signature" end
  if call.scheme ~= protocol.SCHEME or call.app.public:kind() ~= "RSA" then
    return fault.new("isv.invalid-signature-type", "支持 " .. protocol.SCHEME)
  end
  if not call.auth.nonce or call.auth.nonce == "" then return fault.new("isv.invalid-parameter", "Authorization 头中没有 nonce") end
end

function stages.signature(_, call)
  local content = protocol.content(call.auth_string, call.verb, call.target, call.body, call.params.app_auth_token)
  call.string_to_sign = content
  call.signature = call.app.public:verify(content, call.sign, protocol.SIGN_TYPE) and "good" or "bad"
  if call.signature == "good" then return end
  return fault.new("isv.invalid-signature",
    "建议检查签名字符串或签名私钥与应用公钥是否匹配，网关生成的验签字符串为：" .. html.escape(call:show(content)))
end

-- A nonce is spent by a request whose signature was good: nobody else can spend it.
function stages.nonce(gw, call)
  local now, spent = gw.machine_clock(), gw.nonces
  if not spent or now - spent.since > protocol.SKEW // 1000 then
    spent = { since = now, newer = {}, older = spent and now - spent.since <= 2 * protocol.SKEW // 1000 and spent.newer or {} }
    gw.nonces = spent
  end
  local key = call.app.app_id .. " " .. call.auth.nonce
  if spent.newer[key] or spent.older[key] then return fault.new("isv.suspected-attack", "nonce 重复") end
  spent.newer[key] = true
end

function stages.certificates(gw, call)
  local wrong = apps.certificate_fault(gw, call.app, call.auth.app_cert_sn, call.params.alipay_root_cert_sn)
  return wrong and fault.new(wrong)
end

function stages.method(gw, call)
  local refused = decide.find(gw, call)
  call.not_simulated = refused ~= nil
  return refused
end

-- What was signed is the ciphertext; the method gets what was in it.
function stages.encryption(gw, call)
  local encrypt_type = call.headers["alipay-encrypt-type"]
  if not encrypt_type then return end
  if encrypt_type ~= protocol.ENCRYPT_TYPE then return fault.new("isv.invalid-encrypt-type", "支持 AES") end
  if call.body ~= "" then
    local plain, message = cipher.decrypt(call.body, gw.keys.encrypt_key, encrypt_type)
    if not plain then return fault.new("isv.decryption-error-unknown", message) end
    if not call:decode(plain) then return fault.new("isv.decryption-error-unknown", "解密结果不是合法的文本") end
    call.body = plain
  end
  call.encrypt_type = encrypt_type
end

-- Members of the body, the query's parameters, those in the path, and the file parts.
function stages.values(_, call)
  local values = {}
  if call.body ~= "" then
    values = call:decode(call.body) and json.decode(call.body)
    -- A list is a table as well, also an empty one.
    if type(values) ~= "table" or not call.body:find "^%s*{" then return fault.new("isv.illegal-json", "请求体不是合法的JSON对象") end
  end
  for _, pair in ipairs(call.query) do
    if not call:decode(pair[2]) then return fault.new("isv.invalid-parameter", call:show(pair[1]) .. " 不是合法的 UTF-8 字节") end
    values[pair[1]] = values[pair[1]] or pair[2]
  end
  for _, source in ipairs { call.path_values, call.files } do
    for name, value in pairs(source) do values[name] = value end
  end
  if type(values.notify_url) == "string" then call.params.notify_url = values.notify_url end
  call.values = values
end

function stages.tokens(gw, call)
  return tokens.check(gw, call, { app_auth_token = call.params.app_auth_token, auth_token = call.params.auth_token })
end

local ORDER = {
  "authorization", "path", "app_id", "timestamp", "scheme", "signature", "nonce", "certificates", "method", "encryption", "tokens",
  "values",
}

---Check a call; afterwards it has its handler, its definition, and its values when all is well.
---@param gw alipay.gateway
---@param call alipay.gateway.v3.call
---@return alipay.gateway.fault|nil fault nil when the request is in order
function M.run(gw, call)
  for _, name in ipairs(ORDER) do
    local refused = stages[name](gw, call)
    if refused then return refused end
  end
end

return M
