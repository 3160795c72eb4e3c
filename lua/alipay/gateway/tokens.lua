-- SPDX-License-Identifier: MIT
-- The tokens of a call, whatever its protocol: whether they are good, and for whom the call acts.

local fault = require "alipay.gateway.fault"
local user = require "alipay.gateway.user"

local M = {}

local TOKENS = {
  { param = "app_auth_token", kind = "app", invalid = "aop.invalid-app-auth-token", expired = "aop.app-auth-token-time-out" },
  { param = "auth_token", kind = "user", invalid = "aop.invalid-auth-token", expired = "aop.auth-token-time-out" },
}

---Check the tokens of a call; afterwards it has them, and the merchant that it acts for.
---@param gw alipay.gateway
---@param call alipay.gateway.call
---@param given { app_auth_token: string|nil, auth_token: string|nil } an empty one counts as none
---@return alipay.gateway.fault|nil fault
function M.check(gw, call, given)
  for _, rule in ipairs(TOKENS) do
    local value = given[rule.param]
    if value and value ~= "" then
      local token, reason = gw.store:token(call.app.app_id, rule.kind, value)
      if not token then return fault.new(rule[reason]) end
      call[rule.param] = token
    end
  end
  if call.app_auth_token then call.seller = user.merchant_of(call.app.app_id) end
end

return M
