-- SPDX-License-Identifier: MIT
-- Orders that are waited for, closed and cancelled.

local async = require "alipay.async"
local fs = require "alipay.core.fs"
local till = require "spec.support.till"
local trade = require "alipay.trade"

local OPEN, PAID, CLOSED = till.status "WAIT_BUYER_PAY", till.status "TRADE_SUCCESS", till.status "TRADE_CLOSED"
local NOT_THERE = till.refused "ACQ.TRADE_NOT_EXIST"

describe("an order", function()
  local desk
  before_each(function() desk = till.start() end)
  after_each(function() desk:finish() end)

  it("is waited for until it is paid, and nothing is cancelled", function()
    desk.answers = { query = { NOT_THERE, "unknown", OPEN, PAID } }
    local res = assert(trade.wait(desk.client, "A1", desk:options { timeout = 20 }))
    assert.equal("TRADE_SUCCESS", res.data.trade_status)
    assert.equal("query query query query", desk:methods())
    desk.answers = { query = { OPEN } }
    local _, err = trade.wait(desk.client, { trade_no = "T1" }, desk:options())
    assert.equal("timeout", err.kind)
    assert.equal("unknown", err.outcome)
    assert.equal("WAIT_BUYER_PAY", err.response.data.trade_status)
    assert.equal("T1", desk.calls[#desk.calls].content.trade_no)
    desk.answers = { query = { CLOSED } }
    _, err = trade.wait(desk.client, "A1", desk:options { timeout = 20 })
    assert.equal("unpaid", err.outcome)
    desk.answers = { query = { "unknown" } }
    _, err = trade.wait(desk.client, "A1", desk:options())
    assert.equal("20000", err.code)
    assert.equal("unknown", err.outcome)
  end)

  it("is asked once more when time is up, however long the interval", function()
    local sleep, slept = async.sleep, {}
    finally(function() async.sleep = sleep end)
    function async.sleep(seconds)
      slept[#slept + 1] = seconds
      desk:pass(seconds)
    end
    desk.answers = { query = { OPEN, PAID } }
    assert(trade.wait(desk.client, "A1", desk:options { timeout = 1000, interval = 5000 }))
    assert.equal("query query", desk:methods())
    assert.equal(1, #slept)
    assert.is_true(slept[1] > 0 and slept[1] <= 1000)
  end)

  it("is asked once with no time at all", function()
    desk.answers = { query = { PAID } }
    assert(trade.wait(desk.client, "A1", desk:options { timeout = 0 }))
    assert.equal("query", desk:methods())
  end)

  it("is closed, and asked for when nobody knows", function()
    desk.answers = { close = { till.ok() } }
    assert(trade.close(desk.client, "A1", desk:options()))
    desk.answers = { close = { "drop" }, query = { CLOSED } }
    assert(trade.close(desk.client, "A2", desk:options()))
    desk.answers, desk.count = { close = { "unknown", till.ok() }, query = { OPEN } }, {}
    assert(trade.close(desk.client, "A3", desk:options { timeout = 20 }))
    desk.answers = { close = { till.refused "ACQ.TRADE_STATUS_ERROR" } }
    local _, err = trade.close(desk.client, "A4", desk:options())
    assert.equal("refused", err.outcome)
    desk.answers = { close = { "unknown" }, query = { "unknown" } }
    _, err = trade.close(desk.client, "A5", desk:options())
    assert.equal("unknown", err.outcome)
    local states = {}
    for i, row in ipairs(desk:journal()) do states[i] = row.outcome or row.state end
    assert.same({ "closed", "closed", "closed", "refused", "open" }, states)
    desk.answers = { close = { till.refused "ACQ.TRADE_STATUS_ERROR" }, query = { CLOSED } }
    assert(trade.close(desk.client, "A5", desk:options())) -- the earlier request closed it
    assert.equal("closed", desk:journal()[5].outcome)
  end)

  it("is cancelled, also when the repetition is refused", function()
    desk.answers = { cancel = { till.ok { retry_flag = "N", action = "refund" } } }
    assert.equal("refund", assert(trade.cancel(desk.client, "A1", desk:options())).data.action)
    desk.answers, desk.count = { cancel = { "drop", till.refused "ACQ.REASON_TRADE_REFUND_FEE_ERR" }, query = { CLOSED } }, {}
    assert(trade.cancel(desk.client, "A2", desk:options { timeout = 20 }))
    desk.answers, desk.count = { cancel = { till.refused "ACQ.TRADE_CANCEL_TIME_OUT" }, query = { PAID } }, {}
    local _, err = trade.cancel(desk.client, "A3", desk:options())
    assert.equal("refused", err.outcome)
    desk.answers, desk.count = { cancel = { "unknown" }, query = { PAID } }, {}
    _, err = trade.cancel(desk.client, "A4", desk:options())
    assert.same({ "20000", "unknown" }, { err.code, err.outcome })
    assert.equal("open", desk:journal()[4].state)
    desk.answers, desk.count = { cancel = { till.ok { retry_flag = "Y" } }, query = { OPEN } }, {}
    _, err = trade.cancel(desk.client, "A5", desk:options())
    assert.equal("unknown", err.outcome)
    assert.matches("order A5 is cancelled: the platform asks for it to be repeated", err.message, 1, true)
  end)

  it("is offered as a QR code, drawn or in a file", function()
    desk.answers = { precreate = { till.ok { qr_code = "https://qr.alipay.com/bax01" } } }
    local png = desk.dir .. "/code.png"
    local content = { out_trade_no = "A1", total_amount = "8.80", subject = "x" }
    local res = assert(trade.precreate(desk.client, content, { png = png, query = { notify_url = "https://shop.example/n" } }))
    assert.equal("https://qr.alipay.com/bax01", res.data.qr_code)
    assert.equal("\137PNG", assert(io.open(png, "rb")):read(4))
    local _, err = trade.precreate(desk.client, content, { png = desk.dir .. "/no/code.png" })
    assert.equal("parameter", err.kind)
    assert.is_false((pcall(trade.precreate, desk.client, content, { pgn = png })))
    _, err = trade.precreate(desk.client, { out_trade_no = "A1", total_amount = "1.005" })
    assert.equal("parameter", err.kind)
    assert.is_nil(fs.stat(desk.dir .. "/trades.db"))
  end)
end)
