-- SPDX-License-Identifier: MIT
-- Whose key verifies a reply that came over HTTP, and what decrypts it; alipay.v2.reply judges it with them. It fetches nothing: a
-- certificate that is not known yet is named in the verdict.

local certificates = require "alipay.call.certificates"
local charset = require "alipay.util.charset"
local cipher = require "alipay.core.cipher"
local errors = require "alipay.error"
local reply_of = require "alipay.v2.reply"

local M = {}

local function failed(outcome, message, hint)
  return { outcome = outcome, message = message, hint = hint or nil, verified = false }
end

-- A URL without what may be secret in it.
local function place_of(location)
  return charset.to_utf8(location:sub(1, 200):match "^[^?#]*")
end

-- Whether a status is one of a redirect, which is never followed: a signed request is for one address.
local function is_redirect(status)
  return status >= 300 and status < 400
end

local function of_status(req, reply)
  local what
  if is_redirect(reply.status) and reply.headers.location then
    what = "a redirect to " .. place_of(reply.headers.location)
  else
    -- A reply under such a status is no answer to rely on, whatever it says.
    what = reply_of.cut(reply.body, req.method) and "a gateway reply in it, which is not relied on" or reply_of.describe(reply.body)
  end
  return ("HTTP status %d with %s"):format(reply.status, what)
end

-- Where the gateway sends a page in place of a reply, the method may be one that no server calls.
local function hint_of(req, reply)
  local advice = require("alipay.call.remedy").of_verb(req.method) -- only when there is something to explain: it is large
  if advice then return advice end
  if is_redirect(reply.status) then
    return "check the gateway's address; a method for pages or for Alipay's app is signed by :page or :order and not called"
  end
end

-- The key that a reply says it is signed with. A reply without a serial number is signed with the one that is configured.
local function key_for(keys, sn)
  if not keys.certificates or not sn then return keys:alipay_key() end
  return keys:key_of(sn)
end

local function verify(req, raw, cut, problem)
  local keys, sign_type = req.client.keys, req.params.sign_type
  local key, err = key_for(keys, cut.alipay_cert_sn)
  local good, reason = false, (err or problem or {}).message
  if key then
    good, reason = reply_of.verify(raw, cut, key, sign_type)
  elseif not reason then
    reason = ("it is signed with Alipay certificate %s, which is not known here"):format(charset.to_utf8(cut.alipay_cert_sn))
  end
  if not good and keys.certificates and req.method == certificates.DOWNLOAD and cut.sign then
    local node = charset.to_utf8(raw:sub(cut.node.first, cut.node.last))
    local vouched, why = certificates.vouched_key(keys, req, node)
    if vouched and reply_of.verify(raw, cut, vouched, sign_type) then return true end
    if why then reason = "the certificate in it " .. why end
  end
  return good, reason, err or problem
end

local WRONG_ENCRYPT_KEY = "compare encrypt_key with the content encryption key in the console; "
  .. "what was asked for may well be done: query it"

---What decrypts the node of a reply.
---@param encrypt_key string|nil of the settings
---@param encrypt_type string|nil of the request
---@return fun(text: string): string|nil, alipay.error|nil
function M.decryption(encrypt_key, encrypt_type)
  return function(text)
    if not encrypt_key then
      return nil, errors.new("parameter", { message = "the reply is encrypted and no encrypt_key is set (ALIPAY_ENCRYPT_KEY)" })
    end
    local plain, message, class = cipher.decrypt(text, encrypt_key, encrypt_type)
    if plain then return plain end
    return nil, errors.from_core("the reply cannot be decrypted: " .. message, class, { hint = WRONG_ENCRYPT_KEY })
  end
end

-- The serial number of a certificate that may be fetched, and then vouches for the reply.
local function missing_certificate(req, cut)
  local keys, sn = req.client.keys, cut.alipay_cert_sn
  if not keys.certificates or req.method == certificates.DOWNLOAD or not cut.sign then return nil end
  if certificates.is_sn(sn) and not keys:knows(sn) then return sn end
end

---What a reply is.
---@param req alipay.request
---@param reply core.http_response
---@param problem? alipay.error why the certificate that it is signed with could not be had
---@return alipay.verdict verdict with `missing_certificate`, a serial number, when that has to be fetched before it can be told
function M.judge(req, reply, problem)
  local raw = reply.body
  if reply.status ~= 200 then return failed("http", of_status(req, reply), hint_of(req, reply)) end
  local cut, message, kind = reply_of.cut(raw, req.method)
  if not cut then return failed(kind, message, kind == "http" and hint_of(req, reply)) end
  local missing = not problem and missing_certificate(req, cut)
  if missing then return { missing_certificate = missing } end
  local verified, reason, cause = verify(req, raw, cut, problem)
  local verdict = reply_of.judge(raw, cut, verified, reason, M.decryption(req.client.settings.encrypt_key, req.params.encrypt_type))
  if verdict.outcome == "cipher" and not errors.is(verdict.cause) then
    verdict.cause = errors.new("parameter", { message = verdict.cause, source = "data", hint = WRONG_ENCRYPT_KEY })
  end
  verdict.cause = verdict.cause or cause
  return verdict
end

return M
