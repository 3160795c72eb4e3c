-- SPDX-License-Identifier: MIT
-- Simulates alipay.trade.precreate: a QR code that leads to the order. There is no trade until it is scanned.

local deadlines = require "alipay.gateway.trade.deadlines"
local digest = require "alipay.core.digest"
local fields = require "alipay.gateway.trade.fields"
local orders = require "alipay.gateway.trade.orders"
local rows = require "alipay.gateway.trade.rows"

local M = {}

M.invalid = { any = "ACQ.INVALID_PARAMETER", ["total_amount range"] = "ACQ.TOTAL_FEE_EXCEED" }

-- Asked again, it gives the code that the order has.
local function with_code(gw, call, row)
  if row.qr_code then return row end
  return rows.set(gw, row, {
    qr_code = "bax" .. digest.nonce(orders.QR_LENGTH - 3):lower(), qr_expires = deadlines.of_qr(call.values, gw.clock()),
  })
end

function M.answer(gw, call)
  return gw.store:atomically(function()
    local row, refused = orders.place(gw, call)
    if not row then return nil, refused end
    row = with_code(gw, call, row)
    return fields.success { out_trade_no = row.out_trade_no, qr_code = fields.qr_code(gw, row) }
  end)
end

return M
