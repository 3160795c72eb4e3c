-- SPDX-License-Identifier: MIT
-- Members that replies of trade methods share, in the platform's names.

local money = require "alipay.money"
local protocol = require "alipay.v2.protocol"
local user = require "alipay.gateway.user"

local M = {}

-- Where the simulated money comes from: the buyer's balance.
local CHANNEL = "ALIPAYACCOUNT"

-- Methods with which the buyer stands at the till. Replies about online trades keep "0.00" in the amounts although they are paid.
local FACE_TO_FACE = { ["alipay.trade.pay"] = true, ["alipay.trade.precreate"] = true }

local AMOUNTS = { "buyer_pay_amount", "invoice_amount", "receipt_amount" }

---@return table fields of a success with others
function M.success(fields)
  fields.code, fields.msg = "10000", "Success"
  return fields
end

---The four amounts that a reply has before anything was paid.
---@return table<string, string>
function M.zeros()
  local fields = { point_amount = "0.00" }
  for _, name in ipairs(AMOUNTS) do fields[name] = "0.00" end
  return fields
end

---The buyer as a merchant sees him: by the kind of id with which the order named him.
---@param gw alipay.gateway
---@param row table of a trade
---@param fields table to which they are added
---@return table fields
function M.buyer(gw, row, fields)
  local buyer = assert(user.find(gw.app_id, row.buyer_id))
  fields.buyer_logon_id = user.mask(buyer.logon_id)
  if row.content.buyer_open_id then fields.buyer_open_id = buyer.open_id else fields.buyer_user_id = buyer.user_id end
  return fields
end

---Where money came from or went to.
---@param amount integer fen
---@return table[]
function M.fund_bill(amount)
  return { { amount = money.text(amount), fund_channel = CHANNEL } }
end

---Whether a request asks for more than the reply has by itself.
---@param values table
---@param option string of query_options
---@return boolean
function M.asked(values, option)
  for _, name in ipairs(type(values.query_options) == "table" and values.query_options or {}) do
    if name == option then return true end
  end
  return false
end

---What is known of a trade and its payment.
---@param gw alipay.gateway
---@param row table of a trade
---@param values table of the request
---@return table fields
function M.trade(gw, row, values)
  local fields = M.buyer(gw, row, M.zeros())
  fields.out_trade_no, fields.trade_no, fields.total_amount = row.out_trade_no, row.trade_no, money.text(row.total)
  local at_till = FACE_TO_FACE[row.channel]
  if row.paid and at_till then
    for _, name in ipairs(AMOUNTS) do fields[name] = fields.total_amount end
  end
  if row.paid and (at_till or M.asked(values, "fund_bill_list")) then fields.fund_bill_list = M.fund_bill(row.total) end
  return fields
end

---The address that a buyer scans.
---@param gw alipay.gateway
---@param row table of an order with a code
---@return string
function M.qr_code(gw, row) return ("%s/q/%s"):format(gw.endpoint, row.qr_code) end

---A time, as replies have it.
---@param unix integer
---@return string
function M.time(unix) return protocol.timestamp(unix) end

return M
