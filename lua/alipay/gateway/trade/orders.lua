-- SPDX-License-Identifier: MIT
-- Orders of merchants: whether they can be taken, and what becomes of one that was placed before. Runs inside of a transaction.

local deadlines = require "alipay.gateway.trade.deadlines"
local fault = require "alipay.gateway.fault"
local json = require "alipay.json"
local listing = require "alipay.gateway.trade.listing"
local money = require "alipay.money"
local rows = require "alipay.gateway.trade.rows"
local states = require "alipay.gateway.trade.states"

local M = {}

-- Characters of a QR code's own part of its address.
M.QR_LENGTH = 23

-- Stands for all the words that the platform refuses.
local FORBIDDEN_WORD = "违禁词"

-- In the order of the checks: the code of the refusal, and whether it is due.
local CHECKS = {
  { "ACQ.EXIST_FORBIDDEN_WORD", function(order)
    return (order.values.subject .. "\n" .. (order.values.body or "")):find(FORBIDDEN_WORD, 1, true) ~= nil
  end },
  { "ACQ.INVALID_RECEIVE_ACCOUNT", function(order)
    return order.values.seller_id ~= nil and order.values.seller_id ~= order.seller.user_id
  end },
  { "ACQ.INVALID_PARAMETER", function(order)
    local discountable, rest = order.values.discountable_amount, order.values.undiscountable_amount
    if not discountable or not rest then return false end
    local first, second = money.fen(tostring(discountable)), money.fen(tostring(rest))
    return not first or not second or first + second ~= order.total
  end },
  { "ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR", function(order) return order.expires <= order.now end },
}

---Whether an order never became a trade and can no longer: its time to pay, or to scan its code, is over.
---@param row table
---@param now integer Unix seconds
---@return boolean
function M.has_lapsed(row, now)
  return not row.trade_status and now >= math.min(row.expires, row.qr_expires or row.expires)
end

-- What a second order of the same number may not change.
local function contradiction(row, order)
  if row.total ~= order.total or row.subject ~= order.values.subject then return "ACQ.CONTEXT_INCONSISTENT" end
  if order.buyer and row.buyer_id and row.buyer_id ~= order.buyer.user_id then return "ACQ.TRADE_BUYER_NOT_MATCH" end
end

local function common(call, name)
  local bytes = call.params[name]
  return bytes and bytes ~= "" and call:decode(bytes) or nil
end

-- Columns that the newest request of an order decides.
local function newest(call)
  return {
    channel = call.method, content = json.encode(call.values), charset = call.charset and call.charset.name or "utf-8",
    notify_url = common(call, "notify_url"), return_url = common(call, "return_url"), app_id = call.app.app_id,
    auth_app_id = call.seller.auth_app_id or call.app.app_id,
  }
end

local function insert(gw, order)
  local seller, values = order.seller, order.values
  gw.store:exec("INSERT INTO trades (seller_id, seller_email, app_id, auth_app_id, out_trade_no, channel, total, subject, content, "
    .. "charset, created, expires) VALUES (?, ?, '', '', ?, '', ?, ?, '{}', '', ?, ?)", seller.user_id, seller.email,
    values.out_trade_no, order.total, values.subject, order.now, order.expires)
  return rows.find(gw, seller.user_id, { out_trade_no = values.out_trade_no })
end

-- The first reason to refuse an order.
local function refusal(order, row)
  local sub_code = states.refusal("order", row)
  if sub_code then return sub_code end
  for _, check in ipairs(CHECKS) do
    if check[2](order) then return check[1] end
  end
  return row and contradiction(row, order)
end

---Place an order, or find the one that was placed before: with the same number, amount and subject it is the same order.
---@param gw alipay.gateway
---@param call alipay.gateway.call its values were checked
---@param buyer? alipay.gateway.user who is to pay, if he is known
---@return table|nil row
---@return alipay.gateway.fault|nil fault
function M.place(gw, call, buyer)
  local values, now = call.values, gw.clock()
  local order = {
    values = values, seller = call.seller, buyer = buyer, total = assert(money.fen(values.total_amount)), now = now,
    expires = deadlines.of_order(call.method, values, now),
  }
  local row = rows.find(gw, order.seller.user_id, { out_trade_no = values.out_trade_no })
  if row and M.has_lapsed(row, now) then
    gw.store:exec("DELETE FROM trades WHERE id = ?", row.id)
    row = nil
  end
  local sub_code = refusal(order, row)
  if sub_code then return nil, fault.business(sub_code) end
  gw.store:after(function()
    listing.announce(gw, "trades", { seller_id = order.seller.user_id, out_trade_no = values.out_trade_no })
  end)
  return rows.set(gw, row or insert(gw, order), newest(call))
end

return M
