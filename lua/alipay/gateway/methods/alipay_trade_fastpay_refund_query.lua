-- SPDX-License-Identifier: MIT
-- Simulates alipay.trade.fastpay.refund.query: what has become of a refund. Of one that does not exist it says nothing but success.

local fault = require "alipay.gateway.fault"
local fields = require "alipay.gateway.trade.fields"
local money = require "alipay.money"
local rows = require "alipay.gateway.trade.rows"
local states = require "alipay.gateway.trade.states"

local M = {}

M.invalid = { any = "ACQ.INVALID_PARAMETER" }

-- By query option: a member that is there only when it is asked for.
local OPTIONAL = {
  refund_detail_item_list = function(refund)
    return { refund_detail_item_list = fields.fund_bill(refund.amount), send_back_fee = money.text(refund.amount) }
  end,
  gmt_refund_pay = function(refund) return { gmt_refund_pay = fields.time(refund.created) } end,
}

function M.answer(gw, call)
  local row = rows.find(gw, call.seller.user_id, call.values)
  local sub_code = states.refusal("query", row)
  if sub_code then return nil, fault.business(sub_code) end
  local refund = rows.refund(gw, row, call.values.out_request_no)
  if not refund then return fields.success {} end
  local node = {
    out_request_no = refund.out_request_no, out_trade_no = row.out_trade_no, trade_no = row.trade_no,
    refund_amount = money.text(refund.amount), refund_status = "REFUND_SUCCESS", total_amount = money.text(row.total),
  }
  for option, members in pairs(OPTIONAL) do
    if fields.asked(call.values, option) then
      for name, value in pairs(members(refund)) do node[name] = value end
    end
  end
  return fields.success(node)
end

return M
