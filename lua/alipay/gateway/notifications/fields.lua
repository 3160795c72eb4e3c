-- SPDX-License-Identifier: MIT
-- What a notification of a trade says: the members that the platform sends with each kind of event, none of them empty. It signs and
-- sends nothing.

local money = require "alipay.money"
local protocol = require "alipay.v2.protocol"
local user = require "alipay.gateway.user"

local M = {}

-- Of every kind. The order of members means nothing: they are signed and sent sorted.
local function common(gw, trade)
  local content = trade.content
  local buyer = trade.buyer_id and user.find(gw.app_id, trade.buyer_id)
  local by_open_id = content.buyer_open_id ~= nil -- the merchant knows him by that alone
  return {
    notify_type = "trade_status_sync", version = protocol.VERSION, app_id = trade.app_id, auth_app_id = trade.auth_app_id,
    seller_id = trade.seller_id, seller_email = trade.seller_email,
    buyer_id = not by_open_id and trade.buyer_id or nil, buyer_open_id = by_open_id and buyer and buyer.open_id or nil,
    buyer_logon_id = buyer and user.mask(buyer.logon_id), out_trade_no = trade.out_trade_no, trade_no = trade.trade_no,
    trade_status = trade.trade_status, total_amount = money.text(trade.total), subject = trade.subject,
    body = content.body and tostring(content.body), passback_params = content.passback_params and tostring(content.passback_params),
    gmt_create = protocol.timestamp(trade.opened or trade.created),
  }
end

-- In lists of notifications names are written with humps, and the list is a text.
local function add_payment(fields, trade)
  local amount = money.text(trade.total)
  fields.gmt_payment = protocol.timestamp(trade.paid)
  fields.invoice_amount, fields.receipt_amount, fields.buyer_pay_amount, fields.point_amount = amount, amount, amount, "0.00"
  fields.fund_bill_list = ('[{"amount":"%s","fundChannel":"ALIPAYACCOUNT"}]'):format(amount)
end

local add = {}

function add.wait() end

add.paid = add_payment

-- The sum of all refunds, and which one this is. A paid trade that is refunded in full ends with it.
function add.refund(fields, trade, refund)
  fields.gmt_payment = protocol.timestamp(trade.paid)
  fields.gmt_refund = protocol.timestamp(refund.created) .. ".000"
  fields.out_biz_no, fields.refund_fee = refund.out_request_no, money.text(refund.refunded)
  if trade.trade_status == "TRADE_CLOSED" then fields.gmt_close = protocol.timestamp(refund.created) end
end

function add.closed(fields, trade)
  fields.refund_fee, fields.gmt_close = "0.00", protocol.timestamp(trade.closed)
end

function add.finished(fields, trade)
  add_payment(fields, trade)
  fields.gmt_close = protocol.timestamp(trade.finishes)
  if trade.refunded > 0 then fields.refund_fee = money.text(trade.refunded) end
end

---@param kind "wait"|"paid"|"refund"|"closed"|"finished"
---@return boolean
function M.is_kind(kind)
  return add[kind] ~= nil
end

---The members of a notification in UTF-8, but for those that belong to its sending (notify_id, notify_time, charset, sign, sign_type).
---@param gw alipay.gateway
---@param kind "wait"|"paid"|"refund"|"closed"|"finished"
---@param trade table row as it is after the event
---@param refund? table row, of a refund
---@return table<string, string>
function M.of(gw, kind, trade, refund)
  local fields = common(gw, trade)
  add[kind](fields, trade, refund)
  for name, value in pairs(fields) do
    if value == "" then fields[name] = nil end
  end
  return fields
end

local STATUS = {
  wait = "WAIT_BUYER_PAY", paid = "TRADE_SUCCESS", refund = "TRADE_CLOSED", closed = "TRADE_CLOSED", finished = "TRADE_FINISHED",
}

---The same for an event that did not happen: the trade is described as if it just had.
---@param gw alipay.gateway
---@param kind "wait"|"paid"|"refund"|"closed"|"finished"
---@param trade table row
---@return table<string, string>
function M.pretend(gw, kind, trade)
  local copy, now = {}, gw.clock()
  for name, value in pairs(trade) do copy[name] = value end
  copy.trade_status = STATUS[kind]
  copy.paid, copy.closed, copy.finishes = trade.paid or now, trade.closed or now, now
  return M.of(gw, kind, copy, { created = now, out_request_no = trade.out_trade_no, refunded = trade.total })
end

return M
