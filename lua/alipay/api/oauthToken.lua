-- SPDX-License-Identifier: MIT
-- alipay.system.oauth.token: a user's authorization code or refresh token becomes a pair of tokens.

local definition = require "alipay.catalogue.definition"

local M = {}

---@type alipay.definition
M.definition = definition.new {
  method = "alipay.system.oauth.token",
  place = "query",
  summary = "Exchange an authorization code for an access token, or renew a token",
  summary_zh = "换取授权访问令牌",
  params = {
    {
      name = "grant_type", type = "string", required = true, max = 20,
      values = { "authorization_code", "refresh_token" },
      meaning = "what is traded in: a code or a refresh token", meaning_zh = "授权方式",
      example = "authorization_code",
    },
    {
      name = "code", type = "string", max = 40, required_when = { grant_type = "authorization_code" },
      meaning = "authorization code the user's consent gave; works once", meaning_zh = "授权码，用户对应用授权后得到",
      example = "4b203fe6c11548bcabd8da5bb087a83b",
    },
    {
      name = "refresh_token", type = "string", max = 40, required_when = { grant_type = "refresh_token" },
      forbidden_when = { grant_type = "authorization_code" },
      meaning = "refresh token of the last exchange; each renewal replaces it", meaning_zh = "刷新令牌，上次换取访问令牌时得到",
      example = "201208134b203fe6c11548bcabd8da5bb087",
    },
  },
  result = {
    access_token = "acts for the user until expires_in is over",
    refresh_token = "buys the next pair; dies when used",
    expires_in = "seconds the access token lives",
    re_expires_in = "seconds the refresh token lives",
    user_id = "the user's Alipay id (older apps)",
    open_id = "the user's id towards this app",
  },
}

---Trade an authorization code for a pair of tokens.
---@param client alipay.client
---@param code string from the redirect after the user's consent; works once
---@param options? table options of the call besides `query`
---@return alipay.response|nil response `data` has access_token, refresh_token, expires_in, re_expires_in (seconds), and open_id or user_id
---@return alipay.error|nil err
function M.exchange(client, code, options)
  return M.call(client, { grant_type = "authorization_code", code = code }, options)
end

---Trade a refresh token for a new pair. The old pair is dead from then on: store the new one before anything else.
---@param client alipay.client
---@param refresh_token string of the last exchange
---@param options? table options of the call besides `query`
---@return alipay.response|nil response as of `exchange`
---@return alipay.error|nil err
function M.refresh(client, refresh_token, options)
  return M.call(client, { grant_type = "refresh_token", refresh_token = refresh_token }, options)
end

---@param client alipay.client
---@param query table
---@param options? table
---@return alipay.response|nil response
---@return alipay.error|nil err
function M.call(client, query, options)
  local all = { query = query }
  for key, value in pairs(options or {}) do all[key] = value end
  return client.alipay.system.oauthToken:post(all)
end

return M
