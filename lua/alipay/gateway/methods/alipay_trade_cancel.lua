-- SPDX-License-Identifier: MIT
-- Simulates alipay.trade.cancel: closes what is unpaid, gives back what is paid. Of a number that is no trade yet it says success, and
-- changes nothing. Asked again it says what it did.

local deadlines = require "alipay.gateway.trade.deadlines"
local fault = require "alipay.gateway.fault"
local fields = require "alipay.gateway.trade.fields"
local moves = require "alipay.gateway.trade.moves"
local rows = require "alipay.gateway.trade.rows"
local states = require "alipay.gateway.trade.states"

local M = {}

M.invalid = { any = "ACQ.INVALID_PARAMETER" }

function M.kept(values)
  return { out_trade_no = values.out_trade_no, retry_flag = "N" }
end

-- By trade_status: the trade as it is now and what was done, or nil and the code of the refusal.
local acts = {}

function acts.WAIT_BUYER_PAY(gw, row)
  return rows.set(gw, moves.close(gw, row), { cancelled = "close" }), "close"
end

function acts.TRADE_SUCCESS(gw, row)
  if row.refunded > 0 then return nil, "ACQ.REASON_TRADE_REFUND_FEE_ERR" end
  if gw.clock() >= row.paid + deadlines.CANCEL_WINDOW then return nil, "ACQ.TRADE_CANCEL_TIME_OUT" end
  return rows.set(gw, (moves.refund(gw, row, row.out_trade_no, row.total, {})), { cancelled = "refund" }), "refund"
end

function acts.TRADE_CLOSED(_, row)
  if row.refunded > 0 and not row.cancelled then return nil, "ACQ.REASON_TRADE_REFUND_FEE_ERR" end
  return row, row.cancelled or "close"
end

function acts.TRADE_FINISHED(_, row)
  return nil, states.refusal("cancel", row)
end

function M.answer(gw, call)
  return gw.store:atomically(function()
    local row = rows.find(gw, call.seller.user_id, call.values)
    if not row or not row.trade_status then
      return fields.success { out_trade_no = call.values.out_trade_no, retry_flag = "N" }
    end
    local after, action = acts[row.trade_status](gw, row)
    if not after then return nil, fault.business(action), { out_trade_no = row.out_trade_no } end
    return fields.success { out_trade_no = row.out_trade_no, trade_no = row.trade_no, retry_flag = "N", action = action }
  end)
end

return M
