-- SPDX-License-Identifier: MIT
-- Simulates alipay.trade.pay: the code in the buyer's wallet pays at once, or waits for his password when the amount is large.

local buyers = require "alipay.gateway.trade.buyers"
local fault = require "alipay.gateway.fault"
local fields = require "alipay.gateway.trade.fields"
local moves = require "alipay.gateway.trade.moves"
local orders = require "alipay.gateway.trade.orders"

local M = {}

M.invalid = { any = "ACQ.INVALID_PARAMETER", ["total_amount range"] = "ACQ.TOTAL_FEE_EXCEED" }

-- Fen up to which a buyer is not asked for his password.
local WITHOUT_PASSWORD = 100000

-- Codes that begin with 2540404040 choose what comes of them by their next two digits: a refusal, or the buyer is asked whatever the
-- amount.
local CHOSEN = "^2540404040(%d%d)"
local REFUSED = {
  ["01"] = "ACQ.BUYER_BALANCE_NOT_ENOUGH", ["02"] = "ACQ.PAYMENT_FAIL", ["03"] = "ACQ.ERROR_BALANCE_PAYMENT_DISABLE",
  ["04"] = "ACQ.BUYER_SELLER_EQUAL",
}
local ASKS = "05"

-- 16 to 24 digits that begin with 25 to 30, or what reads a face.
local function is_code(code)
  if code:find "^fp" then return #code == 37 end
  return code:find "^%d+$" ~= nil and #code >= 16 and #code <= 24 and (code:find "^2[5-9]" or code:find "^30") ~= nil
end

function M.check(_, call)
  if not is_code(call.values.auth_code) then return fault.business "ACQ.PAYMENT_AUTH_CODE_INVALID" end
end

-- A code opens one payment: asked again for the same one it is still good.
local function take(gw, code, row)
  local taken = gw.store:first("SELECT trade FROM auth_codes WHERE code = ?", code)
  if not taken then gw.store:exec("INSERT INTO auth_codes VALUES (?, ?)", code, row.id) end
  return not taken or taken.trade == row.id
end

local function pay(gw, call, buyer)
  local code = call.values.auth_code
  local chosen = code:match(CHOSEN)
  local row, refused = orders.place(gw, call, buyer)
  if not row then return nil, refused end
  if REFUSED[chosen] then return nil, fault.business(REFUSED[chosen]) end
  if not take(gw, code, row) then return nil, fault.business "ACQ.PAYMENT_AUTH_CODE_INVALID" end
  if not row.trade_status then row = moves.open(gw, row, buyer.user_id) end
  if row.total <= WITHOUT_PASSWORD and chosen ~= ASKS then row = moves.pay(gw, row) end
  return row
end

function M.answer(gw, call)
  local buyer, sub_code = buyers.choose(gw, call.values, call.seller.user_id)
  if not buyer then return nil, fault.business(sub_code) end
  return gw.store:atomically(function()
    local row, refused = pay(gw, call, buyer)
    if not row then return nil, refused end
    local node = fields.success(fields.trade(gw, row, call.values))
    if row.paid then
      node.gmt_payment = fields.time(row.paid)
    else
      node.code, node.msg = "10003", " order success pay inprocess" -- with the blank, as the platform says it
    end
    return node
  end)
end

return M
