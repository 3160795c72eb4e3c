-- SPDX-License-Identifier: MIT
-- Orders and how they become trades: create, precreate, the buyer, query and close.

local shops = require "spec.support.trade"
local trade = require "alipay.gateway.trade"

local HOUR, DAY = 3600, 86400

describe("an order", function()
  local shop

  setup(function() shop = shops.start() end)
  teardown(function() shop:finish() end)

  describe("by create", function()
    it("is a trade that waits at once", function()
      local number, trade_no = shop:create()
      assert.matches("^20%d%d%d%d%d%d22001%d+$", trade_no)
      assert.equal(28, #trade_no)
      assert.same({
        code = "10000", msg = "Success", buyer_logon_id = "loc***@example.com", buyer_user_id = shop.buyers[1].user_id,
        buyer_pay_amount = "0.00", invoice_amount = "0.00", point_amount = "0.00", receipt_amount = "0.00", total_amount = "8.80",
        out_trade_no = number, trade_no = trade_no, trade_status = "WAIT_BUYER_PAY",
      }, shop:call("query", { out_trade_no = number }))
      assert.equal("wait", shop:events(number))
    end)

    it("is the first one again while nothing differs and nobody has paid", function()
      local order = shop:order { buyer_id = shop.buyers[1].user_id }
      local first = shop:call("create", order)
      order.total_amount = "8.8"
      assert.same(first, shop:call("create", order))
      assert.equal("wait", shop:events(order.out_trade_no))
      order.total_amount = "8.81"
      assert.equal("ACQ.CONTEXT_INCONSISTENT", shop:refusal("create", order))
      order.total_amount, order.subject = "8.80", "咖啡"
      assert.equal("ACQ.CONTEXT_INCONSISTENT", shop:refusal("create", order))
      order.subject, order.buyer_id = "龙井茶", shop.buyers[2].user_id
      assert.equal("ACQ.TRADE_BUYER_NOT_MATCH", shop:refusal("create", order))
      order.buyer_id = shop.buyers[1].user_id
      shop:pay(order.out_trade_no)
      assert.equal("ACQ.TRADE_HAS_SUCCESS", shop:refusal("create", order))
    end)

    it("names the buyer as the order did, and masks him", function()
      local number = shop:order().out_trade_no
      local open_id = shop.buyers[2].open_id
      assert.is_nil(shop:refusal("create", shop:order { out_trade_no = number, buyer_open_id = open_id }))
      local node = shop:call("query", { out_trade_no = number })
      assert.same({ open_id, "138****1234" }, { node.buyer_open_id, node.buyer_logon_id })
      assert.is_nil(node.buyer_user_id)
    end)

    it("says what is wrong with it", function()
      local buyer_id = shop.buyers[1].user_id
      for code, more in pairs {
        ["ACQ.BUYER_SELLER_EQUAL"] = { buyer_id = shop.seller_id },
        ["ACQ.BUYER_NOT_EXIST"] = { buyer_id = "2088000000000000" },
        ["ACQ.INVALID_RECEIVE_ACCOUNT"] = { seller_id = "2088000000000000" },
        ["ACQ.EXIST_FORBIDDEN_WORD"] = { subject = "一个违禁词" },
        ["ACQ.TOTAL_FEE_EXCEED"] = { total_amount = "100000000.01" },
        ["ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR"] = { time_expire = "2020-01-01 00:00:00", timeout_express = "1h" },
        ["ACQ.INVALID_PARAMETER"] = { discountable_amount = "1.00", undiscountable_amount = "7.79" },
      } do
        local order = shop:order { buyer_id = buyer_id }
        for name, value in pairs(more) do order[name] = value end
        assert.equal(code, shop:refusal("create", order))
        assert.equal("ACQ.TRADE_NOT_EXIST", shop:status(order.out_trade_no))
      end
      assert.is_nil(shop:refusal("create", shop:order {
        buyer_id = buyer_id, seller_id = shop.seller_id, discountable_amount = "1.00", undiscountable_amount = "7.80",
      }))
    end)

    it("says which parameters are missing or bad by its business", function()
      for _, change in ipairs {
        { out_trade_no = "" }, { total_amount = "" }, { subject = "" }, { total_amount = "1.234" }, { total_amount = "free" },
        { timeout_express = "16d" }, { timeout_express = "1.5h" }, { buyer_id = "" }, { out_trade_no = ("1"):rep(65) },
        { goods_detail = "none" }, { enable_pay_channels = "balance", disable_pay_channels = "creditCard" },
      } do
        local order = shop:order { buyer_id = shop.buyers[1].user_id }
        for name, value in pairs(change) do order[name] = value end
        assert.equal("ACQ.INVALID_PARAMETER", shop:refusal("create", order), next(change))
      end
      assert.equal("ACQ.TOTAL_FEE_EXCEED", shop:refusal("create", shop:order { total_amount = "0" }))
    end)

    it("takes numbers for texts, as they stand in the JSON", function()
      local buyer_id = shop.buyers[1].user_id
      assert.is_nil(shop:refusal("create", { out_trade_no = 77, total_amount = 8.1, subject = 1, buyer_id = buyer_id }))
      local node = shop:call("query", { out_trade_no = "77" })
      assert.equal("8.10", node.total_amount)
    end)
  end)

  describe("by precreate", function()
    it("is no trade until its code is scanned", function()
      local order = shop:order()
      local node = shop:call("precreate", order)
      assert.same({ "10000", order.out_trade_no }, { node.code, node.out_trade_no })
      assert.matches("^http://127%.0%.0%.1:%d+/q/bax[a-z0-9]+$", node.qr_code)
      local code, missing = shop:refusal("query", { out_trade_no = order.out_trade_no })
      assert.equal("ACQ.TRADE_NOT_EXIST", code)
      assert.same({
        code = "40004", msg = "Business Failed", sub_code = "ACQ.TRADE_NOT_EXIST", sub_msg = "交易不存在",
        out_trade_no = order.out_trade_no, buyer_pay_amount = "0.00", invoice_amount = "0.00", point_amount = "0.00",
        receipt_amount = "0.00",
      }, missing)
      assert.equal("ACQ.TRADE_NOT_EXIST", shop:refusal("close", { out_trade_no = order.out_trade_no }))
      local row = assert(trade.locate(shop.gw, { qr_code = node.qr_code }))
      assert.equal("WAIT_BUYER_PAY", trade.open(shop.gw, row, shop.buyers[2].user_id).trade_status)
      assert.equal("WAIT_BUYER_PAY", shop:status(order.out_trade_no))
      assert.equal("TRADE_SUCCESS", trade.pay(shop.gw, row).trade_status)
      local paid = shop:call("query", { out_trade_no = order.out_trade_no })
      assert.same({ "8.80", "8.80", "8.80", "0.00", shop.buyers[2].user_id },
        { paid.receipt_amount, paid.buyer_pay_amount, paid.invoice_amount, paid.point_amount, paid.buyer_user_id })
      assert.same({ { amount = "8.80", fund_channel = "ALIPAYACCOUNT" } }, paid.fund_bill_list)
      assert.equal("wait paid", shop:events(order.out_trade_no))
    end)

    it("gives the same code again, and refuses what contradicts it", function()
      local order = shop:order()
      local first = shop:call("precreate", order)
      assert.same(first, shop:call("precreate", order))
      order.total_amount = "8.81"
      assert.equal("ACQ.CONTEXT_INCONSISTENT", shop:refusal("precreate", order))
      order.total_amount = "8.80"
      shop:pay(order.out_trade_no)
      assert.equal("ACQ.TRADE_HAS_SUCCESS", shop:refusal("precreate", order))
      local number = shop:create()
      shop:call("close", { out_trade_no = number })
      assert.equal("ACQ.TRADE_HAS_CLOSE", shop:refusal("precreate", shop:order { out_trade_no = number }))
    end)

    it("can be scanned for two hours, or as long as it says; then the number is free", function()
      for more, life in pairs {
        [{}] = 2 * HOUR, [{ qr_code_timeout_express = "30m" }] = HOUR / 2, [{ timeout_express = "90m" }] = 1.5 * HOUR,
      } do
        local order = shop:order(more)
        local code = shop:call("precreate", order).qr_code
        shop:pass(math.tointeger(life) - 60)
        local row = assert(trade.locate(shop.gw, { qr_code = code }))
        shop:pass(61)
        local opened, reason = trade.open(shop.gw, row)
        assert.is_nil(opened)
        assert.matches("expired", reason)
        order.total_amount = "9.99"
        assert.is_nil(shop:refusal("precreate", order))
        assert.is_nil((trade.locate(shop.gw, { qr_code = code })))
      end
    end)
  end)

  describe("of a buyer", function()
    it("is paid, looked at, cancelled, or cannot be afforded", function()
      for _, outcome in ipairs { "open", "cancel", "balance" } do
        local number = shop:create()
        assert.equal("WAIT_BUYER_PAY", shop:pay(number, { outcome = outcome }).trade_status)
        assert.equal("TRADE_SUCCESS", shop:pay(number).trade_status)
        local again, reason = shop:pay(number, { outcome = outcome })
        assert.is_nil(again)
        assert.matches("is paid already", reason)
      end
    end)

    it("is refused to whoever cannot have it", function()
      local number = shop:create()
      for options, words in pairs {
        [{ buyer = "2088000000000000" }] = "no buyer", [{ buyer = shop.buyers[2].user_id }] = "another buyer",
        [{ outcome = "theft" }] = "outcome theft",
      } do
        local done, reason = shop:pay(number, options)
        assert.is_nil(done)
        assert.matches(words, reason, 1, true)
      end
      assert.equal("WAIT_BUYER_PAY", shop:status(number))
      shop:call("close", { out_trade_no = number })
      assert.matches("is closed", select(2, shop:pay(number)))
      for _, key in ipairs { {}, { out_trade_no = "none" }, { trade_no = "1" }, { qr_code = "http://h/q/none" } } do
        local row, reason = trade.locate(shop.gw, key)
        assert.is_nil(row)
        assert.is_string(reason)
      end
    end)
  end)

  describe("closes", function()
    it("when it is asked to while it waits, and only then", function()
      local number, trade_no = shop:create()
      local code, node = shop:refusal("close", { trade_no = trade_no, out_trade_no = "another" })
      assert.is_nil(code)
      assert.same({ number, trade_no }, { node.out_trade_no, node.trade_no })
      code, node = shop:refusal("close", { trade_no = trade_no })
      assert.equal("ACQ.TRADE_STATUS_ERROR", code)
      assert.equal(number, node.out_trade_no)
      assert.equal("ACQ.TRADE_STATUS_ERROR", shop:refusal("close", { out_trade_no = (shop:paid()) }))
      assert.equal("ACQ.TRADE_NOT_EXIST", shop:refusal("close", { out_trade_no = "none" }))
      assert.equal("ACQ.INVALID_PARAMETER", shop:refusal("close", {}))
      assert.equal("wait closed", shop:events(number))
    end)

    it("by itself when its time is over, at that moment", function()
      for more, life in pairs {
        [{}] = 15 * DAY, [{ timeout_express = "90m" }] = 1.5 * HOUR, [{ timeout_express = "2d" }] = 2 * DAY,
      } do
        local number = shop:create(more)
        shop:pass(math.tointeger(life) - 60)
        assert.equal("WAIT_BUYER_PAY", shop:status(number))
        shop:pass(61)
        assert.equal("TRADE_CLOSED", shop:status(number))
        assert.equal("wait closed", shop:events(number))
        local item = trade.list(shop.gw, "trades", { out_trade_no = number })[1]
        assert.equal(item.time_expire, item.gmt_close)
      end
    end)

    it("at the end of the day in China with 1c, at time_expire whatever else it says", function()
      local number = shop:create { timeout_express = "1c" }
      assert.matches(" 00:00:00$", trade.list(shop.gw, "trades", { out_trade_no = number })[1].time_expire)
      shop:pass(DAY)
      assert.equal("TRADE_CLOSED", shop:status(number))
      number = shop:create { timeout_express = "1h", time_expire = "2036-12-31 10:05:00" }
      assert.equal("2036-12-31 10:05:00", trade.list(shop.gw, "trades", { out_trade_no = number })[1].time_expire)
    end)

    it("says when something is due next", function()
      local number = shop:create { timeout_express = "1m" }
      local due = trade.next_due(shop.gw)
      assert.is_true(due > shop.gw.clock() and due <= shop.gw.clock() + 60)
      shop:pass(60)
      assert.equal("TRADE_CLOSED", shop:status(number))
    end)
  end)

  it("finishes a year after it was paid", function()
    local number = shop:paid()
    shop:pass(365 * DAY - 60)
    assert.equal("TRADE_SUCCESS", shop:status(number))
    shop:pass(60)
    assert.equal("TRADE_FINISHED", shop:status(number))
    assert.equal("wait paid finished", shop:events(number))
    assert.equal("ACQ.TRADE_HAS_SUCCESS", shop:refusal("precreate", shop:order { out_trade_no = number }))
    assert.equal("ACQ.TRADE_STATUS_ERROR", shop:refusal("close", { out_trade_no = number }))
  end)
end)
