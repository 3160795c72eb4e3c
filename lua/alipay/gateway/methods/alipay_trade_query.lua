-- SPDX-License-Identifier: MIT
-- Simulates alipay.trade.query: what has become of a trade.

local fault = require "alipay.gateway.fault"
local fields = require "alipay.gateway.trade.fields"
local rows = require "alipay.gateway.trade.rows"
local states = require "alipay.gateway.trade.states"

local M = {}

M.invalid = { any = "ACQ.INVALID_PARAMETER" }

function M.kept(values)
  local kept = fields.zeros()
  kept.out_trade_no = values.out_trade_no
  return kept
end

-- What an order says of its place comes back.
local PLACE = { "store_id", "terminal_id" }

function M.answer(gw, call)
  local row = rows.find(gw, call.seller.user_id, call.values)
  local sub_code = states.refusal("query", row)
  if sub_code then return nil, fault.business(sub_code) end
  local node = fields.trade(gw, row, call.values)
  node.trade_status = row.trade_status
  if row.paid then node.buyer_user_type, node.send_pay_date = "PRIVATE", fields.time(row.paid) end
  for _, name in ipairs(PLACE) do node[name] = row.content[name] end
  return fields.success(node)
end

return M
