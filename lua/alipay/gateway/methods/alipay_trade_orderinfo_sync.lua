-- SPDX-License-Identifier: MIT
-- Simulates alipay.trade.orderinfo.sync: takes note of a credit order's progress, and does nothing with it.

local fault = require "alipay.gateway.fault"
local fields = require "alipay.gateway.trade.fields"
local json = require "alipay.json"
local rows = require "alipay.gateway.trade.rows"
local states = require "alipay.gateway.trade.states"

local M = {}

M.invalid = { any = "ACQ.INVALID_PARAMETER" }

-- What an order can be told to be.
local STATUS = { COMPLETE = true, CLOSED = true, VIOLATED = true }

function M.answer(gw, call)
  local row = rows.find(gw, call.seller.user_id, call.values)
  local sub_code = states.refusal("query", row)
  if sub_code then return nil, fault.business(sub_code) end
  local info = call.values.order_biz_info and json.decode(call.values.order_biz_info) or {}
  if type(info) ~= "table" or (info.status and not STATUS[info.status]) then
    return nil, fault.business "ACQ.NOTIFY_STATUS_INVALID"
  end
  local node = fields.buyer(gw, row, { out_trade_no = row.out_trade_no, trade_no = row.trade_no })
  node.buyer_logon_id = nil
  return fields.success(node)
end

return M
