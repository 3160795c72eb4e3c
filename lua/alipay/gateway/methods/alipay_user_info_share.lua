-- SPDX-License-Identifier: MIT
-- Simulates alipay.user.info.share: what an access token lets an app see of its user.

local fault = require "alipay.gateway.fault"
local user = require "alipay.gateway.user"

local M = {}

function M.answer(gw, call)
  local scopes = "," .. call.auth_token.scope .. ","
  -- A silent consent (auth_base) gives the user's id by the exchange, and nothing here.
  if not scopes:find(",auth_user,", 1, true) then
    return nil, fault.new("isv.insufficient-user-permissions", "授权的 scope 不含 auth_user")
  end
  local person = user.of(gw.app_id)
  return {
    code = "10000", msg = "Success", user_id = person.user_id, open_id = person.open_id, nick_name = person.nick_name,
    province = "浙江省", city = "杭州市",
  }
end

return M
