-- SPDX-License-Identifier: MIT
-- scripts/pay.lua, refund.lua and watch.lua against a gateway of their own.

local json = require "alipay.json"
local support = require "spec.support.command"

describe("scripts of payments", function()
  local box
  setup(function() box = support.sandbox() end)
  teardown(function() box.remove() end)

  local function run(command)
    return box.run("--local " .. command)
  end

  local function machine(command)
    local out, err, code = box.run("--local --json " .. command)
    local lines = {}
    for line in out:gmatch "[^\n]+" do lines[#lines + 1] = assert(json.decode(line)) end
    return lines, code, err
  end

  it("pay by code, and refund in part, once for one number", function()
    local out, err, code = run "scripts/pay.lua --amount 88.80 --subject 茶 --code 284776044441477959 --order P1"
    assert.equal(0, code, err)
    assert.matches("^paid  P1  88.80  %d+\n$", out)
    out, err, code = run "scripts/refund.lua P1 --amount 8.80 --reason 退货 --number R1"
    assert.equal(0, code, err)
    assert.equal("refunded  P1  8.80; refunded of this order so far: 8.80\n", out)
    assert.matches("so far: 8.80", (run "scripts/refund.lua P1 --amount 8.80 --number R1"), 1, true)
    local lines
    lines, code = machine "scripts/refund.lua P1 --amount 80.01"
    assert.equal(4, code)
    assert.equal("refused", lines[1].outcome)
    assert.matches("^R%d+", lines[1].out_request_no)
    assert.equal("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", lines[2].error.sub_code)
  end)

  it("cancel what nobody pays, by code and by QR code", function()
    local lines, code = machine("scripts/pay.lua --amount 1000.01 --subject x --code 284776044441477960 "
      .. "--timeout 1 --interval 0.05")
    assert.equal(3, code)
    assert.equal("cancelled", lines[1].outcome)
    local out, err
    out, err, code = run("scripts/pay.lua --amount 5 --subject x --timeout 1 --interval 0.05 --png " .. box.dir .. "/code.png")
    assert.equal(3, code)
    assert.equal("", out)
    assert.matches("nobody scanned the code, which ends 1m after it was made", err, 1, true)
    assert.matches("/q/", (support.shell("zbarimg -q --raw " .. box.dir .. "/code.png 2>/dev/null")), 1, true)
  end)

  it("say what is missing or wrong, and send nothing", function()
    for command, message in pairs {
      ["pay.lua --amount 5"] = "--amount and --subject are needed",
      ["pay.lua --amount 5.001 --subject x"] = "is no amount",
      ["pay.lua --amount 5 --subject x --code 1 --png y"] = "--png is for a payment without --code",
      ["pay.lua --timeout never"] = "is no number of seconds",
      ["pay.lua --amount -1.50 --subject x"] = "'-1.50' is taken for an option",
      ["refund.lua P1"] = "--amount is needed",
      ["refund.lua P1 --amount=-1"] = "is no amount",
      ['refund.lua "" --amount 1'] = "argument 'order' is empty", ['refund.lua P1 --amount 1 --number ""'] = "--number is empty",
      ['pay.lua --amount 5 --subject x --order ""'] = "--order is empty", ['watch.lua P1 ""'] = "argument 'orders' is empty",
      ["watch.lua - </dev/null"] = "there is no order to watch",
    } do
      local _, err, code = run("scripts/" .. command)
      assert.equal(2, code, command)
      assert.matches(message, err, 1, true)
    end
  end)

  it("wait for nobody when the amount is none", function()
    local _, err, code = run "scripts/pay.lua --amount 1e3 --subject x"
    assert.equal(2, code)
    assert.not_matches("waiting", err)
  end)

  it("have nothing to resume when all ended", function()
    local out, _, code = run "scripts/pay.lua --resume"
    assert.equal(0, code)
    assert.equal("nothing was left open\n", out)
    assert.same({}, machine("scripts/pay.lua --resume")[1].resumed)
  end)

  it("bring a refund to its end that a killed run left open", function()
    assert(run "scripts/pay.lua --amount 7 --subject x --code 284776044441477961 --order P7")
    box.write("kill.lua", [[require("alipay.trade.verdict").of = function() os.execute "kill -9 $PPID" end
      arg = { [0] = "scripts/refund.lua", table.unpack(arg) }
      assert(loadfile(arg[0]))(table.unpack(arg))]])
    local _, _, code = run(box.dir .. "/kill.lua P7 --amount 2")
    assert.equal(137, code)
    local lines
    lines, code = machine "scripts/pay.lua --resume"
    assert.equal(0, code)
    local entry = lines[1].resumed[1]
    assert.same({ "refund", "P7", "refunded" }, { entry.kind, entry.key, entry.outcome })
    local out = run("scripts/refund.lua P7 --amount 2 --number " .. entry.out_request_no)
    assert.matches("so far: 2.00", out, 1, true)
  end)

  it("say of a refund what it gave back, whichever answer told of it", function()
    local refund, query = "--fault alipay.trade.refund:nth=", "--fault alipay.trade.fastpay.refund.query:nth="
    local gw = support.gateway(box, { options = table.concat({
      refund .. "2:unknown=done", query .. "1:http=502", refund .. "3:http=502", -- the first one left open, found by a query
      refund .. "4:unknown=not-done", query .. "3:http=502", -- the second one, made when it is taken up
      refund .. "6:unknown=done",
    }, " ") })
    finally(function() gw.stop() end)
    local leave = box.write("leave.lua", [[
      local res, err = require("alipay.trade").refund(require("alipay").client(), {
        out_trade_no = "Z1", out_request_no = arg[1], refund_amount = arg[2],
      }, { timeout = 0 })
      print(res, err and err.outcome)]])
    local function output(command)
      local out, err, code = box.run(command, gw.settings)
      assert.equal(0, code, err)
      return out
    end
    output "scripts/pay.lua --amount 10 --subject x --code 284776044441477963 --order Z1"
    assert.matches("so far: 3.00\n", output "scripts/refund.lua Z1 --amount 3.00", 1, true)
    assert.equal("nil\tunknown\n", output(leave .. " R1 2.00"))
    assert.matches("refund  Z1     R1      refunded    2.00\n", output "scripts/pay.lua --resume", 1, true)
    assert.equal("nil\tunknown\n", output(leave .. " R2 1.00"))
    assert.matches("refund  Z1     R2      refunded    1.00\n", output "scripts/pay.lua --resume", 1, true)
    assert.equal("refunded  Z1  0.50; found by a query, which has no sum of the order's refunds\n",
      output "scripts/refund.lua Z1 --amount 0.50")
    assert.matches("so far: 7.00\n", output "scripts/refund.lua Z1 --amount 0.50 --number R9", 1, true)
  end)

  it("watch orders to their end", function()
    assert(run "scripts/pay.lua --amount 7 --subject x --code 284776044441477962 --order W1")
    local out, err, code = run "scripts/watch.lua W1 --interval 0.05"
    assert.equal(0, code, err)
    assert.matches("^order  status         amount  buyer", out)
    assert.matches("W1     TRADE_SUCCESS    7.00", out, 1, true)
    local lines
    lines, code = machine "scripts/watch.lua W1 W2 W1 --interval 0.05 --timeout 0.1"
    assert.equal(3, code)
    assert.same({ "W1", "W2" }, { lines[1].out_trade_no, lines[2].out_trade_no })
    assert.same({ "TRADE_SUCCESS", "no trade yet" }, { lines[1].status, lines[2].status })
    out, err, code = box.run "--local scripts/watch.lua - --interval 0.05 --timeout 0.1 </dev/null"
    assert.equal(2, code, out .. err)
  end)
end)
