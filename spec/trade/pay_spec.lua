-- SPDX-License-Identifier: MIT
-- Payments by code: what is asked, what is cancelled, and what is said when nobody knows.

local async = require "alipay.async"
local fs = require "alipay.core.fs"
local till = require "spec.support.till"
local trade = require "alipay.trade"

local ORDER = { out_trade_no = "A1", total_amount = "8.80", subject = "茶", auth_code = "284776044441477959" }
local NOT_THERE = till.refused "ACQ.TRADE_NOT_EXIST"
local WAITS = till.ok { code = "10003", msg = " order success pay inprocess", total_amount = "8.80" }

describe("trade.pay", function()
  local desk
  before_each(function() desk = till.start() end)
  after_each(function() desk:finish() end)

  local function pay(answers, options, order)
    desk.answers = answers
    return trade.pay(desk.client, order or ORDER, desk:options(options))
  end

  -- An outcome that is certain, or open.
  local function outcome(state, name)
    local row = desk:journal()[1]
    assert.equal(state, row.state)
    assert.equal(name, row.outcome)
    assert.is_nil(row.claimed_by)
    assert.is_nil(row.content:find("284776", 1, true), "the buyer's code is in the journal")
  end

  it("is paid at once, by one request", function()
    local res = assert(pay { pay = { till.ok { total_amount = "8.80", buyer_user_id = "2088" } } })
    assert.equal("TRADE_SUCCESS", res.data.trade_status)
    assert.equal("pay", desk:methods())
    outcome("ended", "paid")
  end)

  it("asks until the buyer has paid", function()
    local states = {}
    local res = assert(pay({
      pay = { WAITS }, query = { till.status "WAIT_BUYER_PAY", "unknown", till.status "TRADE_SUCCESS" },
    }, { timeout = 20, on_state = function(state) states[#states + 1] = state end }))
    assert.equal("TRADE_SUCCESS", res.data.trade_status)
    assert.equal("pay query query query", desk:methods())
    assert.same({ "WAIT_BUYER_PAY", "WAIT_BUYER_PAY", "unknown", "TRADE_SUCCESS" }, states)
    outcome("ended", "paid")
  end)

  describe("when time is up at the first question,", function()
    local function settle(answers, known)
      answers.pay = { WAITS }
      answers.query = { function()
        if desk.count.query == 1 then desk:pass(60) end
        return till.status(known())
      end }
      return pay(answers, { timeout = 60 })
    end

    local function closed_once_cancelled() return desk.count.cancel and "TRADE_CLOSED" or "WAIT_BUYER_PAY" end

    it("cancels what is unpaid, and asks once more", function()
      local res, err = settle({ cancel = { till.ok { retry_flag = "N", action = "close" } } }, closed_once_cancelled)
      assert.is_nil(res)
      assert.equal("cancelled", err.outcome)
      assert.matches("A1 was not paid in time and is cancelled", err.message, 1, true)
      assert.equal("pay query cancel query", desk:methods())
      outcome("ended", "cancelled")
    end)

    it("repeats the cancellation while it is asked to, and while nobody knows", function()
      local _, err = settle({
        cancel = { "unknown", "drop", till.ok { retry_flag = "Y" }, till.ok { retry_flag = "N", action = "close" } },
      }, function() return (desk.count.cancel or 0) > 3 and "TRADE_CLOSED" or "WAIT_BUYER_PAY" end)
      assert.equal("cancelled", err.outcome)
      assert.equal(4, desk.count.cancel)
    end)

    it("says so when the last-moment payment went back to the buyer", function()
      local _, err = settle({ cancel = { till.ok { retry_flag = "N", action = "refund" } } }, closed_once_cancelled)
      assert.equal("cancelled", err.outcome)
      assert.matches("went back to the buyer", err.message, 1, true)
    end)

    it("is paid when the cancellation was refused because it is", function()
      local res = assert(settle({ cancel = { till.refused "ACQ.CANCEL_NOT_ALLOWED" } },
        function() return desk.count.cancel and "TRADE_SUCCESS" or "WAIT_BUYER_PAY" end))
      assert.equal("TRADE_SUCCESS", res.data.trade_status)
      outcome("ended", "paid")
    end)

    it("is unknown, and stays open, when the cancellation cannot be told from none", function()
      local _, err = settle({ cancel = { function()
        desk:pass(25)
        return "unknown"
      end } }, function() return "WAIT_BUYER_PAY" end)
      assert.equal("unknown", err.outcome)
      assert.equal(3, desk.count.cancel)
      assert.matches("nobody knows yet whether order A1 is paid", err.message, 1, true)
      assert.matches("trade.resume", err.hint, 1, true)
      outcome("open", nil)
    end)
  end)

  it("asks how an unknown request ended, and never sends it twice", function()
    for _, answer in ipairs { "drop", "unknown", "unsigned", till.refused "ACQ.SYSTEM_ERROR" } do
      desk:finish()
      desk = till.start()
      local answers = { pay = { answer }, query = { NOT_THERE, till.status "TRADE_SUCCESS" } }
      local res = assert(pay(answers, { timeout = 20, interval = 0.1 }))
      assert.equal("TRADE_SUCCESS", res.data.trade_status)
      assert.equal("pay query query", desk:methods())
    end
  end)

  it("cancels an order that is not there after an unknown request: it may still arrive", function()
    local _, err = pay({ pay = { "drop" }, query = { function()
      if desk.count.query == 1 then desk:pass(60) end
      return NOT_THERE
    end }, cancel = { till.ok { retry_flag = "N" } } }, { timeout = 60 })
    assert.equal("cancelled", err.outcome)
    assert.equal(1, desk.count.cancel)
  end)

  it("cancels once more what arrives after its cancellation, and does not count it as cancelled while it is open", function()
    local function late(last)
      desk:finish()
      desk = till.start()
      return select(2, pay({ pay = { "drop" }, cancel = { till.ok { retry_flag = "N" } }, query = { function()
        if desk.count.query == 1 then desk:pass(60) end
        if not desk.count.cancel then return NOT_THERE end
        return till.status(desk.count.cancel == 1 and "WAIT_BUYER_PAY" or last)
      end } }, { timeout = 60 }))
    end
    assert.equal("cancelled", late("TRADE_CLOSED").outcome)
    assert.equal(2, desk.count.cancel)
    local err = late "WAIT_BUYER_PAY"
    assert.equal("unknown", err.outcome)
    assert.matches("it was cancelled, and can still be paid", err.message, 1, true)
    outcome("open", nil)
  end)

  it("cancels nothing of which it does not know that it is unpaid", function()
    local _, err = pay { pay = { "drop" }, query = { "unknown" } }
    assert.equal("unknown", err.outcome)
    assert.is_nil(desk.count.cancel)
    outcome("open", nil)
  end)

  it("is unpaid when the platform refuses it, and keeps the code of that", function()
    local _, err = pay { pay = { till.refused "ACQ.PAYMENT_AUTH_CODE_INVALID" } }
    assert.equal("unpaid", err.outcome)
    assert.is_true(err:is "PAYMENT_AUTH_CODE_INVALID")
    assert.equal("pay", desk:methods())
    outcome("ended", "unpaid")
  end)

  it("is unpaid when nothing could be sent", function()
    desk.liar.server:stop()
    local _, err = pay {}
    assert.equal("unpaid", err.outcome)
    assert.is_false(err.sent)
    outcome("ended", "unpaid")
  end)

  it("is paid when that order was paid before, and never cancels it", function()
    local answers = { pay = { till.refused "ACQ.TRADE_HAS_SUCCESS" }, query = { "unknown", till.status "TRADE_SUCCESS" } }
    assert(pay(answers, { timeout = 20 }))
    outcome("ended", "paid")
    -- By now the journal knows: it only asks, and what cannot be answered stays unknown.
    desk.answers = { query = { till.status "WAIT_BUYER_PAY" } }
    local _, err = trade.pay(desk.client, ORDER, desk:options())
    assert.equal("unknown", err.outcome)
    assert.equal(1, desk.count.pay)
    assert.is_nil(desk.count.cancel)
  end)

  it("does not take an order of another amount for its own", function()
    local _, err = pay { pay = { till.refused "ACQ.TRADE_HAS_SUCCESS" }, query = { till.status("TRADE_SUCCESS", "5.00") } }
    assert.equal("unpaid", err.outcome)
    assert.matches("another amount: 5.00, not 8.80", err.message, 1, true)
    local _, other = pay({ pay = { "drop" }, query = { function()
      desk:pass(60)
      return till.status("WAIT_BUYER_PAY", "5.00")
    end } }, { timeout = 60 })
    assert.equal("unpaid", other.outcome)
    assert.is_nil(desk.count.cancel)
  end)

  it("may be tried again with another amount when it came to nothing, and then that one counts", function()
    local _, err = pay { pay = { till.refused "ACQ.BUYER_BALANCE_NOT_ENOUGH" } }
    assert.equal("unpaid", err.outcome)
    local cheaper = { out_trade_no = "A1", total_amount = "5.00", subject = "茶", auth_code = "284776044441477960" }
    desk.count = {}
    local res = assert(pay({ pay = { till.ok { total_amount = "5.00" } } }, nil, cheaper))
    assert.equal("TRADE_SUCCESS", res.data.trade_status)
    outcome("ended", "paid")
    -- Paid is paid: another amount is not sent, the same in other words is.
    local before = #desk.calls
    _, err = pay({}, nil, ORDER)
    assert.matches("the payment of order A1 was meant with another amount: 5.00", err.message, 1, true)
    assert.equal(before, #desk.calls)
    outcome("ended", "paid")
    cheaper.total_amount = "5"
    assert(pay({ query = { till.status("TRADE_SUCCESS", "5.00") } }, nil, cheaper))
  end)

  it("is unpaid when the order is closed meanwhile", function()
    local _, err = pay({ pay = { WAITS }, query = { till.status "TRADE_CLOSED" } }, { timeout = 20 })
    assert.equal("unpaid", err.outcome)
    assert.matches("order A1 is closed", err.message, 1, true)
  end)

  it("does not believe a refusal while an earlier request may wait for the buyer", function()
    pay { pay = { "drop" }, query = { "unknown" } }
    outcome("open", nil)
    local res = assert(pay({
      pay = { "drop", till.refused "ACQ.PAYMENT_AUTH_CODE_INVALID" }, query = { till.status "TRADE_SUCCESS" },
    }, { timeout = 20 }))
    assert.equal("TRADE_SUCCESS", res.data.trade_status)
  end)

  it("sends nothing for wrong amounts, and raises for numbers", function()
    for _, amount in ipairs { "0", "-1.00", "1.234", "1e3", "", "100000000.01", "99999999999999999999" } do
      local res, err = pay({}, nil, { out_trade_no = "A1", total_amount = amount, subject = "x", auth_code = "1" })
      assert.is_nil(res)
      assert.equal("parameter", err.kind)
      assert.matches("total_amount is ", err.message, 1, true)
    end
    for _, amount in ipairs { 8.8, 880 } do
      local fine, message = pcall(pay, {}, nil, { out_trade_no = "A1", total_amount = amount, subject = "x", auth_code = "1" })
      assert.is_false(fine)
      assert.matches("total_amount must be a text", message, 1, true)
    end
    assert.equal("", desk:methods())
  end)

  it("raises for calls that cannot be meant", function()
    for message, call in pairs {
      ["the first argument must be a client"] = function() trade.pay({}, ORDER) end,
      ["a table of content is needed"] = function() trade.pay(desk.client, "A1") end,
      ["unknown option 'intervall'"] = function() trade.pay(desk.client, ORDER, { intervall = 1 }) end,
      ["option 'timeout' cannot be -1"] = function() trade.pay(desk.client, ORDER, { timeout = -1 }) end,
      ["client:as{ app_auth_token = ... } has it in each"] = function()
        trade.pay(desk.client, ORDER, { query = { app_auth_token = "t" } })
      end,
      ["out_trade_no is needed"] = function() trade.pay(desk.client, { total_amount = "1.00" }) end,
    } do
      local fine, reason = pcall(call)
      assert.is_false(fine)
      assert.matches(message, reason, 1, true)
      assert.matches("pay_spec.lua", reason, 1, true)
    end
  end)

  it("sends nothing when the journal cannot be kept", function()
    assert(fs.create(desk.dir .. "/file", ""))
    for path, reason in pairs { [desk.dir .. "/file/none.db"] = "cannot make the folder", ["/"] = "the journal / cannot be" } do
      local _, err = pay({}, { journal = path })
      assert.same({ "parameter", "unknown" }, { err.kind, err.outcome }) -- an earlier run may have paid it
      assert.matches(reason, err.message, 1, true)
      assert.not_matches("make the folder :", err.message, 1, true)
      assert.matches("nothing was sent", err.hint, 1, true)
    end
    assert.equal("", desk:methods())
  end)

  it("leaves an order to the run that is at work on it", function()
    desk.answers = { pay = { WAITS }, query = { till.status "WAIT_BUYER_PAY", function()
      desk.second = desk.second or { trade.pay(desk.client, ORDER, desk:options()) }
      return till.status "TRADE_SUCCESS"
    end } }
    assert(trade.pay(desk.client, ORDER, desk:options { timeout = 20 }))
    assert.matches("another run is at work on the pay of A1", desk.second[2].message, 1, true)
    assert.equal("unknown", desk.second[2].outcome)
    assert.equal(1, desk.count.pay)
  end)

  it("works in tasks, several at once", function()
    desk.answers = {
      pay = { function(content) return till.ok { code = "10003", out_trade_no = content.out_trade_no } end },
      query = { function() return till.status "TRADE_SUCCESS" end },
    }
    local numbers = {}
    for i = 1, 20 do numbers[i] = "B" .. i end
    local results = async.map(numbers, { limit = 20 }, function(number)
      return trade.pay(desk.client, { out_trade_no = number, total_amount = "8.80", subject = "x", auth_code = "28" },
        desk:options { timeout = 20 })
    end)
    assert.equal(20, #results)
    assert.equal(20, desk.count.pay)
  end)
end)
