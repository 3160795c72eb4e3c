-- SPDX-License-Identifier: MIT
-- Where a buyer goes after he has paid on a page: the order's return_url with signed parameters, and what the wallet hands to an app. It
-- moves no money.

local fault = require "alipay.gateway.fault"
local json = require "alipay.json"
local money = require "alipay.money"
local protocol = require "alipay.v2.protocol"
local redirect = require "alipay.gateway.redirect"
local signing = require "alipay.gateway.signing"

local M = {}

-- In the order in which the platform writes them.
local PARAMS = {
  "charset", "out_trade_no", "method", "total_amount", "sign", "trade_no", "auth_app_id", "version", "app_id", "sign_type",
  "seller_id", "timestamp",
}

---The address of a paid order's return page. The query that the merchant gave it is not signed.
---@param gw alipay.gateway
---@param row table of a trade
---@return string|nil url nil when the order named none
function M.url(gw, row)
  if not row.return_url or not redirect.is_safe(row.return_url) then return nil end
  local params = signing.parameters(gw, {
    charset = row.charset, out_trade_no = row.out_trade_no, method = row.channel .. ".return",
    total_amount = money.text(row.total), trade_no = row.trade_no, auth_app_id = row.auth_app_id, version = protocol.VERSION,
    app_id = row.app_id, seller_id = row.seller_id,
    timestamp = protocol.timestamp(gw.clock()),
  }, row.charset)
  local list = {}
  for i, name in ipairs(PARAMS) do list[i] = { name, params[name] } end
  return redirect.append(row.return_url, list)
end

-- Members of the node in the platform's order, which is not that of other replies.
local NODE = {
  "code", "msg", "sub_code", "sub_msg", "app_id", "auth_app_id", "charset", "timestamp", "out_trade_no", "total_amount", "trade_no",
  "seller_id",
}

local function encode(fields)
  local parts = {}
  for _, name in ipairs(NODE) do
    if fields[name] then parts[#parts + 1] = json.encode(name) .. ":" .. json.encode(fields[name]) end
  end
  return (("{" .. table.concat(parts, ",") .. "}"):gsub("/", "\\/"))
end

local function signed(gw, row, fields)
  fields.app_id, fields.auth_app_id, fields.charset = row.app_id, row.auth_app_id, row.charset
  fields.timestamp = protocol.timestamp(gw.clock())
  local node = encode(fields)
  local sign = signing.bytes(gw, signing.encode(node, row.charset))
  return ('{"%s":%s,"sign":%s,"sign_type":"%s"}'):format(protocol.node_name(row.channel), node, json.encode(sign), gw.sign_type)
end

local OUTCOMES = {}

function OUTCOMES.success(gw, row)
  return { resultStatus = "9000", memo = "", result = signed(gw, row, {
    code = "10000", msg = "Success", out_trade_no = row.out_trade_no, total_amount = money.text(row.total), trade_no = row.trade_no,
    seller_id = row.seller_id,
  }) }
end

function OUTCOMES.balance(gw, row)
  local refused = fault.business "ACQ.BUYER_BALANCE_NOT_ENOUGH"
  return { resultStatus = "4000", memo = refused.sub_msg, result = signed(gw, row, {
    code = refused.code, msg = refused.msg, sub_code = refused.sub_code, sub_msg = refused.sub_msg, out_trade_no = row.out_trade_no,
  }) }
end

function OUTCOMES.cancel()
  return { resultStatus = "6001", memo = "操作已经取消。", result = "" }
end

---What the wallet hands to the app that gave it the order; `result` is JSON text whose node is signed.
---@param gw alipay.gateway
---@param row table of a trade
---@param outcome "success"|"balance"|"cancel"|"open"
---@return { resultStatus: string, memo: string, result: string }|nil result nil while the wallet is still open
function M.result(gw, row, outcome)
  local made = OUTCOMES[outcome]
  return made and made(gw, row)
end

return M
