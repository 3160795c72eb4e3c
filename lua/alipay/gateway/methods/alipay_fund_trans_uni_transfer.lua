-- SPDX-License-Identifier: MIT
-- Simulates alipay.fund.trans.uni.transfer: the merchant's money, of which there is always enough, goes to an account at once.

local fault = require "alipay.gateway.fault"
local fields = require "alipay.gateway.trade.fields"
local transfers = require "alipay.gateway.trade.transfers"

local M = {}

M.invalid = { any = "INVALID_PARAMETER", ["trans_amount range"] = "EXCEED_LIMIT_SM_AMOUNT" }

function M.answer(gw, call)
  return gw.store:atomically(function()
    local row, sub_code = transfers.make(gw, call)
    if not row then return nil, fault.business(sub_code) end
    return fields.success {
      order_id = row.order_id, out_biz_no = row.out_biz_no, pay_fund_order_id = row.pay_fund_order_id, status = row.status,
      trans_date = fields.time(row.created),
    }
  end)
end

return M
