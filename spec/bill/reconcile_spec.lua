-- SPDX-License-Identifier: MIT
-- bill.reconcile: a bill against a shop's own orders in CSV files and databases.

local bill = require "alipay.bill"
local bills = require "spec.support.bills"
local csv = require "alipay.core.csv"
local db = require "alipay.core.db"
local fs = require "alipay.core.fs"

describe("bill.reconcile", function()
  local folder, path
  setup(function()
    folder = assert(fs.temporary "reconcile-spec-")
    path = folder .. "/bill.zip"
    assert(fs.create(path, bills.good()))
  end)
  teardown(function() fs.remove(folder) end)

  local function file(text)
    local name = folder .. "/orders.csv"
    assert(fs.replace(name, text))
    return name
  end

  local function compare(orders)
    local found = {}
    local counts = bill.reconcile(bill.read(path), orders, function(it)
      found[#found + 1] = ("%s %s/%s %s %s"):format(it.what, it.number, it.refund, it.bill, it.own)
    end)
    return found, counts
  end

  it("finds nothing where both agree", function()
    local found, counts = compare { path = file "out_trade_no,total_amount,out_request_no\nA1,10.10,\nA2,20.2,\nA1,0.30,R1\n" }
    assert.same({}, found)
    assert.same({
      differences = 0, missing_here = 0, missing_there = 0, amount = 0, bill_rows = 3, bill_sum = 3000, own_rows = 3,
      own_sum = 3000,
    }, counts)
  end)

  it("tells what is missing here, missing there, and other amounts apart", function()
    local found, counts = compare { path = file "out_trade_no,amount,out_request_no\nA2,20.21,\nA3,1.00,\nA1,-0.30,R2\n" }
    assert.same({
      "missing_here A1/ 1010 nil", "missing_here A1/R1 -30 nil", "missing_there A1/R2 nil -30", "amount A2/ 2020 2021",
      "missing_there A3/ nil 100",
    }, found)
    assert.same({ 5, 2, 2, 1 }, { counts.differences, counts.missing_here, counts.missing_there, counts.amount })
    found = compare { path = file "out_trade_no,amount,out_request_no\nA1,10.10,\nA1,10.10,\nA2,20.20,\nA1,0.30,R1\n" }
    assert.same({ "amount A1/ 1010 2020" }, found)
  end)

  it("leaves refunds out where the shop has no column for them, and says how many", function()
    local found, counts = compare { path = file "out_trade_no,amount\nA1,10.10\nA2,20.20\n" }
    assert.same({ {}, 1 }, { found, counts.refunds_left_out })
  end)

  it("takes columns by name, fen, quotes, GBK and a BOM", function()
    local gbk = bills.gbk '商品,"订单",分\r\n"锅,大",A1,1010\r\n茶,A2,2020\r\n'
    assert.same({}, (compare { path = file(gbk), number = "订单", amount = "分", unit = "fen" }))
    assert.same({}, (compare { path = file "\xEF\xBB\xBFout_trade_no,amount\nA1,10.10\nA2,20.20" }))
    assert.same({}, (compare { path = file "out_trade_no,amount\nA1,10.10\nA2,20.20\n\n" }))
  end)

  local function database(sql)
    local name = folder .. "/orders.db"
    fs.remove(name)
    local base = assert(db.open(name))
    assert(base:exec(sql))
    base:close()
    return name
  end

  it("reads a database, and changes nothing in it", function()
    local name = database [[
      CREATE TABLE orders (out_trade_no TEXT, amount TEXT, day TEXT);
      INSERT INTO orders VALUES ('A1', '10.10', '2026-11-25'), ('A2', '20.20', '2026-11-25'), ('A9', '9.00', '2026-11-24')]]
    local before = assert(io.open(name, "rb")):read "a"
    assert.same({ "missing_there A9/ nil 900" }, (compare { path = name }))
    assert.same({ "missing_there A9/ nil 900" }, (compare { path = name, table = "orders" }))
    assert.same({}, (compare { path = name, sql = "SELECT out_trade_no, amount FROM orders WHERE day = '2026-11-25';" }))
    assert.equal(before, assert(io.open(name, "rb")):read "a")
    name = database [[
      CREATE TABLE "alipay's" (out_trade_no TEXT, fen INTEGER); CREATE TABLE bill (x);
      INSERT INTO "alipay's" VALUES ('A1', 1010), ('A2', 2020)]]
    assert.same({}, (compare { path = name, table = "alipay's", amount = "fen", unit = "fen" }))
  end)

  it("refuses what it cannot be sure of, and says what to do", function()
    local function refused(words, orders, hint)
      local fine, err = pcall(compare, orders)
      assert.is_false(fine)
      assert.equal("parameter", err.kind, tostring(err))
      assert.matches(words, err.message, 1, true)
      if hint then assert.matches(hint, err.hint, 1, true) end
    end
    refused("No such file", { path = folder .. "/none" })
    refused("it is empty", { path = file "" })
    refused("it is empty", { path = file "\n" })
    refused("no column 'out_trade_no'", { path = file "a,b\n" }, "its columns are a, b")
    refused("no column 'x'", { path = file "out_trade_no,amount\n", amount = "x" })
    refused("no column 'x'", { path = file "out_trade_no,amount\n", refund = "x" })
    refused("row 1 has 1 cells only", { path = file "out_trade_no,amount\nA1\n" })
    refused("row 1 has no order number", { path = file "out_trade_no,amount\n,1.00\n" })
    refused("row 2: the amount 1.005 is no amount", { path = file "out_trade_no,amount\nA1,1.00\nA2,1.005\n" })
    refused("row 1: the amount 10 is a whole number: yuan or fen?", { path = file "out_trade_no,amount\nA1,10\n" }, "unit")
    refused("is no whole number of fen", { path = file "out_trade_no,amount\nA1,1.00\n", unit = "fen" })
    for _, unit in ipairs { "yuan", "fen" } do
      refused("orders.csv: row 1: the amount 99999999999999999999 is no amount",
        { path = file "out_trade_no,amount\nA1,99999999999999999999\n", unit = unit })
    end
    refused("row 1: the amount 99999999999999999999.00 is no amount",
      { path = file "out_trade_no,amount\nA1,99999999999999999999.00\n" })
    for _, amounts in ipairs { { math.maxinteger, 1 }, { math.mininteger }, { math.mininteger + 1, math.maxinteger } } do
      refused("the amounts of your orders add up to more than ",
        { path = file("out_trade_no,amount\nA1," .. table.concat(amounts, "\nA2,") .. "\n"), unit = "fen" })
    end
    refused("it is no SQLite database", { path = file "out_trade_no,amount\n", table = "orders" })
    local name = database "CREATE TABLE a (out_trade_no, amount REAL); CREATE TABLE b (x); INSERT INTO a VALUES ('A1', 10.1)"
    refused("a float, which loses fen", { path = name, table = "a" }, "printf")
    refused("it has 2 tables", { path = name })
    refused("no such table", { path = name, table = "c" })
    refused("syntax error", { path = name, sql = "DELETE FROM a" })
    refused("near", { path = name, sql = "SELECT 1) ; DROP TABLE a" })
    local kept = assert(db.open(name))
    assert.equal(1, #kept:query "SELECT * FROM a")
    kept:close()
  end)

  it("takes nothing that could not be read for the end of it", function()
    local open = csv.open
    finally(function() csv.open = open end)
    local orders = { path = file "out_trade_no,amount\nA1,10.10\nA2,20.20\n" }
    for _, whose in ipairs { "the bill, ", "orders.csv: " } do
      function csv.open(charset, longest)
        local reader = open(charset, longest)
        local mine = (longest == nil) == (whose == "orders.csv: ") -- a bill has a longest line of its own
        return setmetatable({
          add = function(_, bytes)
            if mine then return nil, "no room for it", "limit" end
            return reader:add(bytes)
          end,
        }, {
          __index = function(_, name) return function(_, ...) return reader[name](reader, ...) end end,
          __close = function() reader:close() end,
        })
      end
      local fine, err = pcall(compare, orders)
      assert.same({ false, "parameter" }, { fine, err.kind })
      assert.matches(whose .. ".*no room for it$", err.message)
    end
    csv.open = open
    local fine, err = pcall(compare, { path = folder })
    assert.same({ false, folder .. ": Is a directory" }, { fine, err.message })
  end)

  it("raises for a call that cannot be meant, and for a bill of another kind", function()
    for words, arguments in pairs {
      ["rows of a bill are needed"] = { {}, { path = "x" } }, ["need a path"] = { print, {} },
      ["unknown field 'x'"] = { print, { path = "x", x = "" } }, ["'unit' must be"] = { print, { path = "x", unit = "jiao" } },
      ["'number' must be a string"] = { print, { path = "x", number = 1 } },
    } do
      local fine, message = pcall(bill.reconcile, table.unpack(arguments))
      assert.is_false(fine)
      assert.matches(words, message, 1, true)
    end
    local rows = { { a = "1" } }
    local fine, err = pcall(bill.reconcile, function() return table.remove(rows) end, { path = file "out_trade_no,amount\n" })
    assert.is_false(fine)
    assert.matches("it is none of trades", err.message)
  end)
end)
