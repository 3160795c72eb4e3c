-- SPDX-License-Identifier: MIT
-- Programs that are killed while money moves, and what the next run makes of it.

local fs = require "alipay.core.fs"
local loop = require "alipay.core.loop"
local process = require "alipay.core.process"
local support = require "spec.support.client"
local till = require "spec.support.till"
local trade = require "alipay.trade"

local WAITS = till.ok { code = "10003", total_amount = "8.80" }
local OPEN, PAID, CLOSED = till.status "WAIT_BUYER_PAY", till.status "TRADE_SUCCESS", till.status "TRADE_CLOSED"
local NOT_THERE = till.refused "ACQ.TRADE_NOT_EXIST"
local MOVED = till.ok { fund_change = "Y", refund_fee = "2.00" }
local NONE = { code = "10000", msg = "Success" }

-- A shop: one call, with the outcome in its exit.
local SHOP = [==[
local trade = require "alipay.trade"
local pid <close> = io.open(arg[2] .. "/pid", "w")
pid:write(require("alipay.core.fs").pid())
pid:flush()
local client = require("alipay").client {
  app_id = "2014072300007148", private_key = arg[2] .. "/app.pem", alipay_public_key = arg[2] .. "/alipay.pem", gateway = arg[3],
}
local options = { timeout = 20, interval = 0.02, confirm_after = 0.02, journal = arg[2] .. "/trades.db" }
local order = { out_trade_no = "A1", total_amount = "8.80", subject = "x", auth_code = "28", refund_amount = "2.00" }
assert(trade[arg[1]](client, (arg[1] == "close" or arg[1] == "cancel") and "A1" or order, options))
]==]

describe("trade.resume", function()
  local desk
  before_each(function()
    desk = till.start()
    local app, ali = support.keys()
    assert(fs.create(desk.dir .. "/app.pem", app:pem()))
    assert(fs.create(desk.dir .. "/alipay.pem", ali:public():pem()))
    assert(fs.create(desk.dir .. "/shop.lua", SHOP))
  end)
  after_each(function() desk:finish() end)

  -- Kills the shop, and answers nothing.
  local function kill()
    local file <close> = assert(io.open(desk.dir .. "/pid"))
    os.execute("kill -9 " .. file:read "a")
    return "drop"
  end

  local function shop(name, answers)
    desk.answers = answers
    local ended
    assert(process.start({
      argv = { support.program, desk.dir .. "/shop.lua", name, desk.dir, desk.client.settings.gateway }, timeout = 60,
    }, function(result, message) ended = result or { output = message } end))
    while not ended do loop.step(1) end
    assert.equal(9, ended.signal, ended.complaint)
    assert.equal("open", desk:journal()[1].state)
  end

  local function resume(answers, options)
    desk.answers, desk.calls, desk.count = answers, {}, {}
    return assert(trade.resume(desk.client, desk:options(options)))
  end

  -- What is made needs no end of its time, which is short for what is not.
  local function resumes(kind, outcome, answers)
    local list = resume(answers, outcome == "refunded" and { timeout = 20 } or nil)
    assert.equal(1, #list)
    assert.equal(kind, list[1].kind)
    assert.equal("A1", list[1].key)
    assert.equal(outcome, list[1].outcome)
    return list[1]
  end

  it("finds a payment that was made, and takes it for paid", function()
    shop("pay", { pay = { kill } })
    local entry = resumes("pay", "paid", { query = { PAID } })
    assert.equal("TRADE_SUCCESS", entry.res.data.trade_status)
    assert.equal("query", desk:methods())
    assert.same({}, resume {})
  end)

  it("cancels a payment that waits for a buyer who has gone", function()
    shop("pay", { pay = { WAITS }, query = { OPEN, kill } })
    resumes("pay", "cancelled", {
      query = { function() return desk.count.cancel and CLOSED or OPEN end },
      cancel = { till.ok { retry_flag = "N", action = "close" } },
    })
    assert.same({}, resume {})
  end)

  it("cancels a payment that never arrived, lest it does", function()
    shop("pay", { pay = { kill } })
    resumes("pay", "cancelled", { query = { NOT_THERE }, cancel = { till.ok { retry_flag = "N" } } })
  end)

  it("never cancels what an earlier run knew to be paid", function()
    desk.answers = { pay = { till.ok { total_amount = "8.80" } } }
    assert(trade.pay(desk.client, { out_trade_no = "A1", total_amount = "8.80", subject = "x", auth_code = "28" },
      desk:options { timeout = 20 }))
    desk.count = {}
    shop("pay", { query = { kill } }) -- asked for once more, and killed
    resumes("pay", "unknown", { query = { NOT_THERE } })
    assert.is_nil(desk.count.cancel)
    resumes("pay", "paid", { query = { PAID } })
  end)

  it("goes on with a cancellation on its way", function()
    shop("pay", { pay = { "unknown" }, query = { NOT_THERE }, cancel = { kill } })
    resumes("pay", "unpaid", { query = { CLOSED } })
  end)

  it("repeats a refund by the number that it had", function()
    local number
    shop("refund", { refund = { function(content) number = content.out_request_no return kill() end } })
    local entry = resumes("refund", "refunded", { refund = { MOVED } })
    assert.equal(number, entry.out_request_no)
    assert.equal(number, desk.calls[1].content.out_request_no)
    assert.equal("2.00", desk.calls[1].content.refund_amount)
  end)

  it("does not take a refused repetition for a refund that failed", function()
    shop("refund", { refund = { kill } })
    local found = till.ok { refund_amount = "2.00", refund_status = "REFUND_SUCCESS" }
    resumes("refund", "refunded", { refund = { till.refused "ACQ.TRADE_HAS_CLOSE" }, ["fastpay.refund.query"] = { found } })
  end)

  it("keeps open what stays unknown, and finds it again", function()
    shop("refund", { refund = { kill } })
    resumes("refund", "unknown", { refund = { "unknown" }, ["fastpay.refund.query"] = { NONE } })
    resumes("refund", "refunded", { refund = { MOVED } })
    assert.same({}, resume {})
  end)

  it("finishes the closing of an order", function()
    shop("close", { close = { kill } })
    resumes("close", "closed", { close = { till.refused "ACQ.TRADE_STATUS_ERROR" }, query = { CLOSED } })
  end)

  it("leaves alone what belongs to others", function()
    shop("refund", { refund = { kill } })
    local other = desk.client:as { app_auth_token = "202611BB" }
    assert.same({}, trade.resume(other, desk:options { timeout = 20 }))
    assert.same({}, resume({}, { merchant = "2088000000000001" }))
    desk.answers = { refund = { MOVED } }
    assert(trade.refund(other, { out_trade_no = "A1", refund_amount = "1.00" }, desk:options { timeout = 20 }))
    assert.equal(2, #desk:journal())
    resumes("refund", "refunded", { refund = { MOVED } })
  end)

  it("works on one thing once, however many runs resume", function()
    shop("refund", { refund = { kill } })
    local second
    resumes("refund", "refunded", { refund = { function()
      second = second or trade.resume(desk.client, desk:options { timeout = 20 })
      return MOVED
    end } })
    assert.same({}, second)
  end)
end)
