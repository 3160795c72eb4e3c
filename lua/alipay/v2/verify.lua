-- SPDX-License-Identifier: MIT
-- A reply that came over HTTP, with the key that verifies it and what decrypts it, to alipay.v2.reply, which judges it. It fetches
-- nothing: a certificate that is not known yet is named in the verdict.

local certificates = require "alipay.call.certificates"
local charset = require "alipay.util.charset"
local errors = require "alipay.error"
local reply_of = require "alipay.v2.reply"
local verifier = require "alipay.call.verifier"

local M = {}

local function failed(outcome, message, hint)
  return { outcome = outcome, message = message, hint = hint or nil, verified = false }
end

local function verify(req, raw, cut, problem)
  local keys, sign_type = req.client.keys, req.params.sign_type
  local key, err = verifier.key_for(keys, cut.alipay_cert_sn)
  local lacking, good, reason = err or problem, false
  if key then
    good, reason = reply_of.verify(raw, cut, key, sign_type)
  else
    reason = lacking and lacking.message or verifier.unknown(cut.alipay_cert_sn)
  end
  if not good and keys.certificates and req.method == certificates.DOWNLOAD and cut.sign then
    local node = charset.to_utf8(raw:sub(cut.first, cut.last))
    local vouched, why = certificates.vouched_key(keys, req, node)
    if vouched and reply_of.verify(raw, cut, vouched, sign_type) then return true end
    if why then reason = "the certificate in it " .. why end
  end
  return good, reason, lacking
end

---What a reply is.
---@param req alipay.request
---@param reply core.http_response
---@param problem? alipay.error why the certificate that it is signed with could not be had
---@return alipay.verdict verdict with `missing_certificate`, a serial number, when that has to be fetched before it can be told
function M.judge(req, reply, problem)
  local raw = reply.body
  if reply.status ~= 200 then
    -- A reply under such a status is no answer to rely on, whatever it says.
    local what = reply_of.cut(raw, req.method) and "a gateway reply in it, which is not relied on" or nil
    return failed("http", verifier.of_status(reply, what), verifier.hint_of(req, reply))
  end
  local cut, message, kind = reply_of.cut(raw, req.method)
  if not cut then return failed(kind, message, kind == "http" and verifier.hint_of(req, reply)) end
  local missing = not problem and cut.sign and verifier.missing(req, cut.alipay_cert_sn)
  if missing then return { missing_certificate = missing } end
  local verified, reason, cause = verify(req, raw, cut, problem)
  local is_text = cut.kind == "string"
  local decrypt = is_text and verifier.decryption(req.client.settings.encrypt_key, req.params.encrypt_type) or nil
  local verdict = reply_of.judge(raw, cut, verified, reason, decrypt)
  if verdict.outcome == "cipher" and not errors.is(verdict.cause) then
    verdict.cause = verifier.undecipherable(verdict.cause)
  end
  verdict.cause = verdict.cause or cause
  return verdict
end

return M
