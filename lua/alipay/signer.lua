-- SPDX-License-Identifier: MIT
-- Makes the signature of a string to sign with whatever signs for a client. The answer may come at once or later; what is signed,
-- and where the signature goes, is alipay.request's matter.

local errors = require "alipay.error"
local signer = require "alipay.core.signer"

local M = {}

local MOST = 64

local threads -- for clients whose settings say nothing

---How many threads sign for clients whose settings do not say `sign_threads`.
---@param count? integer 0 to 64; sets it
---@return integer count
function M.threads(count)
  if count ~= nil then
    if math.type(count) ~= "integer" or count < 0 or count > MOST then
      errors.usage(("sign_threads: a number of threads from 0 to %d is needed, not %s"):format(MOST, tostring(count)))
    end
    threads = count
  elseif not threads then
    local text = os.getenv "ALIPAY_SIGN_THREADS"
    threads = math.tointeger(tonumber(text)) or signer.cores()
    threads = math.max(0, math.min(threads, MOST))
  end
  return threads
end

local function failure(message)
  return errors.new("signature", { message = "cannot sign: " .. message, source = "key" })
end

---Sign for a client. A call that is alone signs at once: handing over costs more than it gives. Where others are under way the
---signature is made by a thread.
---@param client alipay.client
---@param string_to_sign string
---@param sign_type string "RSA2", "RSA" or "SM2"
---@param done fun(signature: string|nil, err: alipay.error|nil) signature in base64; called once, before `sign` returns or later
---@return (fun())|nil cancel stops the work when it goes on: `done` is not called then; nil when it is over
---@return boolean|nil brief it is our own work and will not take long
function M.sign(client, string_to_sign, sign_type, done)
  local key, err = client.keys:private_key()
  if not key then return done(nil, err) end
  if not signer.alone() then
    local count = client.settings.sign_threads or threads or M.threads()
    if count > 0 then
      local job = signer.start(key, string_to_sign, sign_type, count, function(signature, message)
        if signature then done(signature) else done(nil, failure(message)) end
      end)
      if job then return function() job:cancel() end, true end
    end
  end
  local signature, message = key:sign(string_to_sign, sign_type)
  if not signature then return done(nil, failure(message)) end
  done(signature)
end

return M
