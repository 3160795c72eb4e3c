-- SPDX-License-Identifier: MIT
-- Refunds: one for one intention, repeated safely, confirmed before they count.

local till = require "spec.support.till"
local trade = require "alipay.trade"

local MOVED = till.ok { fund_change = "Y", refund_fee = "2.00" }
local STILL = till.ok { fund_change = "N", refund_fee = "2.00" }
local FOUND = till.ok { refund_amount = "2.00", refund_status = "REFUND_SUCCESS", out_request_no = "R1" }
local NONE = { code = "10000", msg = "Success" }
local NUMBER = "fastpay.refund.query"

describe("trade.refund", function()
  local desk
  before_each(function() desk = till.start() end)
  after_each(function() desk:finish() end)

  local function refund(answers, more, options)
    desk.answers = answers
    local content = { out_trade_no = "A1", refund_amount = "2.00" }
    for name, value in pairs(more or {}) do content[name] = value or nil end
    return trade.refund(desk.client, content, desk:options(options))
  end

  it("is made when money moved, with a number of its own that is on disk first", function()
    local stored
    assert(refund { refund = { function() stored = desk:journal()[1] return MOVED end } })
    local sent = desk.calls[1].content
    assert.matches("^R%d+%w+$", sent.out_request_no)
    assert.equal(sent.out_request_no, stored.request_no)
    assert.equal("open", stored.state)
    assert.same({ "ended", "refunded" }, { desk:journal()[1].state, desk:journal()[1].outcome })
  end)

  it("has another number for another intention, the same one for the same", function()
    assert(refund { refund = { MOVED } })
    assert(refund { refund = { MOVED } })
    assert.not_equal(desk.calls[1].content.out_request_no, desk.calls[2].content.out_request_no)
    assert(refund({ refund = { MOVED } }, { out_request_no = "R1" }))
    assert(refund({ refund = { STILL }, [NUMBER] = { FOUND } }, { out_request_no = "R1" }, { timeout = 20 }))
    assert.equal(3, #desk:journal())
  end)

  it("is repeated by its number while nobody knows", function()
    local res = assert(refund({
      refund = { "drop", "unknown", MOVED }, [NUMBER] = { NONE },
    }, nil, { timeout = 20 }))
    assert.equal("Y", res.data.fund_change)
    assert.equal(3, desk.count.refund)
    local number = desk.calls[1].content.out_request_no
    for _, call in ipairs(desk.calls) do assert.equal(number, call.content.out_request_no) end
  end)

  it("looks a refund up that moved nothing, and repeats it when it is not there", function()
    assert(refund({ refund = { STILL, MOVED }, [NUMBER] = { NONE } }, nil, { timeout = 20 }))
    assert.equal("refund fastpay.refund.query refund", desk:methods())
    desk:finish()
    desk = till.start()
    local res = assert(refund({ refund = { STILL }, [NUMBER] = { FOUND } }, { out_request_no = "R1" }, { timeout = 20 }))
    assert.equal("N", res.data.fund_change)
    assert.equal("refund fastpay.refund.query", desk:methods())
  end)

  it("is unknown when it is never found, stays open, and blocks a second one without a number", function()
    local _, err = refund { refund = { STILL }, [NUMBER] = { NONE } }
    assert.equal("unknown", err.outcome)
    assert.matches("nobody knows yet whether refund R", err.message, 1, true)
    assert.equal("open", desk:journal()[1].state)
    local count = #desk.calls
    local _, second = refund { refund = { MOVED } }
    assert.matches("of order A1 is still open", second.message, 1, true)
    assert.equal(err.out_request_no, second.out_request_no)
    assert.equal(count, #desk.calls)
    assert(refund({ refund = { MOVED } }, { out_request_no = err.out_request_no }))
    assert.equal("ended", desk:journal()[1].state)
  end)

  describe("that another run begins at the same moment", function()
    -- Another refund between the look for open ones and the note of this one, which is where its number is made.
    local function overtaken(content)
      local date, other = os.date, nil
      finally(function() rawset(os, "date", date) end)
      rawset(os, "date", function(format, ...)
        if format:sub(1, 2) ~= "!R" then return date(format, ...) end
        rawset(os, "date", date)
        other = { refund({ refund = { STILL }, [NUMBER] = { NONE } }, content) }
        return date(format, ...)
      end)
      local _, err = refund { refund = { MOVED } }
      assert.equal("refused", err.outcome)
      assert.equal(1, #desk:journal())
      return err, other[2]
    end

    it("is none for the same order", function()
      local err, other = overtaken()
      assert.equal(other.out_request_no, err.out_request_no)
    end)

    it("is to be repeated when that one may be of this order", function()
      local err = overtaken { out_trade_no = false, trade_no = "T1" }
      assert.is_true(err.retryable)
      assert.matches("a refund of order T1 was begun at the same moment", err.message, 1, true)
    end)
  end)

  describe("of an order whose refund is open", function()
    local ORDER = till.ok { trade_no = "T1", out_trade_no = "A1", trade_status = "TRADE_SUCCESS" }

    -- A refund by one name that nobody knows of, and then one by the other name.
    local function open_by(first)
      return select(2, refund({ refund = { STILL }, [NUMBER] = { NONE } }, first))
    end

    local BY_TRADE_NO, BY_OUT_TRADE_NO = { out_trade_no = false, trade_no = "T1" }, {}
    local WAYS = { ["by trade_no"] = { BY_TRADE_NO, BY_OUT_TRADE_NO }, ["by out_trade_no"] = { BY_OUT_TRADE_NO, BY_TRADE_NO } }
    for names, both in pairs(WAYS) do
      it("is none, also when that one named the order " .. names, function()
        local open = open_by(both[1])
        local _, err = refund({ refund = { MOVED }, query = { ORDER } }, both[2])
        assert.matches("is still open", err.message, 1, true)
        assert.equal(open.out_request_no, err.out_request_no)
        assert.equal("query", desk.calls[#desk.calls].method)
        assert.equal(1, #desk:journal())
      end)
    end

    it("is none when the platform does not say whether it is the same order", function()
      open_by(BY_TRADE_NO)
      local _, err = refund { refund = { MOVED }, query = { "drop" } }
      assert.matches("is still open, and may be of this order", err.message, 1, true)
      assert.equal(1, #desk:journal())
    end)

    it("is made when it is another order, or when there is none", function()
      open_by(BY_TRADE_NO)
      local other = till.ok { trade_no = "T2", out_trade_no = "A1", trade_status = "TRADE_SUCCESS" }
      assert(refund { refund = { MOVED }, query = { other } })
      desk.count.query = nil
      local _, err = refund { refund = { till.refused "ACQ.TRADE_NOT_EXIST" }, query = { till.refused "ACQ.TRADE_NOT_EXIST" } }
      assert.equal("refused", err.outcome)
      assert.equal(3, #desk:journal())
      -- Two names of one kind need no question.
      desk.count.query = nil
      assert(refund({ refund = { MOVED }, query = { "drop" } }, { out_trade_no = false, trade_no = "T3" }))
      assert.is_nil(desk.count.query)
    end)
  end)

  it("is refused when the platform says so", function()
    local _, err = refund { refund = { till.refused "ACQ.SELLER_BALANCE_NOT_ENOUGH" } }
    assert.equal("refused", err.outcome)
    assert.is_true(err:is "SELLER_BALANCE_NOT_ENOUGH")
    assert.equal("refund", desk:methods())
    assert.equal("refused", desk:journal()[1].outcome)
  end)

  it("does not believe a refusal behind a request that may have been done", function()
    local answers = { refund = { "drop", till.refused "ACQ.TRADE_HAS_CLOSE" }, [NUMBER] = { NONE, FOUND } }
    assert(refund(answers, nil, { timeout = 20 }))
    desk:finish()
    desk = till.start()
    local _, err = refund({ refund = { "drop", till.refused "ACQ.TRADE_HAS_CLOSE" }, [NUMBER] = { NONE } }, nil, { timeout = 20 })
    assert.equal("refused", err.outcome)
  end)

  it("is refused when its number stands for another amount", function()
    assert(refund({ refund = { MOVED } }, { out_request_no = "R1" }))
    local _, err = refund({ refund = { MOVED } }, { out_request_no = "R1", refund_amount = "3.00" })
    assert.matches("was meant with another amount: 2.00", err.message, 1, true)
    assert.equal(1, #desk.calls)
    assert.equal("ended", desk:journal()[1].state)
    -- Or so says the platform, of a refund that another machine made.
    local other = till.ok { refund_amount = "1.00", refund_status = "REFUND_SUCCESS" }
    local _, late = refund({ refund = { STILL }, [NUMBER] = { other } }, { out_request_no = "R2" }, { timeout = 20 })
    assert.equal("refused", late.outcome)
    assert.matches("another amount: 1.00, not 2.00", late.message, 1, true)
  end)

  it("is unknown when what the platform answers is no amount", function()
    local _, err = refund { refund = { STILL }, [NUMBER] = { till.ok { refund_amount = "two" } } }
    assert.equal("unknown", err.outcome)
  end)

  it("sends nothing for wrong amounts, and raises for numbers", function()
    for _, amount in ipairs { "0.00", "-2.00", "2.001", "x" } do
      local _, err = refund({}, { refund_amount = amount })
      assert.same({ "parameter", "refused" }, { err.kind, err.outcome })
    end
    assert.is_false((pcall(refund, {}, { refund_amount = 2.5 })))
    assert.is_false((pcall(trade.refund, desk.client, { refund_amount = "1.00" })))
    assert.is_false((pcall(refund, {}, { out_request_no = 7 })))
    local _, unknown = pcall(refund, {}, nil, { timeouts = 1 })
    assert.matches("unknown option 'timeouts' (options are confirm_after, interval, ", tostring(unknown), 1, true)
    assert.equal("", desk:methods())
  end)
end)
