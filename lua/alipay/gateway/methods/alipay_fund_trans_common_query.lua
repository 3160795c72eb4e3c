-- SPDX-License-Identifier: MIT
-- Simulates alipay.fund.trans.common.query: what has become of a transfer.

local fault = require "alipay.gateway.fault"
local fields = require "alipay.gateway.trade.fields"
local money = require "alipay.money"
local transfers = require "alipay.gateway.trade.transfers"

local M = {}

M.invalid = { any = "INVALID_PARAMETER" }

-- With the merchant's own number, these two have to be the transfer's.
local function fits(row, values)
  if values.order_id or values.pay_fund_order_id then return true end
  return row.product_code == values.product_code and row.biz_scene == values.biz_scene
end

function M.answer(gw, call)
  local row = transfers.find(gw, call.seller.user_id, call.values)
  if not row or not fits(row, call.values) then return nil, fault.business "ORDER_NOT_EXIST" end
  if row.payer_id ~= call.seller.user_id then return nil, fault.business "NO_ORDER_PERMISSION" end
  return fields.success {
    order_id = row.order_id, pay_fund_order_id = row.pay_fund_order_id, out_biz_no = row.out_biz_no,
    trans_amount = money.text(row.amount), status = row.status, pay_date = fields.time(row.created),
    arrival_time_end = fields.time(row.created), order_fee = "0.00",
  }
end

return M
