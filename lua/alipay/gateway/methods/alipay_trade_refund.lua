-- SPDX-License-Identifier: MIT
-- Simulates alipay.trade.refund: money goes back, once for each out_request_no.

local fault = require "alipay.gateway.fault"
local fields = require "alipay.gateway.trade.fields"
local money = require "alipay.money"
local moves = require "alipay.gateway.trade.moves"
local rows = require "alipay.gateway.trade.rows"
local states = require "alipay.gateway.trade.states"

local M = {}

M.invalid = { any = "ACQ.INVALID_PARAMETER" }

function M.kept()
  return { refund_fee = "0.00", send_back_fee = "0.00" }
end

-- Why an amount cannot go back. A refund without a number of its own is for all.
local function refusal(row, values, amount)
  local sub_code = states.refusal("refund", row)
  if sub_code then return sub_code end
  if row.refunded + amount > row.total or (not values.out_request_no and amount ~= row.total) then
    return "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"
  end
end

-- The trade, the refund, and whether it was made now; or nil and the code of the refusal.
local function refund(gw, call)
  local values, row = call.values, rows.find(gw, call.seller.user_id, call.values)
  if not row or not row.trade_status then return nil, states.refusal("refund") end
  local number, amount = values.out_request_no or row.out_trade_no, money.fen(values.refund_amount)
  local made = rows.refund(gw, row, number)
  if made and made.amount ~= amount then return nil, "ACQ.DISCORDANT_REPEAT_REQUEST" end
  if made then return row, made, false end
  local sub_code = refusal(row, values, amount)
  if sub_code then return nil, sub_code end
  row, made = moves.refund(gw, row, number, amount, values)
  return row, made, true
end

function M.answer(gw, call)
  return gw.store:atomically(function()
    local row, made, now = refund(gw, call)
    if not row then return nil, fault.business(made) end
    local node = fields.buyer(gw, row, {
      out_trade_no = row.out_trade_no, trade_no = row.trade_no, fund_change = now and "Y" or "N",
      gmt_refund_pay = fields.time(made.created), refund_fee = money.text(row.refunded), send_back_fee = money.text(made.amount),
    })
    if fields.asked(call.values, "refund_detail_item_list") then node.refund_detail_item_list = fields.fund_bill(made.amount) end
    return fields.success(node)
  end)
end

return M
