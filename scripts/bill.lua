-- SPDX-License-Identifier: MIT
-- Download a bill, check it whole, and tell what it adds up to.
--
-- usage: alipay-lua "$(alipay-lua --scripts)/bill.lua" [DATE] [--type TYPE] [--save FILE.zip] [--csv FILE.csv] [--file FILE.zip]
--
-- DATE is yyyy-MM-dd, or yyyy-MM for a month; yesterday (GMT+8) without it. --csv writes the rows as UTF-8 without the guards that the
-- platform puts around cells. Exit code: 0 when the bill is right, also when there was no business; 4 when it is not there yet or was
-- refused; 3 when what came is no bill, is cut, or does not add up: then nothing is written.
--   30 10 * * * /usr/local/bin/alipay-lua --profile shop1 /usr/local/share/alipay-lua/scripts/bill.lua --save bills/$(date -d yesterday +\%F).zip
--   alipay-lua "$(alipay-lua --scripts)/bill.lua" --file 2026-11-25.zip --csv 2026-11-25.csv

local alipay = require "alipay"
local bill = require "alipay.bill"
local money = require "alipay.money"
local script = require "alipay.script"

local parser = script.options(arg)
parser:argument("date", "Day (yyyy-MM-dd) or month (yyyy-MM)."):args "?"
parser:option("--type", "Which bill.", "trade")
parser:option("--smid", "Number of the merchant, with --type trade_zft_merchant.")
parser:option("--part", "Which table: payments and refunds, or their summary.", "detail"):choices { "detail", "summary" }
parser:option("--save", "Keep the archive in this file.")
parser:option("--csv", "Write the rows into this file.")
parser:option("--file", "Read this archive instead of asking for one.")
local args = script.parse(parser, arg)
if args.file and (args.date or args.save) then script.fail("parameter", "--file is a bill already: no DATE, and no --save") end
local date = args.date or bill.yesterday()

local path, saved = args.file, nil
if not path and args.save then
  local asked = { date = date, type = args.type, smid = args.smid }
  saved = alipay.check(bill.save(alipay.client(), asked, args.save))
  path = saved.size and args.save
end

local function rows_of_bill()
  if path then return bill.read(path, { part = args.part }) end
  if saved then return function() end end
  return bill.rows(alipay.client(), { date = date, type = args.type, smid = args.smid, part = args.part })
end

local out <close> = args.csv and script.csv(args.csv) or nil
-- Sums of all columns of amounts, in fen.
local count, sums, order, about = 0, {}, {}, nil
for row, facts in rows_of_bill() do
  if not about then
    about = facts
    for _, name in ipairs(facts.columns) do
      if name:find "元）$" then order[#order + 1], sums[name] = name, 0 end
    end
    if out then out:row(facts.columns) end
  end
  -- The last row of a summary adds up those before it.
  if args.part ~= "summary" or row[facts.columns[1]] ~= "合计" then
    count = count + 1
    for _, name in ipairs(order) do
      if row[name] ~= "" then sums[name] = sums[name] + alipay.check(money.fen(row[name])) end
    end
  end
  if out then
    local cells = {}
    for i, name in ipairs(facts.columns) do cells[i] = row[name] end
    out:row(cells)
  end
end
if out then out:finish() end

local whose = about and about.account or args.type
script.say("%s  %s  %d rows%s", args.file or date, whose, count, count == 0 and ": no business" or "")
local lines, totals = {}, {}
for i, name in ipairs(order) do
  lines[i] = { name, money.text(sums[name]) }
  totals[name] = money.text(sums[name])
end
if #lines > 0 then script.say("%s", script.table({ "column", "sum" }, lines)) end
script.result { date = not args.file and date or nil, rows = count, sums = totals, saved = saved and path or nil, csv = args.csv }
