-- SPDX-License-Identifier: MIT
-- Payments by a QR code that the buyer scans: made, waited for, closed when nobody paid.

local till = require "spec.support.till"
local trade = require "alipay.trade"

local MADE = till.ok { qr_code = "https://qr.alipay.com/bax0", out_trade_no = "A1" }
local OPEN = till.ok { trade_status = "WAIT_BUYER_PAY", out_trade_no = "A1" }
local PAID = till.ok { trade_status = "TRADE_SUCCESS", out_trade_no = "A1" }
local CLOSED = till.ok { out_trade_no = "A1" }
local NOT_THERE = till.refused "ACQ.TRADE_NOT_EXIST"

describe("trade.scan", function()
  local desk
  before_each(function() desk = till.start() end)
  after_each(function() desk:finish() end)

  local function scan(answers, more, options)
    desk.answers = answers
    local content = { out_trade_no = "A1", total_amount = "2.00", subject = "x" }
    for name, value in pairs(more or {}) do content[name] = value or nil end
    return trade.scan(desk.client, content, desk:options(options))
  end

  it("is paid by a code that is good for as long as it is waited for", function()
    local res = assert(scan({ precreate = { MADE }, query = { NOT_THERE, OPEN, PAID } }, nil, { timeout = 90 }))
    assert.equal("TRADE_SUCCESS", res.data.trade_status)
    assert.equal("precreate query query query", desk:methods())
    local sent = desk.calls[1].content
    assert.same({ "2m", "2m" }, { sent.timeout_express, sent.qr_code_timeout_express })
    assert(scan({ precreate = { MADE }, query = { PAID } }, { timeout_express = "30m" }))
    assert.equal("30m", desk.calls[5].content.timeout_express)
  end)

  it("is closed when it was scanned and not paid", function()
    local _, err = scan { precreate = { MADE }, query = { OPEN }, close = { CLOSED } }
    assert.same({ "unpaid", "the order is closed" }, { err.outcome, err.hint })
    local row = desk:journal()[1]
    assert.same({ "close", "A1", "closed" }, { row.kind, row.key, row.outcome })
  end)

  it("is unknown when nobody scanned it: the code ends by itself", function()
    local _, err = scan { precreate = { MADE }, query = { NOT_THERE }, close = { NOT_THERE } }
    assert.equal("unknown", err.outcome)
    assert.matches("nobody scanned the code, which ends 1m after it was made", err.hint, 1, true)
  end)

  it("is paid when the buyer was faster than the closing", function()
    local closing = false
    local function answer() return closing and PAID or OPEN end
    local function refuse()
      closing = true
      return till.refused "ACQ.TRADE_STATUS_ERROR"
    end
    assert(scan { precreate = { MADE }, query = { answer }, close = { refuse } })
    assert.matches("query close query$", desk:methods())
  end)

  it("is not waited for when there is no code", function()
    local _, err = scan { precreate = { till.refused "ACQ.INVALID_PARAMETER" } }
    assert.is_true(err:is "INVALID_PARAMETER")
    assert.equal("precreate", desk:methods())
    assert.equal("parameter", select(2, scan({}, { total_amount = "0" })).kind)
    assert.is_false((pcall(scan, {}, { out_trade_no = false })))
    assert.is_false((pcall(scan, {}, nil, { pngs = "x" })))
    assert.equal("precreate", desk:methods())
  end)
end)
