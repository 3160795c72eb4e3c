-- SPDX-License-Identifier: MIT
-- What a buyer does by control call and from Lua: he pays, or does not; notifications that somebody asks for.

local control = require "spec.support.control"
local form = require "alipay.core.form"
local merchants = require "spec.support.merchant"
local shops = require "spec.support.trade"

describe("a buyer by control call", function()
  local shop, gw, merchant
  before_each(function()
    shop = shops.start()
    gw, merchant = shop.gw, merchants.start()
    merchant.answer = "success"
  end)
  after_each(function()
    shop:finish()
    merchant:stop()
  end)

  local function refused(status, sentence, name, given)
    local before = gw:state "trades"
    local answer, found = control.call(gw, name, given)
    assert.equal(status, found)
    assert.matches(sentence, answer.error, 1, true)
    assert.same(before, gw:state "trades")
  end

  it("scans a code and pays; the merchant is told", function()
    local order = shop:order()
    local qr_code = shop:call("precreate", order, { notify_url = merchant.url }).qr_code
    assert.equal("ACQ.TRADE_NOT_EXIST", shop:status(order.out_trade_no))
    local opened = control.call(gw, "pay", { qr_code = qr_code, outcome = "open" })
    assert.equal("WAIT_BUYER_PAY", opened.trade_status)
    local paid, status = control.call(gw, "pay", { qr_code = qr_code })
    assert.same({ 200, opened.trade_no, "TRADE_SUCCESS" }, { status, paid.trade_no, paid.trade_status })
    assert.matches("trade_status=TRADE_SUCCESS", merchant:take().body, 1, true)
    assert.equal("TRADE_SUCCESS", shop:status(order.out_trade_no))
  end)

  it("pays by either number, as the buyer that is named", function()
    local number, trade_no = shop:create()
    assert.equal("TRADE_SUCCESS", (control.call(gw, "pay", { trade_no = trade_no })).trade_status)
    local order = shop:order()
    shop:call("precreate", order)
    assert.equal("TRADE_SUCCESS", assert(gw:pay { out_trade_no = order.out_trade_no, buyer = shop.buyers[2].user_id }).trade_status)
    assert.equal(shop.buyers[2].user_id, gw:state("trades", { out_trade_no = order.out_trade_no })[1].buyer_user_id)
    assert.equal(number, gw:state("trades", { trade_no = trade_no })[1].out_trade_no)
  end)

  it("lets a page order be, or has no money", function()
    local number = shop:create()
    for _, outcome in ipairs { "cancel", "balance", "open" } do
      assert.equal("WAIT_BUYER_PAY", (control.call(gw, "pay", { out_trade_no = number, outcome = outcome })).trade_status)
    end
  end)

  it("is refused what cannot be done, and nothing changes", function()
    local paid, closed = shop:paid(), shop:create()
    shop:call("close", { out_trade_no = closed })
    refused(409, "is paid already", "pay", { out_trade_no = paid })
    refused(409, "is closed", "pay", { out_trade_no = closed })
    refused(404, "there is no order N1", "pay", { out_trade_no = "N1" })
    refused(404, "there is no trade 1", "pay", { trade_no = "1" })
    refused(404, "no order has the qr_code", "pay", { qr_code = "https://qr.alipay.com/bax000" })
    refused(400, "name the order by one of qr_code, out_trade_no, trade_no, order, url", "pay", {})
    refused(400, "name the order by one of", "pay", { out_trade_no = paid, trade_no = "1" })
    refused(400, "'outcome' must be success, cancel, balance or open", "pay", { out_trade_no = paid, outcome = "steal" })
    refused(400, "'out_trade_no' must be of type string", "pay", { out_trade_no = 1 })
    refused(400, "unknown field 'amount'", "pay", { out_trade_no = paid, amount = "1" })
    refused(409, "there is no buyer 2088", "pay", { out_trade_no = shop:create(), buyer = "2088" })
    refused(404, "isv.", "pay", { order = "app_id=" .. gw.app_id .. "&method=alipay.trade.app.pay" })
    refused(404, "isv.", "pay", { url = gw.gateway .. "?" .. form.encode { app_id = "1" } })
    local order = shop:order { timeout_express = "1m" }
    shop:call("precreate", order)
    gw:advance(3600)
    refused(409, "has expired", "pay", { out_trade_no = order.out_trade_no })
    local none, err = gw:pay { out_trade_no = paid }
    assert.is_nil(none)
    assert.same({ "parameter", true }, { err.kind, err.message:find("is paid already", 1, true) ~= nil })
    assert.has_error(function() gw:pay { amount = "1" } end, "gateway: unknown field 'amount'")
  end)

  it("is told of again, as often as one likes, and of what did not happen", function()
    local number = shop:create()
    shop:call("close", { out_trade_no = number })
    refused(400, "has no notify_url", "notify", { out_trade_no = number })
    local order = shop:order()
    shop:call("precreate", order, { notify_url = merchant.url })
    gw:pay { out_trade_no = order.out_trade_no }
    local first = merchant:take().body
    merchants.step_until(function() return gw:state("notifications")[1].delivered end)
    local item = gw:state("notifications", { out_trade_no = order.out_trade_no })[1]
    assert.equal("success", item.result)
    local sent = control.call(gw, "notify", { notify_id = item.notify_id, times = 2 })
    assert.same({ notify_id = item.notify_id, times = 2 }, sent)
    assert.equal(first:match "notify_id=%d+", merchant:take().body:match "notify_id=%d+")
    merchant:take()
    assert(gw:notify { out_trade_no = order.out_trade_no, kind = "refund" })
    assert.matches("refund_fee=", merchant:take().body, 1, true)
    assert.equal(0, #gw:state "refunds")
    refused(400, "'kind' must be", "notify", { out_trade_no = order.out_trade_no, kind = "stolen" })
    refused(400, "'times' must be 1 to", "notify", { out_trade_no = order.out_trade_no, times = 0 })
    refused(400, "there is no notification", "notify", { notify_id = "1" })
    refused(400, "give notify_id or out_trade_no", "notify", {})
    refused(400, "'times' must be a whole number", "notify", { notify_id = "1", times = "2" })
    local none, err = gw:notify { notify_id = "1" }
    assert.is_nil(none)
    assert.equal("parameter", err.kind)
  end)

  it("shows in refunds and transfers too", function()
    local number = shop:paid()
    shop:call("refund", { out_trade_no = number, refund_amount = "1.00", out_request_no = "R1" })
    local refunds = control.call(gw, "state", { kind = "refunds", out_request_no = "R1" }).items
    assert.same({ "1.00", number }, { refunds[1].refund_amount, refunds[1].out_trade_no })
    assert.same({ items = {} }, (control.call(gw, "state", { kind = "transfers", out_biz_no = "T1" })))
    refused(400, "tokens cannot be chosen by 'trade_no'", "state", { kind = "tokens", trade_no = "1" })
  end)
end)
