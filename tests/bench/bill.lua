-- SPDX-License-Identifier: MIT
-- A bill of many rows: `make PATH COUNT` writes one by the gateway's writer, `read PATH` reads it as a script would, `idle` only loads
-- what reading needs. One line of JSON with count, failed, cpu, wall and bytes of text goes to stdout.

local bill = require "alipay.bill"
local fs = require "alipay.core.fs"
local loop = require "alipay.core.loop"
local zip = require "alipay.core.zip"

local GOODS, DATE, SELLER = { "海底捞火锅四人套餐", "龙井茶 一级 250g", "Latte, grande", "深圳通充值" }, "2026-11-25", "2088102123456789"

-- Row `i` of a day: payments of all sizes, and now and then a refund.
local function row_of(i)
  local second = i % 86400
  local time = ("%s %02d:%02d:%02d"):format(DATE, second // 3600, second // 60 % 60, second % 60)
  local refund = i % 50 == 0
  local amount = i * 7919 % 1000000 + 1
  return {
    trade_no = ("20261125220014%014d"):format(i), out_trade_no = ("ORDER20261125%09d"):format(i), subject = GOODS[i % #GOODS + 1],
    created = time, finished = time, store_id = "NJ_" .. i % 20, store_name = "南京路店", operator = "", terminal = "T1",
    buyer = ("*小明(138****%04d)"):format(i % 10000), amount = refund and -amount or amount, refund_no = refund and "R" .. i or nil,
  }
end

local function make(path, count)
  local folder, i = assert(fs.temporary "bench-bill-"), 0
  local made = require("alipay.gateway.bill").write(folder, SELLER, DATE, 1795658400, function()
    i = i + 1
    return i <= count and row_of(i) or nil
  end)
  assert(os.execute(("mv '%s' '%s'"):format(made, path)))
  fs.remove(folder)
  return count, 0
end

local function read(path)
  local count, bytes = 0, 0
  local archive <close> = assert(zip.open(path))
  for _, member in ipairs(archive:members()) do bytes = bytes + member.size end
  for row in bill.read(path) do
    if row["商家实收（元）"] then count = count + 1 end
  end
  return count, bytes
end

local modes = { make = make, read = read, idle = function() return 0, 0 end }
local cpu, wall = os.clock(), loop.now()
local count, bytes = modes[arg[1]](arg[2], math.tointeger(arg[3]))
print(('{"count":%d,"failed":0,"bytes":%d,"cpu":%.6f,"wall":%.6f}'):format(count, bytes, os.clock() - cpu, loop.now() - wall))
