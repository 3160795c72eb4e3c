-- SPDX-License-Identifier: MIT
-- The common parameters of V2 in V3: which of them it has and where, and which of them it has no word for. It places nothing.

local protocol = require "alipay.v2.protocol"
local v3 = require "alipay.v3.protocol"

local M = {}

---The names of V2's common parameters.
M.COMMON = {}
for _, name in ipairs(protocol.COMMON) do M.COMMON[name] = true end

---Those that V3 has, and where; notify_url is a member of some bodies besides.
M.SPECIAL = { app_auth_token = "head", auth_token = "query", target_app_id = "query" }

-- What V2 says of itself and V3 has no word for: fine as long as it is what V3 is anyhow.
local FIXED = {
  charset = protocol.is_utf8, sign_type = function(value) return value == "RSA2" end,
  format = function(value) return value:lower() == "json" end, version = function() return true end,
}

local REFUSED = {
  charset = "V3 speaks UTF-8 only: leave charset out, or use client:v2()",
  sign_type = "V3 signs by SHA-256 with RSA only (RSA2): no client of the platform's signs V3 by SHA-1 or SM2; use client:v2()",
}

---Why V3 cannot have a parameter that V2 says of itself.
---@param name string
---@param value string
---@return string|nil reason
function M.refusal(name, value)
  if FIXED[name] and not FIXED[name](value) then return REFUSED[name] or ("%s '%s' is not V3's"):format(name, value) end
end

---What of the settings V3 cannot do.
---@param settings alipay.settings
---@return string|nil reason
function M.refused(settings)
  if settings.sign_type ~= "RSA2" then return REFUSED.sign_type end
  local charset, sign_type = settings.params.charset, settings.params.sign_type
  return charset and M.refusal("charset", charset) or sign_type and M.refusal("sign_type", sign_type) or nil
end

---What V3 cannot have of settings, encryption included.
---@param settings alipay.settings
---@return string|nil reason
function M.excluded(settings)
  return M.refused(settings) or M.refused_encryption(settings)
end

---What V3 cannot encrypt by.
---@param settings alipay.settings
---@param asked boolean|string|nil what the call says of encryption; the settings count otherwise, and for their algorithm
---@return string|nil reason
function M.refused_encryption(settings, asked)
  local wanted = asked
  if asked == nil or asked == true then wanted = settings.encrypt or asked end
  if type(wanted) == "string" and wanted ~= v3.ENCRYPT_TYPE then return ("V3 encrypts by AES only, not by %s"):format(wanted) end
end

---Whether V2 says something of itself by a name that V3 need not hear.
---@param name string
---@return boolean
function M.is_silent(name)
  return FIXED[name] ~= nil
end

return M
