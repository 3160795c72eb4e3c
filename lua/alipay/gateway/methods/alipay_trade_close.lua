-- SPDX-License-Identifier: MIT
-- Simulates alipay.trade.close: ends a trade that is not paid.

local fault = require "alipay.gateway.fault"
local fields = require "alipay.gateway.trade.fields"
local moves = require "alipay.gateway.trade.moves"
local rows = require "alipay.gateway.trade.rows"
local states = require "alipay.gateway.trade.states"

local M = {}

M.invalid = { any = "ACQ.INVALID_PARAMETER" }

function M.kept(values)
  return { out_trade_no = values.out_trade_no }
end

function M.answer(gw, call)
  return gw.store:atomically(function()
    local row = rows.find(gw, call.seller.user_id, call.values)
    local sub_code = states.refusal("close", row)
    if sub_code then return nil, fault.business(sub_code), { out_trade_no = row and row.out_trade_no } end
    row = moves.close(gw, row)
    return fields.success { out_trade_no = row.out_trade_no, trade_no = row.trade_no }
  end)
end

return M
