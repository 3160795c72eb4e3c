-- SPDX-License-Identifier: MIT
-- What `verify` says of replies that it cannot call good, whatever their protocol. Each of these raises.

local certificates = require "alipay.call.certificates"
local charset = require "alipay.util.charset"
local errors = require "alipay.error"

local M = {}

---Raise an error of kind "signature".
---@param message string
---@param hint? string
function M.refuse(message, hint)
  error(errors.new("signature", { message = message, hint = hint }), 0)
end

---Raise for an error that nobody signed.
---@param outcome alipay.outcome
function M.unsigned_error(outcome)
  error(errors.api(outcome, {
    message = "an error that nobody signed:", unsigned = true,
    hint = "errors of the gateway itself come without a signature; do not take them for the outcome of a payment",
  }), 0)
end

---Raise for a reply that does not verify with the key at hand, if one was tried.
---@param app { settings: alipay.settings, keys: alipay.keyring }
---@param key core.key|nil
---@param reason string
function M.explain(app, key, reason)
  local own = app.settings.private_key and app.keys:private_key()
  if own and key and own:matches(key) then
    M.refuse("the signature does not fit: the key in use as Alipay's is the app's own public key",
      "copy Alipay's public key from the console into alipay_public_key")
  end
  M.refuse("the reply cannot be trusted: " .. reason,
    "its bytes were changed (decoded and encoded again?), or alipay_public_key is not Alipay's key for this app: run doctor")
end

---The key that a reply says it is signed with; raises for one that is not known.
---@param keys alipay.keyring
---@param sn string|nil
---@return core.key
function M.key_for(keys, sn)
  if not keys.certificates or not sn then return errors.check(keys:alipay_key()) end
  if certificates.recall(keys, sn) then return errors.check(keys:key_of(sn)) end
  M.refuse(("it is signed with Alipay certificate %s, which is not known here"):format(charset.to_utf8(sn)),
    "any call fetches and checks the current one (alipay-lua doctor --probe), or download it from the console")
end

return M
