-- SPDX-License-Identifier: MIT
-- The same by V3, at a gateway: no code says there that a payment waits, and nothing but its status that it is closed.

local bill = require "alipay.bill"
local server = require "alipay.core.server"
local support = require "spec.support.client"
local trade = require "alipay.trade"

describe("payments by V3", function()
  local client, gw, options
  setup(function()
    client, gw = support.gateway()
    client = client:v3()
  end)
  before_each(function()
    options = { journal = gw.dir .. "/journal.db", timeout = 20, interval = 0.02, confirm_after = 0.02 }
  end)
  teardown(function() support.finish(gw) end)

  local function pay(number, amount)
    return trade.pay(client, {
      out_trade_no = number, total_amount = amount, subject = "茶", scene = "bar_code",
      auth_code = "2847760444414779" .. number:sub(2),
    }, options)
  end

  it("are made, and refunded once for one number", function()
    assert.equal("TRADE_SUCCESS", assert(pay("A11", "1.00")).data.trade_status)
    local content = { out_trade_no = "A11", refund_amount = "0.50", out_request_no = "R1" }
    assert.equal("Y", assert(trade.refund(client, content, options)).data.fund_change)
    local res = assert(trade.refund(client, content, options))
    assert.same({ "N", "0.50" }, { res.data.fund_change, res.data.refund_fee })
  end)

  it("are cancelled when the buyer does not confirm", function()
    options.timeout = 0.5
    local _, err = pay("A12", "2000.00")
    assert.equal("cancelled", err.outcome)
    assert.equal("TRADE_CLOSED", gw:state("trades", { out_trade_no = "A12" })[1].trade_status)
  end)

  it("are waited for, closed, and told why not", function()
    assert(trade.precreate(client, { out_trade_no = "A13", total_amount = "3.00", subject = "茶" }))
    local _, err = trade.close(client, "A13", options)
    assert.same({ "refused", true }, { err.outcome, err:is "TRADE_NOT_EXIST" })
    assert(gw:pay { out_trade_no = "A13" })
    assert.equal("3.00", assert(trade.wait(client, "A13", options)).data.total_amount)
    _, err = trade.refund(client, { out_trade_no = "A13", refund_amount = "3.01", out_request_no = "R2" }, options)
    assert.same({ "refused", true }, { err.outcome, err:is "REFUND_AMT_NOT_EQUAL_TOTAL" })
  end)

  it("have no certain outcome behind an empty success", function()
    assert(pay("A14", "1.00"))
    options.timeout = 0.5
    gw:faults { "alipay.trade.*:v3=204" }
    finally(function() gw:faults {} end)
    local order = { out_trade_no = "A14", refund_amount = "0.50" }
    for name, call in pairs {
      pay = function() return pay("A15", "1.00") end,
      refund = function() return trade.refund(client, order, options) end,
      cancel = function() return trade.cancel(client, "A14", options) end,
      close = function() return trade.close(client, "A14", options) end,
      wait = function() return trade.wait(client, "A14", options) end,
    } do
      local res, err = call()
      assert.same({ nil, "http", "unknown", 204 }, { res, err.kind, err.outcome, err.response.status }, name)
    end
    local _, err = trade.precreate(client, { out_trade_no = "A16", total_amount = "3.00", subject = "茶" })
    assert.matches("a success without data (HTTP 204)", err.message, 1, true)
    gw:faults { "alipay.data.*:v3=204" }
    _, err = pcall(bill.rows, client, { date = "2026-11-01" })
    assert.matches("a success without data (HTTP 204)", err.message, 1, true)
  end)

  it("have no certain outcome behind a failure of the server, whatever code it bears", function()
    local proxy <close> = assert(server.start { on_request = function(exchange)
      exchange:respond(504, { ["Content-Type"] = "application/json" }, '{"code":"upstream-timeout","message":"no answer"}')
    end })
    options.timeout = 0.5
    local behind = gw:client { gateway = ("http://127.0.0.1:%d/gateway.do"):format(proxy:port()) }:v3()
    local _, err = trade.refund(behind, { out_trade_no = "A17", refund_amount = "0.50" }, options)
    assert.same({ "unknown", "upstream-timeout" }, { err.outcome, err.code })
  end)
end)
