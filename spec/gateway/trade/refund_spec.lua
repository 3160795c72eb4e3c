-- SPDX-License-Identifier: MIT
-- Money that goes back: refunds, their query, cancels.

local shops = require "spec.support.trade"
local trade = require "alipay.gateway.trade"

local DAY = 86400

describe("of a trade", function()
  local shop

  setup(function() shop = shops.start { shared = true } end)
  teardown(function() shop:finish() end)

  local function refund(number, amount, request, more)
    local values = { out_trade_no = number, refund_amount = amount, out_request_no = request }
    for name, value in pairs(more or {}) do values[name] = value end
    return shop:refusal("refund", values)
  end

  describe("a refund", function()
    it("adds up, and closes the trade with the last fen", function()
      local number, trade_no = shop:paid()
      local code, node = refund(number, "3", "R1")
      assert.is_nil(code)
      assert.same({
        code = "10000", msg = "Success", buyer_logon_id = "loc***@example.com", buyer_user_id = shop.buyers[1].user_id,
        fund_change = "Y", gmt_refund_pay = node.gmt_refund_pay, out_trade_no = number, trade_no = trade_no,
        refund_fee = "3.00", send_back_fee = "3.00",
      }, node)
      assert.equal("TRADE_SUCCESS", shop:status(number))
      assert.equal("7.50", select(2, refund(number, "4.50", "R2")).refund_fee)
      assert.equal("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", refund(number, "1.31", "R3"))
      assert.equal("8.80", select(2, refund(number, "1.30", "R3")).refund_fee)
      local closed = shop:call("query", { out_trade_no = number })
      assert.equal("TRADE_CLOSED", closed.trade_status)
      assert.is_string(closed.send_pay_date)
      assert.is_nil(closed.refund_fee)
      assert.equal("ACQ.TRADE_HAS_CLOSE", refund(number, "0.01", "R4"))
      assert.equal("wait paid refund refund refund", shop:events(number))
    end)

    it("happens once for each number", function()
      local number = shop:paid()
      local _, first = refund(number, "3.00", "R1")
      refund(number, "1.00", "R2")
      shop:pass(10)
      local code, again = refund(number, "3", "R1")
      assert.is_nil(code)
      assert.same({ "N", "4.00", first.gmt_refund_pay }, { again.fund_change, again.refund_fee, again.gmt_refund_pay })
      assert.equal("ACQ.DISCORDANT_REPEAT_REQUEST", refund(number, "2.00", "R1"))
      refund(number, "4.80", "R3")
      assert.equal("N", select(2, refund(number, "4.80", "R3")).fund_change)
      assert.equal("wait paid refund refund refund", shop:events(number))
    end)

    it("without a number is of the whole amount, and has the order's", function()
      local number = shop:paid()
      assert.equal("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", refund(number, "3.00"))
      assert.is_nil(refund(number, "8.80"))
      assert.equal("N", select(2, refund(number, "8.80")).fund_change)
      local _, node = shop:refusal("fastpay.refund.query", { out_trade_no = number, out_request_no = number })
      assert.equal("8.80", node.refund_amount)
      local item = trade.list(shop.gw, "refunds", { out_trade_no = number })[1]
      assert.same({ number, "8.80", "8.80" }, { item.out_request_no, item.refund_amount, item.refund_fee })
    end)

    it("of a part that was refunded cannot be for all without a number", function()
      local number = shop:paid()
      refund(number, "3.00", "R1")
      assert.equal("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", refund(number, "5.80"))
      assert.equal("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", refund(number, "8.80"))
    end)

    it("shows where the money went when it is asked", function()
      local number = shop:paid()
      local _, node = refund(number, "3.00", "R1", { query_options = { "refund_detail_item_list" } })
      assert.same({ { amount = "3.00", fund_channel = "ALIPAYACCOUNT" } }, node.refund_detail_item_list)
    end)

    it("needs a trade that is paid; its refusals keep two amounts", function()
      local number = shop:create()
      local code, node = refund(number, "8.80", "R1")
      assert.equal("ACQ.TRADE_STATUS_ERROR", code)
      assert.same({
        code = "40004", msg = "Business Failed", sub_code = "ACQ.TRADE_STATUS_ERROR", sub_msg = "交易状态不合法",
        refund_fee = "0.00", send_back_fee = "0.00",
      }, node)
      shop:call("close", { out_trade_no = number })
      assert.equal("ACQ.TRADE_HAS_CLOSE", refund(number, "8.80", "R1"))
      assert.equal("ACQ.TRADE_NOT_EXIST", refund("none", "8.80", "R1"))
      shop:call("precreate", shop:order { out_trade_no = "unscanned" })
      assert.equal("ACQ.TRADE_NOT_EXIST", refund("unscanned", "8.80", "R1"))
      for _, bad in ipairs { "", "0", "-1", "1.234", "all" } do
        code, node = refund(number, bad, "R1")
        assert.same({ "ACQ.INVALID_PARAMETER", "0.00" }, { code, node.refund_fee }, bad)
      end
      assert.equal("ACQ.INVALID_PARAMETER", shop:refusal("refund", { refund_amount = "1.00" }))
      number = shop:paid()
      shop:pass(365 * DAY)
      assert.equal("ACQ.TRADE_HAS_FINISHED", refund(number, "8.80", "R1"))
    end)

    it("of one trade at two gateways of a folder never exceeds it", function()
      local number = shop:paid()
      local other = shops.start { dir = shop.gw.dir, shared = true }
      assert.is_nil(refund(number, "8.00", "R1"))
      assert.equal("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL",
        other:refusal("refund", { out_trade_no = number, refund_amount = "8.00", out_request_no = "R2" }))
      other.gw:stop()
    end)
  end)

  describe("the query of a refund", function()
    it("says what went back, and more when it is asked", function()
      local number, trade_no = shop:paid()
      local _, made = refund(number, "3.00", "R1")
      local values = { trade_no = trade_no, out_request_no = "R1" }
      local known = {
        code = "10000", msg = "Success", out_request_no = "R1", out_trade_no = number, trade_no = trade_no, refund_amount = "3.00",
        refund_status = "REFUND_SUCCESS", total_amount = "8.80",
      }
      assert.same(known, shop:call("fastpay.refund.query", values))
      values.query_options = { "refund_detail_item_list", "gmt_refund_pay" }
      known.refund_detail_item_list = { { amount = "3.00", fund_channel = "ALIPAYACCOUNT" } }
      known.send_back_fee, known.gmt_refund_pay = "3.00", made.gmt_refund_pay
      assert.same(known, shop:call("fastpay.refund.query", values))
    end)

    it("of one that was not made is an empty success", function()
      local number = shop:paid()
      assert.same({ code = "10000", msg = "Success" },
        shop:call("fastpay.refund.query", { out_trade_no = number, out_request_no = "none" }))
      assert.equal("ACQ.TRADE_NOT_EXIST", shop:refusal("fastpay.refund.query", { out_trade_no = "none", out_request_no = "R" }))
      assert.equal("ACQ.INVALID_PARAMETER", shop:refusal("fastpay.refund.query", { out_trade_no = number }))
    end)
  end)

  describe("a cancel", function()
    local function cancel(number) return shop:refusal("cancel", { out_trade_no = number }) end

    it("closes what is unpaid and gives back what is paid, once", function()
      for action, start in pairs { close = shop.create, refund = shop.paid } do
        local number, trade_no = start(shop)
        local code, node = cancel(number)
        assert.is_nil(code)
        assert.same({
          code = "10000", msg = "Success", out_trade_no = number, trade_no = trade_no, retry_flag = "N", action = action,
        }, node)
        assert.equal("TRADE_CLOSED", shop:status(number))
        local events = shop:events(number)
        assert.same(node, select(2, cancel(number)))
        assert.equal(events, shop:events(number))
      end
    end)

    it("gives back all of it", function()
      local number = shop:paid()
      cancel(number)
      local _, node = shop:refusal("fastpay.refund.query", { out_trade_no = number, out_request_no = number })
      assert.equal("8.80", node.refund_amount)
      assert.equal("wait paid refund", shop:events(number))
    end)

    it("of what is no trade is a success without action, and leaves an order as it is", function()
      local known = { code = "10000", msg = "Success", out_trade_no = "none", retry_flag = "N" }
      assert.same(known, shop:call("cancel", { out_trade_no = "none" }))
      local order = shop:order()
      shop:call("precreate", order)
      assert.is_nil(select(2, cancel(order.out_trade_no)).action)
      assert.equal("TRADE_SUCCESS", shop:pay(order.out_trade_no).trade_status)
    end)

    it("is refused for what was refunded, is too old, or finished", function()
      local number = shop:paid()
      refund(number, "1.00", "R1")
      local code, node = cancel(number)
      assert.same({ "ACQ.REASON_TRADE_REFUND_FEE_ERR", number, "N" }, { code, node.out_trade_no, node.retry_flag })
      refund(number, "7.80", "R2")
      assert.equal("ACQ.REASON_TRADE_REFUND_FEE_ERR", cancel(number))
      number = shop:paid()
      shop:pass(DAY)
      assert.equal("ACQ.TRADE_CANCEL_TIME_OUT", cancel(number))
      shop:pass(364 * DAY)
      assert.equal("ACQ.TRADE_HAS_FINISHED", cancel(number))
      assert.equal("ACQ.INVALID_PARAMETER", shop:refusal("cancel", {}))
    end)
  end)

  it("lists what moved the merchant's money, in order", function()
    local own = shops.start()
    finally(function() own:finish() end)
    local from = own.gw.clock()
    local first, second = own:paid(), own:paid { total_amount = "1.20" }
    own:create()
    own:pass(60)
    own:call("refund", { out_trade_no = first, refund_amount = "3.00", out_request_no = "R1" })
    own:pass(DAY)
    own:call("refund", { out_trade_no = second, refund_amount = "1.20" })
    local function moved(to)
      local list, sum = {}, 0
      for row in trade.bill_rows(own.gw, own.seller_id, from, to) do
        list[#list + 1] = row.trade.out_trade_no .. (row.refund and " " .. row.refund.out_request_no or "")
        sum = sum + row.amount
      end
      return table.concat(list, ", "), sum
    end
    assert.same({ ("%s, %s, %s R1"):format(first, second, first), 700 }, { moved(from + DAY) })
    assert.same({ ("%s, %s, %s R1, %s %s"):format(first, second, first, second, second), 580 }, { moved(from + 2 * DAY) })
  end)

  it("lists more of one second than are read at once", function()
    local own, count = shops.start(), 1203
    finally(function() own:finish() end)
    own:paid { total_amount = "0.01" }
    local at = own.gw.clock() + 100
    own.gw.store:exec([[WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
      INSERT INTO trades (seller_id, seller_email, app_id, auth_app_id, out_trade_no, trade_no, trade_status, channel, total,
        subject, content, charset, created, expires, paid)
      SELECT t.seller_id, '', '', '', 'n' || i, 'n' || i, 'TRADE_SUCCESS', '', 10, '', '{}', '', 0, 0, ? FROM n, trades t]],
      count, at)
    local seen, rows = {}, 0
    for row in trade.bill_rows(own.gw, own.seller_id, at, at + 1) do
      seen[row.trade.out_trade_no], rows = true, rows + 1
      assert.equal(at, row.at)
    end
    assert.equal(count, rows)
    for i = 1, count do assert.is_true(seen["n" .. i]) end
  end)
end)
