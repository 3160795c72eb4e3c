-- SPDX-License-Identifier: MIT
-- The consent pages: the simulated user agrees at once, and the browser goes back to the app with a code.

local apps = require "alipay.gateway.apps"
local page = require "alipay.gateway.page"
local redirects = require "alipay.gateway.redirect"

local M = {}

-- Scopes that end a consent well. Others of the platform begin with auth_ as well.
local function is_scope(scope)
  for item in (scope .. ","):gmatch "([^,]*)," do
    if not item:find "^auth_[a-z_]+$" and item ~= "id_verify" and item ~= "order_service" then return false end
  end
  return true
end

local function read(exchange)
  local params = {}
  for _, pair in ipairs(exchange:query()) do
    if params[pair[1]] and params[pair[1]] ~= pair[2] then return nil end
    params[pair[1]] = pair[2]
  end
  return params
end

-- The checks that both consent pages share: nil, or the platform's code of what is wrong.
local function refuse(gw, params)
  if not params then return "suspected-attack", "一个参数出现多次且取值不同" end
  if not apps.find(gw, params.app_id or "") then return "invalid-app-id", "app_id 不存在" end
  if not redirects.is_safe(params.redirect_uri or "") then return "invalid-redirect-uri", "redirect_uri 须为完整的 http 或 https 地址" end
end

local function redirect(exchange, uri, pairs_list)
  exchange:respond(302, {
    ["Location"] = redirects.append(uri, pairs_list), ["Cache-Control"] = "no-store", ["Server"] = "alipay-lua",
  }, "")
  return 302
end

---GET /oauth2/publicAppAuthorize.htm: a user's consent.
---@param gw alipay.gateway
---@param exchange core.exchange
---@return integer|string status
function M.user(gw, exchange)
  local params = read(exchange)
  local code, detail = refuse(gw, params)
  if not code and not is_scope(params.scope or "") then code, detail = "invalid-scope", "scope 缺少或未知" end
  if code then return page.debug_error(exchange, code, detail) end
  return redirect(exchange, params.redirect_uri, {
    { "app_id", params.app_id }, { "source", "alipay_wallet" }, { "scope", params.scope }, { "state", params.state },
    { "auth_code", gw.store:grant(params.app_id, "user", params.scope, gw.ttl.code) },
  })
end

---GET /oauth2/appToAppAuth.htm: a merchant's consent to a third-party app.
---@param gw alipay.gateway
---@param exchange core.exchange
---@return integer|string status
function M.app(gw, exchange)
  local params = read(exchange)
  local code, detail = refuse(gw, params)
  if code then return page.debug_error(exchange, code, detail) end
  return redirect(exchange, params.redirect_uri, {
    { "app_id", params.app_id }, { "source", "alipay_app_auth" }, { "state", params.state },
    { "app_auth_code", gw.store:grant(params.app_id, "app", "", gw.ttl.code) },
  })
end

return M
