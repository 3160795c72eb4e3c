-- SPDX-License-Identifier: MIT
-- Whose trades they are: apps of several merchants at one gateway, and merchants that let an app act for them.

local apps = require "alipay.gateway.apps"
local json = require "alipay.json"
local keys = require "spec.support.keys"
local shops = require "spec.support.trade"
local support = require "spec.support.gateway"
local trade = require "alipay.gateway.trade"
local user = require "alipay.gateway.user"

describe("the trades of a merchant", function()
  local shop, other

  setup(function()
    shop = shops.start()
    other = { app_id = "2021000000000099", key = keys.private "other app" }
    assert(apps.put(shop.gw, { app_id = other.app_id, public_key = other.key:public():pem() }))
  end)
  teardown(function() shop:finish() end)

  -- The same calls by the other app.
  local function as_other(method, content)
    local params = { app_id = other.app_id, biz_content = json.encode(content) }
    return (support.call(shop.gw, "alipay.trade." .. method, params, other.key))
  end

  it("are nobody else's, and numbers are each one's own", function()
    local number, trade_no = shop:paid()
    assert.equal("ACQ.TRADE_NOT_EXIST", as_other("query", { out_trade_no = number }).sub_code)
    assert.equal("ACQ.TRADE_NOT_EXIST", as_other("query", { trade_no = trade_no }).sub_code)
    assert.equal("ACQ.TRADE_NOT_EXIST", as_other("refund", { trade_no = trade_no, refund_amount = "8.80" }).sub_code)
    assert.equal("ACQ.TRADE_NOT_EXIST", as_other("close", { trade_no = trade_no }).sub_code)
    assert.is_nil(as_other("cancel", { out_trade_no = number }).action)
    local node = as_other("create", {
      out_trade_no = number, total_amount = "1.00", subject = "咖啡", buyer_id = shop.buyers[1].user_id,
    })
    assert.equal("10000", node.code)
    assert.not_equal(trade_no, node.trade_no)
    assert.equal("TRADE_SUCCESS", shop:status(number))
    local item = trade.list(shop.gw, "trades", { trade_no = node.trade_no })[1]
    assert.same({ other.app_id, user.owner_of(other.app_id).user_id }, { item.app_id, item.seller_id })
  end)

  it("with his token are those of the merchant who gave it", function()
    local code = support.consent(shop.gw, nil, "/oauth2/appToAppAuth.htm")
    local tokens = support.call(shop.gw, "alipay.open.auth.token.app", {
      biz_content = json.encode { grant_type = "authorization_code", code = code },
    })
    local order = shop:order { buyer_id = shop.buyers[1].user_id, seller_id = tokens.user_id }
    assert.equal("ACQ.INVALID_RECEIVE_ACCOUNT", shop:refusal("create", order))
    assert.is_nil(shop:refusal("create", order, { app_auth_token = tokens.app_auth_token }))
    assert.equal("ACQ.TRADE_NOT_EXIST", shop:status(order.out_trade_no))
    local node = shop:call("query", { out_trade_no = order.out_trade_no }, { app_auth_token = tokens.app_auth_token })
    assert.equal("WAIT_BUYER_PAY", node.trade_status)
    local row = trade.find(shop.gw, tokens.user_id, { out_trade_no = order.out_trade_no })
    assert.same({ shop.gw.app_id, tokens.auth_app_id }, { row.app_id, row.auth_app_id })
  end)
end)
