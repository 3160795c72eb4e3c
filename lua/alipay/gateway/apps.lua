-- SPDX-License-Identifier: MIT
-- The apps that the gateway knows and the merchants that own them: the folder's own, whose keys the gateway made, and others whose keys
-- their users brought. What an app may do is not decided here.

local cert = require "alipay.core.cert"
local key = require "alipay.core.key"
local user = require "alipay.gateway.user"

local M = {}

M.tables = [[
CREATE TABLE IF NOT EXISTS apps (
  app_id TEXT PRIMARY KEY, public_key TEXT, cert_sn TEXT, notify_url TEXT, created INTEGER NOT NULL);
]]

---@class alipay.gateway.app
---@field app_id string
---@field public core.key verifies its requests
---@field own boolean its keys lie in the gateway's folder
---@field cert_sn? string of its certificate; ask `cert_sn`
---@field notify_url? string its application gateway, for messages that belong to no order
---@field seller { user_id: string, email: string } who owns it
---@field seller_id string
---@field seller_email string

local function describe(gw, app_id, row)
  local own, seller = app_id == gw.app_id, user.owner_of(app_id)
  return {
    app_id = app_id, own = own, created = row.created,
    public = own and gw.keys.app_public or assert(key.load_public(row.public_key)),
    cert_sn = row.cert_sn, notify_url = row.notify_url, seller = seller, seller_id = seller.user_id, seller_email = seller.email,
  }
end

---An app. Those that were asked for are kept in memory, with their keys parsed.
---@param gw alipay.gateway
---@param app_id string
---@return alipay.gateway.app|nil
function M.find(gw, app_id)
  local app = gw.known_apps[app_id]
  if app then return app end
  local row = gw.store:first("SELECT * FROM apps WHERE app_id = ?", app_id)
  if not row and app_id ~= gw.app_id then return nil end
  app = describe(gw, app_id, row or {})
  gw.known_apps[app_id] = app
  return app
end

---The serial number of an app's certificate.
---@param gw alipay.gateway
---@param app alipay.gateway.app
---@return string|nil sn nil when it has none
function M.cert_sn(gw, app)
  return app.own and gw:certificates().app_sn or app.cert_sn
end

---What is wrong with the serial numbers of certificates that a call names.
---@param gw alipay.gateway
---@param app alipay.gateway.app
---@param app_sn string|nil
---@param root_sn string|nil
---@return string|nil sub_code nil for those of this gateway, and for a call that names none
function M.certificate_fault(gw, app, app_sn, root_sn)
  if not app_sn and not root_sn then return nil end
  if not app_sn then return "isv.missing-app-cert-sn" end
  if not root_sn then return "isv.missing-alipay-root-cert-sn" end
  if app_sn ~= M.cert_sn(gw, app) then return "isv.app-cert-not-exist" end
  if root_sn ~= gw:certificates().root_sn then return "isv.invalid-alipay-root-cert-sn" end
end

-- The public key and the certificate's serial number that somebody brought.
local function read_keys(gw, given)
  local public, sn, message
  if given.cert then
    local bundle
    bundle, message = cert.load(given.cert)
    if not bundle then return nil, "cert: " .. message end
    public, sn = bundle:key(), bundle:sn()
  end
  if given.public_key then
    local brought
    brought, message = key.load_public(given.public_key)
    if not brought then return nil, "public_key: " .. message end
    if public and not public:matches(brought) then return nil, "the certificate is not one of that public_key" end
    public = brought
  end
  if not public then return nil, "give its public_key or its cert, as PEM text" end
  if public:kind() ~= gw.keys.kind then
    return nil, ("its key is of kind %s, and this gateway speaks %s"):format(public:kind(), gw.keys.kind)
  end
  return public, sn
end

---Make an app known, or change one that is. An app keeps what is not given.
---@param gw alipay.gateway
---@param given { app_id: string, public_key: string?, cert: string?, notify_url: string? } keys in any form that key.load_public and cert.load take, but no files
---@return alipay.gateway.app|nil
---@return string|nil reason
function M.put(gw, given)
  local old = M.find(gw, given.app_id)
  local public, sn
  if old and old.own and (given.public_key or given.cert) then
    return nil, "this is the gateway's own app: its keys lie in the gateway's folder"
  elseif given.public_key or given.cert or not old then
    public, sn = read_keys(gw, given)
    if not public then return nil, sn end
  end
  gw.store:exec([[
    INSERT INTO apps VALUES (?, ?, ?, ?, ?) ON CONFLICT (app_id) DO UPDATE SET
    public_key = coalesce(excluded.public_key, public_key),
    cert_sn = iif(excluded.public_key IS NULL, cert_sn, excluded.cert_sn),
    notify_url = coalesce(excluded.notify_url, notify_url)]],
    given.app_id, public and public:pem(), sn, given.notify_url, gw.clock())
  gw.known_apps[given.app_id] = nil
  return M.find(gw, given.app_id)
end

---All apps, the gateway's own first, then the newest first.
---@param gw alipay.gateway
---@return alipay.gateway.app[]
function M.list(gw)
  local list = { M.find(gw, gw.app_id) }
  for _, row in ipairs(gw.store:rows("SELECT app_id FROM apps WHERE app_id <> ? ORDER BY created DESC, rowid DESC", gw.app_id)) do
    list[#list + 1] = M.find(gw, row.app_id)
  end
  return list
end

return M
