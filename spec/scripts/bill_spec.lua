-- SPDX-License-Identifier: MIT
-- scripts/bill.lua and scripts/reconcile.lua as a user runs them.

local bills = require "spec.support.bills"
local command = require "spec.support.command"
local fs = require "alipay.core.fs"

describe("with a bill", function()
  local box, file
  setup(function()
    box = command.sandbox()
    file = box.write("bill.zip", bills.good())
  end)
  teardown(function() box.remove() end)

  local function run(script, options) return box.run(("scripts/%s.lua %s"):format(script, options), { LC_ALL = "C.UTF-8" }) end

  describe("bill.lua", function()
    it("tells what it adds up to, in columns as wide as characters are", function()
      local out, err, code = run("bill", "--file " .. file)
      assert.equal(0, code, err)
      assert.matches("20881021234567890156  3 rows\ncolumn                    sum\n订单金额（元）          30.00\n"
        .. "商家实收（元）          30.00\n", out, 1, true)
    end)

    it("leaves out of a summary's sums the row that has them, and keeps it in the CSV file", function()
      local csv = box.dir .. "/summary.csv"
      local result = box.json(("scripts/bill.lua --file %s --part summary --csv %s"):format(file, csv))
      assert.same({ 2, "30.00" }, { result.rows, result.sums["商家实收（元）"] })
      assert.matches("\r\n合计,,2,1,30.00,30.00\r\n$", box.read "summary.csv")
    end)

    it("writes the rows as UTF-8, whole or not at all", function()
      local csv = box.dir .. "/rows.csv"
      local _, err, code = run("bill", ("--file %s --csv %s"):format(file, csv))
      assert.equal(0, code, err)
      local text = box.read "rows.csv"
      assert.equal(bills.COLUMNS .. "\r\n", text:match "^.-\r\n")
      assert.matches("\n2026112522001400000000000001,A1,交易,海底捞火锅,", text, 1, true)
      local broken = box.write("broken.zip", bills.good(bills.details(bills.lines(), { bottom = false })))
      _, err, code = run("bill", ("--file %s --csv %s/no.csv"):format(broken, box.dir))
      assert.equal(2, code)
      assert.matches("it was cut off", err)
      _, err, code = run("bill", ("--file %s --csv %s/none/no.csv"):format(file, box.dir))
      assert.equal(2, code)
      assert.matches("none/no.csv: No such file", err, 1, true)
      for _, name in ipairs(fs.list(box.dir)) do assert.not_matches("no.csv", name, 1, true) end
    end)

    it("asks the gateway, leaves nothing in the folder of temporary files, and keeps what it is told to", function()
      local tmp, path = box.dir .. "/tmp", box.dir .. "/kept.zip"
      assert(fs.mkdir(tmp))
      local out, err, code = box.run("--local scripts/bill.lua 2026-01-01 --csv " .. box.dir .. "/empty.csv", { TMPDIR = tmp })
      assert.equal(0, code, err)
      assert.matches("2026-01-01  trade  0 rows: no business", out, 1, true)
      for _, name in ipairs(fs.list(tmp)) do assert.not_matches("bill", name, 1, true) end
      out, err, code = box.run("--local --json scripts/bill.lua 2026-01 --save " .. path)
      assert.equal(0, code, err)
      assert.matches('"rows":0', out, 1, true)
      assert.equal(384, fs.stat(path).mode)
      local _, refused, ended = box.run "--local scripts/bill.lua 9998-01-01"
      assert.equal(4, ended)
      assert.matches("BILL_NOT_EXIST", refused)
      assert.matches("the next morning at about 9:00", refused, 1, true)
    end)

    it("says what it does not take", function()
      local _, err, code = run("bill", ("2026-11-25 --file %s"):format(file))
      assert.equal(2, code)
      assert.matches("--file is a bill already", err, 1, true)
      _, err, code = box.run "--local scripts/bill.lua yesterday"
      assert.equal(2, code, err)
      local out = run("bill", "--help")
      assert.matches("Usage: alipay-lua", out, 1, true)
    end)
  end)

  describe("reconcile.lua", function()
    it("is content when all is well", function()
      local orders = box.write("good.csv", "out_trade_no,total_amount,out_request_no\nA1,10.10,\nA2,20.20,\nA1,0.30,R1\n")
      local out, err, code = run("reconcile", ("%s --bill %s 2026-11-25"):format(orders, file))
      assert.equal(0, code, err)
      assert.equal("2026-11-25  bill 3 rows, 30.00; own 3, 30.00\nall is well\n", out)
    end)

    it("shows differences and ends with 1", function()
      local orders = box.write("bad.csv", "订单,amount\nA1,10.10\n四号,20.21\n")
      local out, err, code = run("reconcile", ("%s --bill %s --number 订单 2026-11-25"):format(orders, file))
      assert.equal(1, code, err)
      assert.equal(table.concat({
        "what           order  refund   bill    own",
        "missing here   A2             20.20",
        "missing there  四号                  20.21",
        "2026-11-25  bill 3 rows, 30.00; own 2, 30.31",
        "1 refunds of the bill were left out: your orders have no column of refunds (--refund)",
        "1 missing here, 1 missing there, 0 amounts differ\n",
      }, "\n"), out)
      out = run("reconcile", ("%s --bill %s --number 订单 --show 1"):format(orders, file))
      assert.matches("1 more differences are not shown (--show)", out, 1, true)
      local result, ended = box.json(("scripts/reconcile.lua %s --bill %s --number 订单"):format(orders, file))
      assert.equal(1, ended)
      assert.same({ { what = "missing_here", out_trade_no = "A2", out_request_no = "", bill = "20.20" },
        { what = "missing_there", out_trade_no = "四号", out_request_no = "", own = "20.21" } }, result.differences)
      assert.same({ 2, "30.00", "30.31" }, { result.counts.differences, result.counts.bill_sum, result.counts.own_sum })
    end)

    it("ends with 2 for orders that it cannot read, and a bill of another day", function()
      local _, err, code = run("reconcile", ("%s/none.csv --bill %s"):format(box.dir, file))
      assert.equal(2, code)
      assert.matches("none.csv: No such file", err, 1, true)
      local orders = box.write("good.csv", "out_trade_no,total_amount\n")
      _, err, code = run("reconcile", ("%s 2026-11-24 --bill %s"):format(orders, file))
      assert.equal(2, code)
      assert.matches("that of 2026-11-24 was asked for", err, 1, true)
      _, err, code = run("reconcile", ("%s 2026-11 --bill %s"):format(orders, file))
      assert.equal(2, code)
      assert.matches("that of 2026-11 was asked for", err, 1, true)
      local large = box.write("large.csv", "out_trade_no,amount\nA1,99999999999999999999\n")
      for _, unit in ipairs { "yuan", "fen" } do
        _, err, code = run("reconcile", ("%s --bill %s --unit %s"):format(large, file, unit))
        assert.equal(2, code)
        assert.matches("large.csv: row 1: the amount 99999999999999999999 is no amount", err, 1, true)
      end
      assert.equal(0, select(3, box.run("--local scripts/reconcile.lua " .. orders .. " 2026-01-01")))
      assert.equal(4, select(3, box.run("--local scripts/reconcile.lua " .. orders .. " 9998-01-01")))
    end)
  end)
end)
