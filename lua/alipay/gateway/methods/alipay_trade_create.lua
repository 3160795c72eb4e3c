-- SPDX-License-Identifier: MIT
-- Simulates alipay.trade.create: a trade that waits for its buyer from the start.

local buyers = require "alipay.gateway.trade.buyers"
local fault = require "alipay.gateway.fault"
local fields = require "alipay.gateway.trade.fields"
local moves = require "alipay.gateway.trade.moves"
local orders = require "alipay.gateway.trade.orders"

local M = {}

M.invalid = { any = "ACQ.INVALID_PARAMETER", ["total_amount range"] = "ACQ.TOTAL_FEE_EXCEED" }

function M.check(_, call)
  if call.values.buyer_id or call.values.buyer_open_id then return nil end
  return fault.business("ACQ.INVALID_PARAMETER", "buyer_id 和 buyer_open_id 不能同时为空")
end

function M.answer(gw, call)
  local buyer, sub_code = buyers.choose(gw, call.values, call.seller.user_id)
  if not buyer then return nil, fault.business(sub_code) end
  return gw.store:atomically(function()
    local row, refused = orders.place(gw, call, buyer)
    if not row then return nil, refused end
    if not row.trade_status then row = moves.open(gw, row, buyer.user_id) end
    return fields.success { out_trade_no = row.out_trade_no, trade_no = row.trade_no }
  end)
end

return M
