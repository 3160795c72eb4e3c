-- SPDX-License-Identifier: MIT
-- What the methods share that a browser or the wallet opens: each places its order, and says where its buyer goes at the end.

local cashier = require "alipay.gateway.cashier"
local orders = require "alipay.gateway.trade.orders"
local returning = require "alipay.gateway.cashier.returning"

local M = {}

local INVALID = { any = "ACQ.INVALID_PARAMETER", ["total_amount range"] = "ACQ.TOTAL_FEE_EXCEED" }

local function answer(gw, call)
  return gw.store:atomically(function() return orders.place(gw, call) end)
end

local function show(gw, exchange, row, through)
  return cashier.show(gw, exchange, row, nil, through)
end

---page.pay and wap.pay.
M.page = {
  invalid = INVALID, answer = answer, show = show,
  ended = function(gw, row, outcome)
    return outcome == "success" and { return_url = returning.url(gw, row) } or {}
  end,
}

---app.pay.
M.app = {
  invalid = INVALID, answer = answer, show = show,
  ended = function(gw, row, outcome) return { result = returning.result(gw, row, outcome) } end,
}

return M
