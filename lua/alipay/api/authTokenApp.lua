-- SPDX-License-Identifier: MIT
-- alipay.open.auth.token.app: a merchant's consent becomes tokens with which a third-party app acts for it.

local definition = require "alipay.catalogue.definition"

local M = {}

---@type alipay.definition
M.definition = definition.new {
  method = "alipay.open.auth.token.app",
  place = "content",
  summary = "Exchange a merchant's authorization code for an app_auth_token, or renew one",
  summary_zh = "换取应用授权令牌",
  params = {
    {
      name = "grant_type", type = "string", required = true, max = 20,
      values = { "authorization_code", "refresh_token" },
      meaning = "what is traded in: a code or a refresh token", meaning_zh = "授权方式",
      example = "authorization_code",
    },
    {
      name = "code", type = "string", max = 40, required_when = { grant_type = "authorization_code" },
      meaning = "app_auth_code that the merchant's consent gave; works once", meaning_zh = "应用授权码，商户授权后得到",
      example = "1cc19911172e4f8aaa509c8fb5d12F56",
    },
    {
      name = "refresh_token", type = "string", max = 40, required_when = { grant_type = "refresh_token" },
      forbidden_when = { grant_type = "authorization_code" },
      meaning = "app_refresh_token of the last exchange", meaning_zh = "刷新令牌，上次换取应用授权令牌时得到",
      example = "201509BBdcba1e3347de4e75ba3fed2c9abebE36",
    },
  },
  result = {
    app_auth_token = "acts for the merchant: the common parameter of that name",
    app_refresh_token = "buys the next pair; dies when used",
    auth_app_id = "the merchant's app",
    user_id = "the merchant's Alipay id",
    expires_in = "seconds the app_auth_token lives",
    re_expires_in = "seconds the app_refresh_token lives",
  },
}

---Trade an app_auth_code for a pair of tokens.
---@param client alipay.client
---@param code string app_auth_code, from the redirect after the merchant's consent; works once
---@param options? table options of the call besides `content`
---@return alipay.response|nil response `data` has app_auth_token, app_refresh_token, auth_app_id, user_id, expires_in, re_expires_in (seconds)
---@return alipay.error|nil err
function M.exchange(client, code, options)
  return client.alipay.open.authTokenApp:post({ grant_type = "authorization_code", code = code }, options)
end

---Trade an app_refresh_token for a new pair. The old pair is dead from then on: store the new one before anything else.
---@param client alipay.client
---@param refresh_token string app_refresh_token of the last exchange
---@param options? table options of the call besides `content`
---@return alipay.response|nil response as of `exchange`
---@return alipay.error|nil err
function M.refresh(client, refresh_token, options)
  return client.alipay.open.authTokenApp:post({ grant_type = "refresh_token", refresh_token = refresh_token }, options)
end

return M
