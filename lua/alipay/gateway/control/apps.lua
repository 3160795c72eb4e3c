-- SPDX-License-Identifier: MIT
-- The control call `apps`: makes an app and its merchant known, or changes one.

local address = require "alipay.util.address"
local apps = require "alipay.gateway.apps"

local M = {}

M.fields = { app_id = "string", public_key = "string", cert = "string", notify_url = "string" }

-- Keys come as text: what is sent over the network names no file of this host.
local function is_text_of_key(text)
  return text:find("-----BEGIN", 1, true) or text:find "^[%w+/=%s]+$" and #text >= 100
end

---An app as `state` shows it.
---@param gw alipay.gateway
---@param app alipay.gateway.app
---@return table
function M.show(gw, app)
  return {
    app_id = app.app_id, own = app.own, seller_id = app.seller_id, seller_email = app.seller_email, notify_url = app.notify_url,
    app_cert_sn = apps.cert_sn(gw, app), public_key = app.public:base64(),
  }
end

---@param gw alipay.gateway
---@param given { app_id: string?, public_key: string?, cert: string?, notify_url: string? }
---@return table|nil app
---@return string|nil sentence
function M.run(gw, given)
  local app_id = given.app_id or ""
  if not app_id:find "^%d+$" or #app_id > 32 then return nil, "'app_id' must be a number of at most 32 digits" end
  for _, name in ipairs { "public_key", "cert" } do
    if given[name] and not is_text_of_key(given[name]) then return nil, ("'%s' must be PEM text"):format(name) end
  end
  if given.notify_url and not address.is_whole(given.notify_url) then
    return nil, "'notify_url' must be an http or https address"
  end
  local app, reason = apps.put(gw, given)
  if not app then return nil, reason end
  return M.show(gw, app)
end

return M
