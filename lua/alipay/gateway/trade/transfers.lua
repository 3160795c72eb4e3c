-- SPDX-License-Identifier: MIT
-- Transfers of merchants to accounts: once for each out_biz_no.

local json = require "alipay.json"
local listing = require "alipay.gateway.trade.listing"
local money = require "alipay.money"
local protocol = require "alipay.v2.protocol"
local user = require "alipay.gateway.user"

local M = {}

-- Fen below which nothing is transferred, by product.
local LEAST = { TRANS_ACCOUNT_NO_PWD = 10 }

local MAIL, PHONE, USER_ID = "^[^@%s]+@[^@%s.][^@%s]+$", "^1%d%d%d%d%d%d%d%d%d%d$", "^2088" .. ("%d"):rep(12) .. "$"

-- By identity_type: whether there can be such an account. Others are not looked at.
local EXISTS = {
  ALIPAY_USER_ID = function(_, identity) return identity:find(USER_ID) end,
  ALIPAY_OPEN_ID = function(gw, identity) return user.find(gw.app_id, identity) end,
  ALIPAY_LOGON_ID = function(_, identity) return identity:find(MAIL) or identity:find(PHONE) end,
}

-- Of the users whom the gateway knows it knows the names, too.
local function payee_fault(gw, seller, payee)
  local identity = tostring(payee.identity)
  if identity == seller.user_id or identity == seller.email then return "PAYER_PAYEE_CANNOT_SAME" end
  local exists = EXISTS[payee.identity_type]
  if exists and not exists(gw, identity) then return "PAYEE_NOT_EXIST" end
  local known = user.find(gw.app_id, identity)
  if known and payee.name and payee.name ~= known.nick_name then return "PAYEE_USERINFO_ERROR" end
end

---Make a transfer, or find the one that was made. Runs inside of a transaction.
---@param gw alipay.gateway
---@param call alipay.gateway.call
---@return table|nil row of the table transfers
---@return string|nil sub_code
function M.make(gw, call)
  local values, seller, now = call.values, call.seller, gw.clock()
  local content, amount = json.encode(values), assert(money.fen(values.trans_amount))
  local made = M.find(gw, seller.user_id, { out_biz_no = values.out_biz_no })
  if made then
    if made.content ~= content then return nil, "PAYMENT_INFO_INCONSISTENCY" end
    return made
  end
  if amount < (LEAST[values.product_code] or 1) then return nil, "EXCEED_LIMIT_SM_MIN_AMOUNT" end
  local sub_code = payee_fault(gw, seller, values.payee_info)
  if sub_code then return nil, sub_code end
  local day = protocol.timestamp(now):sub(1, 10):gsub("%-", "")
  local number = gw.store:first("SELECT coalesce(max(id), 0) + 1 AS next FROM transfers").next
  gw.store:exec("INSERT INTO transfers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'SUCCESS', ?, ?)", number, seller.user_id,
    call.app.app_id, values.out_biz_no, ("%s110070000006%012d"):format(day, number), ("%s110070001506%012d"):format(day, number),
    amount, values.product_code, values.biz_scene, content, now)
  gw.store:after(function() listing.announce(gw, "transfers", { out_biz_no = values.out_biz_no, app_id = call.app.app_id }) end)
  return M.find(gw, seller.user_id, { out_biz_no = values.out_biz_no })
end

---A transfer by a number: pay_fund_order_id counts first, then order_id; these two find those of others, too.
---@param gw alipay.gateway
---@param payer_id string
---@param values table<string, string>
---@return table|nil row
function M.find(gw, payer_id, values)
  for _, key in ipairs { "pay_fund_order_id", "order_id" } do
    if values[key] then return gw.store:first(("SELECT * FROM transfers WHERE %s = ?"):format(key), values[key]) end
  end
  return gw.store:first("SELECT * FROM transfers WHERE payer_id = ? AND out_biz_no = ?", payer_id, values.out_biz_no)
end

return M
