-- SPDX-License-Identifier: MIT
-- The checks of a V2 request before its method's own, in the order in which the platform makes them. Each stage is a function of its
-- own; the first fault ends it. Nothing is changed but the call.

local apps = require "alipay.gateway.apps"
local cipher = require "alipay.core.cipher"
local decide = require "alipay.gateway.decide"
local fault = require "alipay.gateway.fault"
local form = require "alipay.core.form"
local html = require "alipay.util.html"
local json = require "alipay.json"
local protocol = require "alipay.v2.protocol"
local request = require "alipay.gateway.v2.request"
local tokens = require "alipay.gateway.tokens"

local M = {}

-- How far a timestamp may be off, in seconds. The platform names no figure; a day forgives a client that writes its own
-- zone instead of GMT+8 and still catches a clock that is wrong.
local SKEW = 86400

-- Signature types by the kind of the app's key.
local SIGN_TYPES = { RSA = { RSA = true, RSA2 = true }, SM2 = { SM2 = true } }
local SPOKEN = { RSA = "支持 RSA2 和 RSA", SM2 = "支持 SM2" }

-- An empty parameter counts as missing, as it does in the string that is signed.
local function given(call, name)
  local value = call.params[name]
  return value ~= "" and value or nil
end

local stages = {}

function stages.app_id(gw, call)
  local app_id = given(call, "app_id")
  if not app_id then return fault.new "isv.missing-app-id" end
  -- From here on the platform knows with whom it speaks, and vouches for its refusals too.
  call.app = apps.find(gw, app_id)
  if not call.app then return fault.new "isv.invalid-app-id" end
  call.seller = call.app.seller
end

function stages.contradiction(_, call)
  return call.fault
end

function stages.method(gw, call)
  if not given(call, "method") then return fault.new "isv.missing-method" end
  if not call.method then return fault.new "isv.invalid-method" end
  return decide.find(gw, call)
end

function stages.format(_, call)
  local format = given(call, "format")
  if format and format:lower() ~= "json" then return fault.new "isv.invalid-format" end
end

function stages.version(_, call)
  local version = given(call, "version")
  if not version then return fault.new "isv.missing-version" end
  if version ~= protocol.VERSION then return fault.new("isv.invalid-parameter", "version 必须为 " .. protocol.VERSION) end
end

function stages.charset(_, call)
  if not call.charset or not request.is_charset(given(call, "charset")) then return fault.new "isv.invalid-charset" end
end

function stages.timestamp(gw, call)
  local timestamp = given(call, "timestamp")
  if not timestamp then return fault.new "isv.missing-timestamp" end
  local seconds = protocol.parse_timestamp(timestamp)
  if not seconds then return fault.new("isv.invalid-timestamp", "格式应为 yyyy-MM-dd HH:mm:ss") end
  local now = gw.machine_clock()
  if math.abs(seconds - now) > SKEW then
    return fault.new("isv.invalid-timestamp", "与网关时间相差超过24小时，网关时间（GMT+8）为 " .. protocol.timestamp(now))
  end
end

function stages.sign_type(_, call)
  local sign_type = given(call, "sign_type")
  if not sign_type then return fault.new "isv.missing-signature-type" end
  local kind = call.app.public:kind()
  if not SIGN_TYPES[kind][sign_type] then return fault.new("isv.invalid-signature-type", SPOKEN[kind]) end
  call.sign_type = sign_type
end

function stages.sign(_, call)
  if not given(call, "sign") then return fault.new "isv.missing-signature" end
end

-- File parts are not signed, nor is their content when a client forgot the file name and it arrived as a text.
local function unsigned_names(call)
  local names = { "sign" }
  for _, param in ipairs(call.definition and call.definition.params or {}) do
    if param.type == "file" then names[#names + 1] = param.name end
  end
  return names
end

function stages.signature(_, call)
  local content = form.canonical(call.params, unsigned_names(call))
  local good = call.app.public:verify(content, call.params.sign, call.sign_type)
  call.string_to_sign, call.signature = content, good and "good" or "bad"
  if good then return end
  local shown = html.escape(call:show(content))
  return fault.new("isv.invalid-signature",
    "建议检查签名字符串或签名私钥与应用公钥是否匹配，网关生成的验签字符串为：" .. shown)
end

function stages.certificates(gw, call)
  local wrong = apps.certificate_fault(gw, call.app, given(call, "app_cert_sn"), given(call, "alipay_root_cert_sn"))
  return wrong and fault.new(wrong)
end

-- What was signed is the ciphertext; the method gets what was in it.
function stages.encryption(gw, call)
  local encrypt_type = given(call, "encrypt_type")
  if not encrypt_type then return end
  if not protocol.ENCRYPT_TYPES[encrypt_type] then
    return fault.new("isv.invalid-encrypt-type", "支持 AES、AES_V2 和 SM4")
  end
  local content = given(call, "biz_content")
  if content then
    local plain, message = cipher.decrypt(content, gw.keys.encrypt_key, encrypt_type)
    if not plain then return fault.new("isv.decryption-error-unknown", message) end
    -- About one wrong key in 256 leaves padding that passes; what it leaves is no text of the request's character set.
    if not call:decode(plain) then return fault.new("isv.decryption-error-unknown", "解密结果不是合法的文本") end
    call.params.biz_content = plain
  end
  call.encrypt_type = encrypt_type
end

function stages.tokens(gw, call)
  return tokens.check(gw, call, { app_auth_token = call.params.app_auth_token, auth_token = call.params.auth_token })
end

-- The method's parameters in UTF-8: top-level ones, or the members of biz_content, and the file parts.
local function read_values(call)
  local values = {}
  for _, param in ipairs(call.definition.params) do
    if param.type == "file" and call.params[param.name] then
      -- Where the platform's own words mislead: a part without a file name is a text to it.
      return nil, fault.new("isv.invalid-file-extension", "图片类型为空：" .. param.name .. " 须为带文件名 (filename) 的文件")
    end
  end
  for name, bytes in pairs(call.params) do
    local value = call:decode(bytes)
    if not value then
      local detail = "%s 不是合法的 %s 字节，charset 须放在请求的URL中"
      return nil, fault.new("isv.invalid-parameter", detail:format(call:show(name), call.charset.name))
    end
    values[name] = value
  end
  if call.definition.place == "content" then
    local written = given(call, "biz_content") and values.biz_content or "{}"
    local content = json.decode(written)
    -- An array or a bare value is JSON too, but holds no parameters by name; an empty array is a table as well.
    if type(content) ~= "table" or not written:find "^%s*{" then return nil, fault.new "isv.illegal-json" end
    values = content
  end
  for name, file in pairs(call.files) do values[name] = file end
  return values
end

function stages.values(_, call)
  if not call.definition then return nil end
  local values, refused = read_values(call)
  call.values = values
  return refused
end

local ORDER = {
  "app_id", "contradiction", "method", "format", "version", "charset", "timestamp", "sign_type", "sign", "signature",
  "certificates", "encryption", "tokens", "values",
}

---Check a call; afterwards it has its handler, its definition, and its values when all is well.
---@param gw alipay.gateway
---@param call alipay.gateway.call
---@return alipay.gateway.fault|nil fault nil when the request is in order
function M.run(gw, call)
  for _, name in ipairs(ORDER) do
    local refused = stages[name](gw, call)
    if refused then return refused end
  end
end

return M
