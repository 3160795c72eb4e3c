-- SPDX-License-Identifier: MIT
-- Simulates alipay.open.app.alipaycert.download: the certificate of a serial number, for clients that met a new one.

local digest = require "alipay.core.digest"
local fault = require "alipay.gateway.fault"

local M = {}

function M.answer(gw, call)
  local pem = gw:certificates().issued[call.values.alipay_cert_sn]
  if not pem then return nil, fault.new "isv.alipay-cert-not-exist" end
  return { code = "10000", msg = "Success", alipay_cert_content = digest.base64_encode(pem) }
end

return M
