-- SPDX-License-Identifier: MIT
-- Simulates alipay.open.auth.token.app: a merchant's consent becomes tokens with which a third-party app acts for it.

local fault = require "alipay.gateway.fault"
local user = require "alipay.gateway.user"

local M = {}

local REFRESH = { invalid = "isv.refresh-token-invalid", expired = "isv.refresh-token-time-out" }

function M.answer(gw, call)
  local values = call.values
  local pair, reason
  if values.grant_type == "authorization_code" then
    pair = gw.store:exchange(call.app.app_id, "app", values.code, gw.ttl)
    if not pair then return nil, fault.new "isv.app-auth-code-invalid" end
  else
    pair, reason = gw.store:rotate(call.app.app_id, "app", values.refresh_token, gw.ttl)
    if not pair then return nil, fault.new(REFRESH[reason]) end
  end
  local merchant = user.merchant_of(call.app.app_id)
  local token = {
    app_auth_token = pair.access, app_refresh_token = pair.refresh,
    auth_app_id = merchant.auth_app_id, user_id = merchant.user_id,
    expires_in = pair.expires - pair.made, re_expires_in = pair.re_expires - pair.made,
  }
  local fields = { code = "10000", msg = "Success", tokens = { token } }
  for name, value in pairs(token) do fields[name] = value end
  return fields
end

return M
