-- SPDX-License-Identifier: MIT
-- What a mini program hands to its server: encrypted data that Alipay signed for the app (`my.getPhoneNumber` and the like). Verified
-- first, then decrypted; it is never looked into before.

local charset = require "alipay.util.charset"
local cipher = require "alipay.core.cipher"
local client = require "alipay.client.client"
local errors = require "alipay.error"
local handed_over = require "alipay.client.handed_over"
local json = require "alipay.json"
local protocol = require "alipay.v2.protocol"
local reply = require "alipay.v2.reply"

local M = {}

-- A refusal is plain JSON with camelCase names, and usually not signed.
local function refusal(fields, verified)
  local function text(name, other)
    local value = fields[name] or fields[other]
    return value and tostring(value)
  end
  local err = {
    code = text "code", msg = text "msg", sub_code = text("subCode", "sub_code"), sub_msg = text("subMsg", "sub_msg"),
    unsigned = not verified or nil,
  }
  if (err.sub_code or ""):find "missing" then
    err.hint = "the console lacks the app's signature settings or its content encryption key"
  end
  return errors.api(err, err)
end

local function distrust(reason, hint)
  return errors.new("signature", {
    message = "the mini program's data cannot be trusted: " .. reason,
    hint = hint or "hand over response and sign exactly as the mini program got them: decoded once, nothing re-encoded",
  })
end

-- An object that is not encrypted: a refusal, or an answer of an app without content encryption.
local function of_object(fields, verified, reason)
  if type(fields) ~= "table" then
    return nil, errors.new("parameter", { message = "the response of the mini program's data is neither encrypted nor JSON" })
  end
  if fields.code == nil or reply.is_refusal(fields) then return nil, refusal(fields, verified) end
  if not verified then return nil, distrust(reason) end
  return fields
end

-- The signature covers the response with its quotes when it is a ciphertext, and as it is when it is an object.
local function verify(keys, data, sign_type)
  if (data.sign or "") == "" then return false, "it is not signed" end
  local key, err = keys:alipay_key()
  if not key then return false, err.message, err end
  local is_object = data.response:find "^%s*{"
  local good, reason = key:verify(is_object and data.response or '"' .. data.response .. '"', data.sign, sign_type)
  if good then return true end
  return false, reason and "its signature is unusable (" .. reason .. ")" or "its signature does not fit"
end

---Verify and decrypt the data that a mini program handed over.
---@param data { response: string, sign: string, sign_type: string?, encrypt_type: string?, charset: string? }|string the object of `my.getPhoneNumber` and the like, or its JSON text, in whatever shape a front end hands it over
---@param with? alipay.client whose Alipay key and encrypt_key count; the profile in use otherwise
---@return table|nil content the decrypted object, as `{ code = "10000", msg = "Success", mobile = "..." }`
---@return alipay.error|nil err kind "signature" for data that does not verify or a bad encrypt_key, "api" for a refusal of Alipay's, "parameter" for data that cannot be decrypted
function M.decrypt(data, with)
  if type(data) ~= "string" and type(data) ~= "table" then
    error("miniprogram.decrypt: the data is a table or its JSON text, not a " .. type(data), 2)
  end
  local problem, hint
  data, problem, hint = handed_over.find(data)
  if not data then return nil, errors.new("parameter", { message = problem, hint = hint }) end
  if data.parsed then
    return of_object(data.parsed, false, "its response was parsed, and the signature covers its text")
  end
  with = with or client.new()
  local settings = with.settings
  local sign_type = data.sign_type or settings.sign_type
  -- The weaker type is not the sender's to choose.
  if sign_type ~= settings.sign_type then
    return nil, distrust(("it is signed with %s, this client uses %s"):format(sign_type, settings.sign_type),
      "set sign_type as in the console")
  end
  local verified, reason, cause = verify(with.keys, data, sign_type)
  if data.response:find "^%s*{" then return of_object(json.decode(data.response), verified, reason) end
  if not verified then return nil, cause or distrust(reason) end
  local algorithm = data.encrypt_type or protocol.ENCRYPT_TYPE
  if not protocol.ENCRYPT_TYPES[algorithm] then
    return nil, errors.new("parameter", { message = ("encrypt_type '%s' is not known: AES, AES_V2 or SM4"):format(algorithm) })
  end
  if not settings.encrypt_key then
    return nil, errors.new("parameter", { message = "the data is encrypted and no encrypt_key is set (ALIPAY_ENCRYPT_KEY)" })
  end
  local plain, message, class = cipher.decrypt(data.response, settings.encrypt_key, algorithm)
  if not plain then
    return nil, errors.from_core("the mini program's data cannot be decrypted: " .. message, class, {
      hint = "compare encrypt_key with the content encryption key in the console",
    })
  end
  local content
  content, message = json.decode(charset.to_utf8(plain))
  if type(content) ~= "table" then
    return nil, errors.new("parameter", { message = "what was decrypted is no JSON object: " .. (message or "") })
  end
  return content
end

return M
