-- SPDX-License-Identifier: MIT
-- The control call `state`: what the gateway knows, by kind, the newest first. Tokens are masked.

local apps = require "alipay.gateway.apps"
local json = require "alipay.json"
local mask = require "alipay.util.mask"
local notifications = require "alipay.gateway.notifications"
local protocol = require "alipay.v2.protocol"
local requests = require "alipay.gateway.requests"
local show_app = require("alipay.gateway.control.apps").show
local sorted = require "alipay.util.sorted"
local trade = require "alipay.gateway.trade"

local M = {}

-- By kind: the members by which its items can be chosen, and the items, the newest first. A list may choose by itself, so that it need
-- not give all.
local KINDS = {
  requests = { list = requests.list, members = { "method", "app_id", "protocol" } },
  notifications = { list = notifications.list, members = { "notify_id", "out_trade_no", "trade_no", "app_id" } },
}

for name, members in pairs {
  trades = { "out_trade_no", "trade_no", "trade_status", "app_id", "seller_id", "method" },
  refunds = { "out_request_no", "out_trade_no", "trade_no", "app_id", "seller_id" },
  transfers = { "out_biz_no", "order_id", "pay_fund_order_id", "status", "app_id" },
} do
  KINDS[name] = { members = members, list = function(gw, filter) return trade.list(gw, name, filter) end }
end

local function list_apps(gw)
  local items = {}
  for i, app in ipairs(apps.list(gw)) do items[i] = show_app(gw, app) end
  return items
end

local function list_tokens(gw)
  local items = {}
  for i, row in ipairs(gw.store:rows "SELECT * FROM tokens ORDER BY granted DESC, rowid DESC") do
    items[i] = {
      app_id = row.app_id, kind = row.kind, scope = row.scope, access_token = mask.value(row.access),
      refresh_token = mask.value(row.refresh),
      granted = protocol.timestamp(row.granted), expires = protocol.timestamp(row.expires),
      re_expires = protocol.timestamp(row.re_expires), revoked = row.dead ~= 0,
    }
  end
  return items
end

local function list_uploads(gw)
  local items = {}
  for i, row in ipairs(gw.store:rows "SELECT * FROM uploads ORDER BY created DESC, rowid DESC") do
    items[i] = {
      image_id = row.id, image_url = ("%s/uploads/%s.%s"):format(gw.endpoint, row.id, row.extension), image_name = row.image_name,
      image_type = row.image_type, size = row.size, created = protocol.timestamp(row.created),
    }
  end
  return items
end

local function list_qrcodes(gw)
  local items = {}
  for i, row in ipairs(gw.store:rows "SELECT * FROM qrcodes ORDER BY created DESC, rowid DESC") do
    items[i] = {
      id = row.id, qr_code_url = ("%s/qrcode/%s.png"):format(gw.endpoint, row.id), link = row.link, describe = row.describe,
      created = protocol.timestamp(row.created),
    }
  end
  return items
end

KINDS.apps = { list = list_apps, members = { "app_id", "seller_id" } }
KINDS.tokens = { list = list_tokens, members = { "app_id" } }
KINDS.qrcodes = { list = list_qrcodes, members = {} }
KINDS.uploads = { list = list_uploads, members = { "image_id" } }

M.fields = { kind = "string", limit = "integer" }
for _, kind in pairs(KINDS) do
  for _, name in ipairs(kind.members) do M.fields[name] = "string" end
end

-- The members by which items are chosen; nil and a sentence for one that the kind does not have.
local function filter_of(given)
  local filter, has = {}, {}
  for _, name in ipairs(KINDS[given.kind].members) do has[name] = true end
  for name, value in pairs(given) do
    if name ~= "kind" and name ~= "limit" then
      if not has[name] then return nil, ("%s cannot be chosen by '%s'"):format(given.kind, name) end
      filter[name] = value
    end
  end
  return filter
end

local function fits(item, filter)
  for name, value in pairs(filter) do
    if item[name] ~= value then return false end
  end
  return true
end

---@param gw alipay.gateway
---@param given { kind: string?, limit: integer? } and members that items must have
---@return { items: table[] }|nil
---@return string|nil sentence
function M.run(gw, given)
  local kind = KINDS[given.kind or ""]
  if not kind then return nil, "'kind' must be one of " .. table.concat(sorted(KINDS), ", ") end
  if given.limit and given.limit < 1 then return nil, "'limit' must be at least 1" end
  local filter, sentence = filter_of(given)
  if not filter then return nil, sentence end
  local items = {}
  local most = not next(filter) and given.limit or nil
  for _, item in ipairs(kind.list(gw, filter, most)) do
    if #items == given.limit then break end
    if fits(item, filter) then items[#items + 1] = item end
  end
  return { items = json.array(items) }
end

return M
