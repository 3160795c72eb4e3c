-- SPDX-License-Identifier: MIT
-- The user's consent: the address a user opens, and what comes back from it.

local form = require "alipay.core.form"

local M = {}

local PATH = "/oauth2/publicAppAuthorize.htm"

-- The consent pages have hosts of their own; a local gateway serves its own.
local HOSTS = {
  ["openapi.alipay.com"] = "https://openauth.alipay.com",
  ["openapi-sandbox.dl.alipaydev.com"] = "https://openauth-sandbox.dl.alipaydev.com",
}

---The address at which a user consents.
---@param client alipay.client
---@param options { redirect_uri: string, scope: string|nil, state: string|nil } where the user is sent afterwards, as registered in the console; scope: "auth_user" by default, several joined by ","; state: comes back unchanged
---@return string url
function M.authorize_url(client, options)
  local settings = client.settings
  local scheme, host = settings.gateway:match "^(%a+)://([^/]+)"
  host = host:gsub("^.*@", "") -- a password in the address is the app's, and no user's
  local base = HOSTS[host] or scheme .. "://" .. host
  local params = { app_id = settings.app_id, scope = options.scope or "auth_user", redirect_uri = options.redirect_uri }
  params.state = options.state
  return base .. PATH .. "?" .. form.encode(params)
end

---What the redirect after the consent carries.
---@param location string the whole address, or a bare code
---@return string|nil code nil when there is none
---@return string|nil state that was given to `authorize_url`
function M.read_redirect(location)
  local query = location:match "%?([^#]*)"
  if not query then return location:match "^%w+$", nil end
  local found = {}
  for _, pair in ipairs(form.decode(query)) do found[pair[1]] = pair[2] end
  return found.auth_code, found.state
end

return M
