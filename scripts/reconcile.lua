-- SPDX-License-Identifier: MIT
-- Compare a day's bill with your own orders: what is missing here, what is missing there, which amounts differ.
--
-- usage: alipay-lua "$(alipay-lua --scripts)/reconcile.lua" ORDERS [DATE] [--bill FILE.zip] [--table NAME | --sql SELECT]
--          [--number COLUMN] [--amount COLUMN] [--refund COLUMN] [--unit yuan|fen] [--show N]
--
-- ORDERS is a CSV file with a header (UTF-8 or GBK) or a SQLite database, of the same day as the bill: columns out_trade_no,
-- total_amount or amount, and where refunds are to be compared out_request_no, or what the options name. DATE is yyyy-MM-dd, or
-- yyyy-MM; yesterday (GMT+8) without it. Exit code: 0 when all is well, 1 when there is a difference, else as of bill.lua.
--   alipay-lua "$(alipay-lua --scripts)/reconcile.lua" orders.csv 2026-11-25
--   alipay-lua "$(alipay-lua --scripts)/reconcile.lua" shop.db 2026-11-25 \
--     --sql "SELECT out_trade_no, amount FROM orders WHERE day = '2026-11-25'"

local alipay = require "alipay"
local bill = require "alipay.bill"
local json = require "alipay.json"
local money = require "alipay.money"
local script = require "alipay.script"

local parser = script.options(arg)
parser:argument("orders", "CSV file or SQLite database of your own.")
parser:argument("date", "Day (yyyy-MM-dd) or month (yyyy-MM)."):args "?"
parser:option("--bill", "A bill that was saved, instead of asking for it.")
parser:option("--table", "Table of the database.")
parser:option("--sql", "Query that gives the orders of the day.")
parser:option("--number", "Column of the order's number.")
parser:option("--amount", "Column of the amount.")
parser:option("--refund", "Column of the refund's number.")
parser:option("--unit", "What whole numbers are."):choices { "yuan", "fen" }
parser:option("--show", "Show so many differences.", "50"):convert(script.whole(0, 1000000))
local args = script.parse(parser, arg)
local date = args.date or bill.yesterday()

local rows
if args.bill then rows = bill.read(args.bill, { date = args.date })
else rows = bill.rows(alipay.client(), { date = date }) end

local WHAT = { missing_here = "missing here", missing_there = "missing there", amount = "amounts differ" }
local shown, found = {}, {}
local counts = bill.reconcile(rows, {
  path = args.orders, number = args.number, amount = args.amount, refund = args.refund, unit = args.unit, table = args.table,
  sql = args.sql,
}, function(difference)
  if #shown == args.show then return end
  local theirs, own = difference.bill and money.text(difference.bill), difference.own and money.text(difference.own)
  shown[#shown + 1] = { script.text(WHAT[difference.what]), difference.number, difference.refund, theirs, own }
  found[#found + 1] = {
    what = difference.what, out_trade_no = difference.number, out_request_no = difference.refund, bill = theirs, own = own,
  }
end)

if #shown > 0 then script.say("%s", script.table({ "what", "order", "refund", "bill", "own" }, shown)) end
if counts.differences > #shown then script.say("%d more differences are not shown (--show)", counts.differences - #shown) end
script.say("%s  bill %d rows, %s; own %d, %s", date, counts.bill_rows, money.text(counts.bill_sum), counts.own_rows,
  money.text(counts.own_sum))
if (counts.refunds_left_out or 0) > 0 then
  script.say("%d refunds of the bill were left out: your orders have no column of refunds (--refund)", counts.refunds_left_out)
end
script.say(counts.differences == 0 and "all is well" or "%d missing here, %d missing there, %d amounts differ", counts.missing_here,
  counts.missing_there, counts.amount)
counts.bill_sum, counts.own_sum = money.text(counts.bill_sum), money.text(counts.own_sum)
script.result { date = date, counts = counts, differences = json.array(found) }
if counts.differences > 0 then os.exit(1, true) end
