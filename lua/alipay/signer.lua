-- SPDX-License-Identifier: MIT
-- Makes the signature of a string to sign with whatever signs for a client. The answer may come at once or later; what is signed,
-- and where the signature goes, is alipay.request's matter.

local errors = require "alipay.error"

local M = {}

---Sign for a client.
---@param client alipay.client
---@param string_to_sign string
---@param sign_type string "RSA2", "RSA" or "SM2"
---@param done fun(signature: string|nil, err: alipay.error|nil) signature in base64; called once, before `sign` returns or later
---@return (fun())|nil cancel stops the work when it goes on: `done` is not called then; nil when it is over
function M.sign(client, string_to_sign, sign_type, done)
  local key, err = client.keys:private_key()
  if not key then return done(nil, err) end
  local signature, message = key:sign(string_to_sign, sign_type)
  if not signature then return done(nil, errors.new("signature", { message = "cannot sign: " .. message, source = "key" })) end
  done(signature)
end

return M
