-- SPDX-License-Identifier: MIT
-- Finds the order that a buyer has before him: by its code, its numbers, the address of its page, or the string that an app was given.

local form = require "alipay.core.form"
local orders = require "alipay.gateway.trade.orders"
local query_of_v2 = require "alipay.gateway.v2.query"
local rows = require "alipay.gateway.trade.rows"

local M = {}

-- A signed request of which there is nothing but its query, read and decided like one that came: a bad signature is refused.
local function place(gw, query)
  local fields, refused, call = query_of_v2.decide(gw, form.decode(query))
  if refused then return nil, ("%s: %s"):format(fields.sub_code, fields.sub_msg) end
  local values = call.values or {}
  local row = values.out_trade_no and rows.find(gw, call.seller.user_id, { out_trade_no = values.out_trade_no })
  if not row then return nil, ("%s places no order"):format(call.method) end
  return row
end

local function by(key, text)
  return function(gw, value)
    local row = rows.by(gw, key, value)
    if row then return row end
    return nil, text:format(value)
  end
end

-- By what is given, the first that is.
local WAYS = {
  { "qr_code", function(gw, value)
    -- The code is the end of the address, whatever its host.
    return by("qr_code", "no order has the qr_code %s")(gw, value:sub(-orders.QR_LENGTH))
  end },
  { "url", function(gw, value) return place(gw, value:match "%?(.*)$" or "") end },
  { "order", place },
  { "trade_no", by("trade_no", "there is no trade %s") },
  { "out_trade_no", by("out_trade_no", "there is no order %s") },
}

---@param gw alipay.gateway
---@param key { qr_code: string?, url: string?, order: string?, trade_no: string?, out_trade_no: string? } url: address of a signed page order; order: string for an app
---@return table|nil row
---@return string|nil reason
function M.locate(gw, key)
  for _, way in ipairs(WAYS) do
    local value = key[way[1]]
    if type(value) == "string" then return way[2](gw, value) end
  end
  return nil, "name the order by one of qr_code, url, order, trade_no, out_trade_no"
end

return M
