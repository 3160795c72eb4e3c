-- SPDX-License-Identifier: MIT
-- Payments by the code in the buyer's wallet.

local shops = require "spec.support.trade"
local trade = require "alipay.gateway.trade"

describe("alipay.trade.pay", function()
  local shop
  local codes = 0

  setup(function() shop = shops.start { shared = true } end)
  teardown(function() shop:finish() end)

  local function code()
    codes = codes + 1
    return ("28%016d"):format(codes)
  end

  local function order(more)
    local values = shop:order { auth_code = code(), scene = "bar_code" }
    for name, value in pairs(more or {}) do values[name] = value end
    return values
  end

  it("takes up to 1000.00 at once", function()
    local values = order { total_amount = "1000.00", store_id = "NJ_001", terminal_id = "T1" }
    local node = shop:call("pay", values)
    local trade_no, time = node.trade_no, node.gmt_payment
    assert.matches("^%d%d%d%d%-%d%d%-%d%d %d%d:%d%d:%d%d$", time)
    assert.same({
      code = "10000", msg = "Success", buyer_logon_id = "loc***@example.com", buyer_user_id = shop.buyers[1].user_id,
      buyer_pay_amount = "1000.00", invoice_amount = "1000.00", point_amount = "0.00", receipt_amount = "1000.00",
      total_amount = "1000.00", fund_bill_list = { { amount = "1000.00", fund_channel = "ALIPAYACCOUNT" } }, gmt_payment = time,
      out_trade_no = values.out_trade_no, trade_no = trade_no,
    }, node)
    node = shop:call("query", { out_trade_no = values.out_trade_no })
    assert.same({ "TRADE_SUCCESS", "1000.00", time, "NJ_001", "T1", "PRIVATE" },
      { node.trade_status, node.receipt_amount, node.send_pay_date, node.store_id, node.terminal_id, node.buyer_user_type })
    assert.equal("wait paid", shop:events(values.out_trade_no))
  end)

  it("waits for the buyer above", function()
    local values = order { total_amount = "1000.01" }
    local node = shop:call("pay", values)
    assert.same({
      code = "10003", msg = " order success pay inprocess", buyer_logon_id = "loc***@example.com",
      buyer_user_id = shop.buyers[1].user_id, buyer_pay_amount = "0.00", invoice_amount = "0.00", point_amount = "0.00",
      receipt_amount = "0.00", total_amount = "1000.01", out_trade_no = values.out_trade_no, trade_no = node.trade_no,
    }, node)
    assert.same(node, shop:call("pay", values))
    assert.equal("WAIT_BUYER_PAY", shop:status(values.out_trade_no))
    shop:pay(values.out_trade_no)
    assert.equal("TRADE_SUCCESS", shop:status(values.out_trade_no))
    assert.equal("ACQ.TRADE_HAS_SUCCESS", shop:refusal("pay", values))
    assert.equal("wait paid", shop:events(values.out_trade_no))
  end)

  it("closes three hours after what nobody confirmed", function()
    local values = order { total_amount = "2000" }
    shop:call("pay", values)
    shop:pass(3 * 3600 - 60)
    assert.equal("WAIT_BUYER_PAY", shop:status(values.out_trade_no))
    shop:pass(60)
    assert.equal("TRADE_CLOSED", shop:status(values.out_trade_no))
    assert.equal("ACQ.TRADE_HAS_CLOSE", shop:refusal("pay", values))
  end)

  it("takes a code for one payment", function()
    local first = order()
    assert.is_nil(shop:refusal("pay", first))
    local second = order { auth_code = first.auth_code }
    assert.equal("ACQ.PAYMENT_AUTH_CODE_INVALID", shop:refusal("pay", second))
    assert.equal("ACQ.TRADE_NOT_EXIST", shop:status(second.out_trade_no))
    second.auth_code = code()
    assert.is_nil(shop:refusal("pay", second))
  end)

  it("knows what a code looks like", function()
    for _, bad in ipairs {
      "1", ("2"):rep(16), "281234567890123", ("28"):rep(13), "31" .. ("1"):rep(16), "28000000000000000x", "fp123",
    } do
      assert.equal("ACQ.PAYMENT_AUTH_CODE_INVALID", shop:refusal("pay", order { auth_code = bad }), bad)
    end
    for _, good in ipairs { "25" .. ("1"):rep(14), "30" .. ("1"):rep(22), "fp" .. ("a"):rep(35) } do
      assert.is_nil(shop:refusal("pay", order { auth_code = good }), good)
    end
    assert.equal("ACQ.INVALID_PARAMETER", shop:refusal("pay", order { auth_code = "" }))
  end)

  it("lets codes choose what comes of them", function()
    for digits, refusal in pairs {
      ["01"] = "ACQ.BUYER_BALANCE_NOT_ENOUGH", ["02"] = "ACQ.PAYMENT_FAIL", ["03"] = "ACQ.ERROR_BALANCE_PAYMENT_DISABLE",
      ["04"] = "ACQ.BUYER_SELLER_EQUAL",
    } do
      local values = order { auth_code = "2540404040" .. digits .. "0001" }
      assert.equal(refusal, shop:refusal("pay", values))
      assert.equal("ACQ.TRADE_NOT_EXIST", shop:status(values.out_trade_no))
      values.auth_code = code()
      assert.is_nil(shop:refusal("pay", values))
    end
    local values = order { auth_code = "2540404040050001" }
    assert.equal("10003", shop:call("pay", values).code)
  end)

  it("pays an order that was placed before, and refuses one that differs", function()
    local number = shop:order().out_trade_no
    shop:call("precreate", shop:order { out_trade_no = number })
    assert.equal("ACQ.CONTEXT_INCONSISTENT", shop:refusal("pay", order { out_trade_no = number, total_amount = "8.81" }))
    assert.is_nil(shop:refusal("pay", order { out_trade_no = number }))
    assert.equal("TRADE_SUCCESS", shop:status(number))
    number = shop:create { buyer_id = shop.buyers[2].user_id }
    assert.equal("ACQ.TRADE_BUYER_NOT_MATCH", shop:refusal("pay", order { out_trade_no = number }))
    assert.is_nil(shop:refusal("pay", order { out_trade_no = number, buyer_id = shop.buyers[2].user_id }))
  end)

  it("says what is wrong with an order", function()
    for code_wanted, more in pairs {
      ["ACQ.TOTAL_FEE_EXCEED"] = { total_amount = "100000000.01" }, ["ACQ.BUYER_NOT_EXIST"] = { buyer_id = "2088000000000000" },
      ["ACQ.BUYER_SELLER_EQUAL"] = { buyer_id = shop.seller_id }, ["ACQ.INVALID_RECEIVE_ACCOUNT"] = { seller_id = "2088" },
      ["ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR"] = { time_expire = "2020-01-01 00:00:00" },
      ["ACQ.INVALID_PARAMETER"] = { goods_detail = { { goods_id = "1" } } },
    } do
      assert.equal(code_wanted, shop:refusal("pay", order(more)))
    end
  end)

  it("takes one of two payments by the same code at two gateways of a folder", function()
    local other = shops.start { dir = shop.gw.dir, shared = true }
    local first = order()
    local second = order { auth_code = first.auth_code }
    assert.is_nil(other:refusal("pay", first))
    assert.equal("ACQ.PAYMENT_AUTH_CODE_INVALID", shop:refusal("pay", second))
    assert.equal("ACQ.TRADE_HAS_SUCCESS", shop:refusal("pay", first))
    assert.equal(1, #trade.list(shop.gw, "trades", { out_trade_no = first.out_trade_no }))
    other.gw:stop()
  end)
end)
