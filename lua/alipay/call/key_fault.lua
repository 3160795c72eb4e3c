-- SPDX-License-Identifier: MIT
-- What makes a signature wrong though the gateway verified the very string that was signed, or does not say what it verified: the
-- key, the app, the environment, or what its words name. It looks at what is configured here and asks nobody.

local secrets = require "alipay.util.secrets"

local M = {}

local UPLOAD = "upload the public half of the private key in use to the console, for this app and this environment"

local function finding(cause, message, advice)
  return { cause = cause, message = message, advice = advice }
end

local function public_half(key)
  local base64 = key:public():base64()
  return base64:sub(1, 40) .. "…" .. base64:sub(-12)
end

local function app_of(client)
  return ("app %s at %s"):format(client.settings.app_id, secrets.address(client.settings.gateway))
end

-- The app's certificate's key, in certificate mode.
local function certified_key(client)
  local bundle = client.keys.certificates and client.keys:certificate "app_cert"
  return bundle and bundle:key()
end

---A fault that shows itself in the configuration alone.
---@param req alipay.request
---@return alipay.autopsy|nil finding with cause, message and advice
local function proof_of(req)
  local client = req.client
  local key = not client.settings.signer and client.keys:private_key()
  if not key then return nil end
  local certified = certified_key(client)
  if certified and not key:matches(certified) then
    return finding("app_cert", "private_key is not the key of app_cert: they come from two pairs",
      "give the private key with whose CSR the certificate was made, or download the certificate of this key")
  end
  local kind, bits = key:kind()
  if kind == "RSA" and req.sign_type == "RSA2" and bits < 2048 then
    return finding("bits", ("RSA2 needs a key of 2048 bits, this one has %d"):format(bits),
      "make a new pair (alipay-lua key new), or use sign_type RSA if the app was registered so")
  end
end

---What is wrong where the strings are the same for certain.
---@param req alipay.request
---@return alipay.autopsy
function M.concluded(req)
  local client = req.client
  local app = app_of(client)
  if client.settings.signer then
    return finding("signer", "so the signer does not sign with the key that is registered for " .. app, UPLOAD)
  end
  local proven = proof_of(req)
  if proven then return proven end
  local key = client.keys:private_key()
  if not key then return finding("key", "so the key is at fault", UPLOAD) end
  if certified_key(client) then
    return finding("environment", "private_key and app_cert match, so the certificate is not the one in force for " .. app,
      "compare app_cert_sn with the console, and sandbox with production")
  end
  return finding("key", ("so the public key that the console has for %s is not the partner of private_key, whose public half is %s")
    :format(app, public_half(key)), UPLOAD .. "; sandbox and production have different apps and keys")
end

-- Words of a refusal that quotes no string, and what they are about.
local COMPLAINTS = {
  {
    words = { "charset" }, cause = "charset", message = "charset",
    advice = "charset must stand in the URL, name the set in which the parameters are written, and survive every proxy",
  },
  {
    words = { "sign_type", "签名类型" }, cause = "sign_type", message = "the type of the signature",
    advice = "compare sign_type with the one that the console has for this app: RSA2 nearly always",
  },
  {
    words = { "app_cert_sn", "alipay_root_cert_sn", "证书" }, cause = "serial_number", message = "certificates",
    advice = "give app_cert, alipay_cert and alipay_root_cert, all three, as the console has them now",
  },
}

local UNQUOTED = "the gateway does not say what it verified"

---What to look at where the gateway does not say what it verified. Nothing is concluded: it may be the key or the request.
---@param req alipay.request
---@param sub_msg string the gateway's words
---@return alipay.autopsy
function M.suspected(req, sub_msg)
  for _, complaint in ipairs(COMPLAINTS) do
    for _, words in ipairs(complaint.words) do
      if sub_msg:find(words, 1, true) then
        return finding(complaint.cause, UNQUOTED .. ", and complains of " .. complaint.message, complaint.advice)
      end
    end
  end
  local proven = proof_of(req)
  if proven then
    proven.message = UNQUOTED .. "; " .. proven.message
    return proven
  end
  local client = req.client
  local key = not client.settings.signer and client.keys:private_key()
  local whose = key and (" (of private_key: %s)"):format(public_half(key)) or ""
  return finding("unknown", UNQUOTED .. "; it may be the key, or what happened to the request on its way",
    ("compare the public key in the console for %s with the one in use%s; then the string to sign (--trace) with what arrived")
      :format(app_of(client), whose))
end

return M
