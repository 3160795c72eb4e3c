-- SPDX-License-Identifier: MIT
-- Events that belong to no order: what the gateway does when they happen, and what is in their messages. Names and members are those that
-- the platform was seen to send.

local digest = require "alipay.core.digest"
local merchant = require "alipay.gateway.trigger.merchant"
local money = require "alipay.money"
local protocol = require "alipay.v2.protocol"
local user = require "alipay.gateway.user"

local M = {}

local function revoke(gw, kind)
  gw.store:exec("UPDATE tokens SET dead = 1 WHERE app_id = ? AND kind = ?", gw.app_id, kind)
end

-- A transfer that is made for it when none is named.
local function transfer(gw, given)
  local number = given.out_biz_no or "TRIGGER" .. digest.nonce(12)
  local row = gw.store:first("SELECT * FROM transfers WHERE out_biz_no = ?", number)
  if not row then
    local done, sentence = merchant.call(gw, "alipay.fund.trans.uni.transfer", {
      out_biz_no = number, trans_amount = given.trans_amount or "88.88", product_code = "TRANS_ACCOUNT_NO_PWD",
      biz_scene = "DIRECT_TRANSFER", order_title = "alipay-lua trigger",
      payee_info = { identity = user.list(gw.app_id)[2].user_id, identity_type = "ALIPAY_USER_ID" },
    })
    if not done then return nil, sentence end
    row = assert(gw.store:first("SELECT * FROM transfers WHERE out_biz_no = ?", number))
  end
  return {
    out_biz_no = number, order_id = row.order_id, pay_fund_order_id = row.pay_fund_order_id, status = row.status,
    product_code = row.product_code, biz_scene = row.biz_scene, origin_interface = "alipay.fund.trans.uni.transfer",
    action_type = "FINISH", trans_amount = money.text(row.amount), pay_date = protocol.timestamp(row.created),
  }
end

-- By event: the name of its message, and its content.
local EVENTS = {
  ["auth.cancelled"] = { "alipay.open.auth.userauth.cancelled", function(gw)
    revoke(gw, "user")
    return { cancel_time = gw.clock() * 1000, user_id = user.of(gw.app_id).user_id, app_id = gw.app_id }
  end },
  ["appauth.cancelled"] = { "alipay.open.auth.appauth.cancelled", function(gw)
    revoke(gw, "app")
    local granted = user.merchant_of(gw.app_id)
    return { cancel_time = gw.clock() * 1000, auth_app_id = granted.auth_app_id, user_id = granted.user_id, app_id = gw.app_id }
  end },
  ["transfer.changed"] = { "alipay.fund.trans.order.changed", transfer },
}

M.NAMES = {}
for name in pairs(EVENTS) do M.NAMES[#M.NAMES + 1] = name end

---Whether there is such an event: one of our names, or what can be the whole name of a message.
---@param event string
---@return boolean
function M.has(event)
  return EVENTS[event] ~= nil or event:find "^%l+%.[%l%d]+%.[%l%d.]+$" ~= nil
end

---Make an event happen whose message this is, or only describe a message that is named whole, as alipay.merchant.tradecomplain.changed.
---@param gw alipay.gateway
---@param event string
---@param given table<string, string> members of the content over those that it has by itself
---@return string|nil name of the message; nil when it cannot happen
---@return table|string content, or why it cannot happen
function M.make(gw, event, given)
  local known = EVENTS[event]
  local name, content = event, {}
  if known then
    local made, sentence = known[2](gw, given)
    if not made then return nil, sentence end
    name, content = known[1], made
  end
  for member, value in pairs(given) do content[member] = value end
  return name, content
end

return M
