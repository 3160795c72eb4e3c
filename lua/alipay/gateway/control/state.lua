-- SPDX-License-Identifier: MIT
-- The control call `state`: what the gateway knows, by kind, the newest first. Tokens are masked.

local apps = require "alipay.gateway.apps"
local json = require "alipay.json"
local mask = require "alipay.util.mask"
local protocol = require "alipay.v2.protocol"
local requests = require "alipay.gateway.requests"
local show_app = require("alipay.gateway.control.apps").show
local sorted = require "alipay.util.sorted"

local M = {}

-- Fields by which items are chosen.
local FILTERS = {
  "app_id", "image_id", "method", "notify_id", "order_id", "out_biz_no", "out_request_no", "out_trade_no", "trade_no",
  "trade_status",
}

M.fields = { kind = "string", limit = "integer" }
for _, name in ipairs(FILTERS) do M.fields[name] = "string" end

local KINDS = { requests = requests.list }

function KINDS.apps(gw)
  local items = {}
  for i, app in ipairs(apps.list(gw)) do items[i] = show_app(gw, app) end
  return items
end

function KINDS.tokens(gw)
  local items = {}
  for i, row in ipairs(gw.store:rows "SELECT * FROM tokens ORDER BY granted DESC, rowid DESC") do
    items[i] = {
      kind = row.kind, access_token = mask.value(row.access), refresh_token = mask.value(row.refresh), scope = row.scope,
      granted = protocol.timestamp(row.granted), expires = protocol.timestamp(row.expires),
      re_expires = protocol.timestamp(row.re_expires), revoked = row.dead ~= 0,
    }
  end
  return items
end

function KINDS.uploads(gw)
  local items = {}
  for i, row in ipairs(gw.store:rows "SELECT * FROM uploads ORDER BY created DESC, rowid DESC") do
    items[i] = {
      image_id = row.id, image_url = ("%s/uploads/%s.%s"):format(gw.endpoint, row.id, row.extension), image_name = row.image_name,
      image_type = row.image_type, size = row.size, created = protocol.timestamp(row.created),
    }
  end
  return items
end

local function fits(item, given)
  for _, name in ipairs(FILTERS) do
    if given[name] and item[name] ~= given[name] then return false end
  end
  return true
end

---@param gw alipay.gateway
---@param given { kind: string?, limit: integer? } and fields that items must have
---@return { items: table[] }|nil
---@return string|nil sentence
function M.run(gw, given)
  local list = KINDS[given.kind or ""]
  if not list then return nil, "'kind' must be one of " .. table.concat(sorted(KINDS), ", ") end
  if given.limit and given.limit < 1 then return nil, "'limit' must be at least 1" end
  local items = {}
  for _, item in ipairs(list(gw)) do
    if #items == given.limit then break end
    if fits(item, given) then items[#items + 1] = item end
  end
  return { items = json.array(items) }
end

return M
