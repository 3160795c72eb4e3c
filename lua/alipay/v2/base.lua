-- SPDX-License-Identifier: MIT
-- What all requests of a client share, made once: its common parameters as bytes, and the keys. What one request adds is
-- alipay.call.request's matter.

local protocol = require "alipay.v2.protocol"
local wire = require "alipay.core.wire"

local M = {}

---What all requests of a client share.
---@class alipay.request_base
---@field client alipay.client
---@field params table<string, string>
---@field charset string
---@field sign_type string "RSA2", "RSA" or "SM2"
---@field gateway string
---@field wire core.wire_common the params, in order and encoded
---@field alipay_key core.key replies are verified with it
---@field alipay_cert_sn string|nil serial number of the certificate that it is of
---@field shared alipay.request_base|nil of a base for one request: the one that it is sent like
---@field private_key core.key|nil requests are signed with it; once it was needed
---@field plain boolean|nil nothing has to be done to them and to a call's own: no other character set, no encryption

---The bases that were made, by the settings of their clients, which never change.
---@type table<alipay.settings, alipay.request_base>
M.known = setmetatable({}, { __mode = "k" })

---@param charset string
---@return boolean
function M.is_utf8(charset)
  return charset == protocol.CHARSET or charset:lower():gsub("%-", "") == "utf8"
end

---Make the base of a client. Keys and certificates are read here, before anything is sent: an answer that could not be verified
---would leave its outcome unknown.
---@param client alipay.client
---@return alipay.request_base|nil
---@return alipay.error|nil err kind "signature" or "parameter" for a bad key or certificate
function M.make(client)
  local settings, numbers = client.settings, nil
  local alipay_key, err = client.keys:alipay_key()
  if not alipay_key then return nil, err end
  if client.keys.certificates then
    numbers, err = client.keys:serial_numbers()
    if not numbers then return nil, err end
  end
  local params = {
    app_id = settings.app_id, format = "JSON", charset = protocol.CHARSET, version = protocol.VERSION,
    sign_type = settings.sign_type,
  }
  for name, value in pairs(settings.params) do params[name] = value end
  if numbers then params.app_cert_sn, params.alipay_root_cert_sn = numbers.app_cert_sn, numbers.alipay_root_cert_sn end
  local base = {
    client = client, params = params, charset = params.charset, sign_type = params.sign_type, gateway = settings.gateway,
    wire = wire.common(params), alipay_key = alipay_key, alipay_cert_sn = numbers and numbers.alipay_cert_sn,
    plain = M.is_utf8(params.charset) and protocol.SIGN_TYPES[params.sign_type]
      and not (params.biz_content or settings.encrypt),
  }
  M.known[settings] = base
  return base
end

local nothing_shared = wire.common {}

---A base for one request whose own parameters are all there are.
---@param base alipay.request_base
---@param params table<string, string>
---@return alipay.request_base
function M.alone(base, params)
  local own = { shared = base.charset == params.charset and base or nil }
  for name, value in pairs(base) do own[name] = value end
  own.params, own.charset, own.sign_type, own.wire, own.plain = params, params.charset, params.sign_type, nothing_shared, nil
  return own
end

return M
