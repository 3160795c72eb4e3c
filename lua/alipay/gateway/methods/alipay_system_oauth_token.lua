-- SPDX-License-Identifier: MIT
-- Simulates alipay.system.oauth.token: a user's code or refresh token becomes a pair of tokens.

local fault = require "alipay.gateway.fault"
local protocol = require "alipay.v2.protocol"
local user = require "alipay.gateway.user"

local M = {}

M.error_node = true

local REFRESH = { invalid = "isv.refresh-token-invalid", expired = "isv.refresh-token-time-out" }

function M.answer(gw, call)
  local values = call.values
  local pair, reason
  if values.grant_type == "authorization_code" then
    pair = gw.store:exchange(call.app.app_id, "user", values.code, gw.ttl)
    if not pair then return nil, fault.new "isv.code-invalid" end
  else
    pair, reason = gw.store:rotate(call.app.app_id, "user", values.refresh_token, gw.ttl)
    if not pair then return nil, fault.new(REFRESH[reason]) end
  end
  local person = user.of(gw.app_id)
  -- A success of this method has no code and no msg: that there is an access_token says it all.
  return {
    access_token = pair.access, refresh_token = pair.refresh,
    expires_in = pair.expires - pair.made, re_expires_in = pair.re_expires - pair.made,
    auth_start = protocol.timestamp(pair.granted), user_id = person.user_id, open_id = person.open_id,
  }
end

return M
