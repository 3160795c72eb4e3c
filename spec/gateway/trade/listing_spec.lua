-- SPDX-License-Identifier: MIT
-- What the ledger shows: lists of trades, refunds and transfers, and what those who watch are told.

local shops = require "spec.support.trade"
local trade = require "alipay.gateway.trade"

describe("the ledger", function()
  local shop

  setup(function() shop = shops.start() end)
  teardown(function() shop:finish() end)

  it("lists trades with their history, the newest first", function()
    local first, trade_no = shop:paid { total_amount = "1.2" }
    local second = shop:order()
    local code = shop:call("precreate", second, { notify_url = "http://127.0.0.1:9/n" }).qr_code
    shop:call("refund", { out_trade_no = first, refund_amount = "0.20", out_request_no = "R1" })
    local items = trade.list(shop.gw, "trades")
    assert.same({ second.out_trade_no, first }, { items[1].out_trade_no, items[2].out_trade_no })
    assert.same({ code, "http://127.0.0.1:9/n", "alipay.trade.precreate", 0 },
      { items[1].qr_code, items[1].notify_url, items[1].method, #items[1].history })
    assert.is_nil(items[1].trade_no or items[1].trade_status or items[1].gmt_create)
    local paid = items[2]
    assert.same({ trade_no, "TRADE_SUCCESS", "1.20", "0.20", shop.seller_id, shop.gw.app_id, "loc***@example.com" },
      { paid.trade_no, paid.trade_status, paid.total_amount, paid.refund_fee, paid.seller_id, paid.app_id, paid.buyer_logon_id })
    local kinds = {}
    for i, event in ipairs(paid.history) do kinds[i] = event.kind end
    assert.same({ "wait", "paid", "refund" }, kinds)
    assert.equal(paid.gmt_payment, paid.history[2].time)
  end)

  it("chooses by what items have", function()
    local number = shop:paid()
    shop:call("refund", { out_trade_no = number, refund_amount = "8.80", refund_reason = "七天" })
    assert.equal("七天", trade.list(shop.gw, "refunds", { out_trade_no = number, out_request_no = number })[1].refund_reason)
    for _, item in ipairs(trade.list(shop.gw, "trades", { trade_status = "TRADE_CLOSED" })) do
      assert.equal("TRADE_CLOSED", item.trade_status)
    end
    assert.same({}, trade.list(shop.gw, "trades", { out_trade_no = "none" }))
    local none, reason = trade.list(shop.gw, "refunds", { trade_status = "TRADE_CLOSED" })
    assert.is_nil(none)
    assert.equal("refunds cannot be filtered by trade_status", reason)
  end)

  it("tells those who watch what has happened, and nothing of what has not", function()
    local seen = {}
    local function watch(kind, item)
      local state = item.trade_status or item.out_request_no or item.status or "order"
      if kind ~= "requests" then seen[#seen + 1] = kind .. " " .. state end
    end
    shop.gw.subscribers[watch] = true
    finally(function() shop.gw.subscribers[watch] = nil end)
    shop:call("precreate", shop:order())
    assert.same({ "trades order" }, seen)
    local number = shop:create()
    assert.same({ "trades order", "trades WAIT_BUYER_PAY", "trades WAIT_BUYER_PAY" }, seen)
    seen = {}
    shop:call("refund", { out_trade_no = number, refund_amount = "8.80" })
    shop:pay(number)
    shop:call("refund", { out_trade_no = number, refund_amount = "1.00", out_request_no = "R1" })
    shop:call("alipay.fund.trans.uni.transfer", {
      out_biz_no = "T1", trans_amount = "1", product_code = "STD_RED_PACKET", biz_scene = "DIRECT_TRANSFER",
      payee_info = { identity = "2088102100000001", identity_type = "ALIPAY_USER_ID" },
    })
    assert.same({
      "trades TRADE_SUCCESS", "trades TRADE_SUCCESS", "refunds R1", "transfers SUCCESS",
    }, seen)
  end)

  it("tells nothing of a transaction that ends undone", function()
    local seen = 0
    local function watch(kind) if kind ~= "requests" then seen = seen + 1 end end
    shop.gw.subscribers[watch] = true
    finally(function() shop.gw.subscribers[watch] = nil end)
    shop.gw.store:atomically(function()
      shop.gw.store:after(function() shop.gw:announce("trades", {}) end)
      return nil, "refused"
    end)
    assert.equal(0, seen)
  end)
end)
