-- SPDX-License-Identifier: MIT
-- A shop that is killed again and again while it takes payments and makes refunds, at a gateway with every fault at random. In the end
-- the shop's own table and the gateway's ledger agree to the fen. SHOP_ORDERS and SHOP_KILLS make it long (10000 and 1000); SHOP_SEED
-- makes another one.

local bill = require "alipay.bill"
local db = require "alipay.core.db"
local fs = require "alipay.core.fs"
local loop = require "alipay.core.loop"
local money = require "alipay.money"
local process = require "alipay.core.process"
local support = require "spec.support.client"

local ORDERS = math.tointeger(tonumber(os.getenv "SHOP_ORDERS" or 24))
local KILLS = math.tointeger(tonumber(os.getenv "SHOP_KILLS" or 10))
local SEED = math.tointeger(tonumber(os.getenv "SHOP_SEED" or 1))

-- Each with a probability and a seed of its own.
local FAULTS = {}
for i, fault in ipairs {
  "unknown=done", "unknown=not-done", "reset", "reset=after", "http=502", "sign=wrong", "sign=missing", "truncate=30", "limit",
  "html", "duplicate-node", "tamper",
} do
  FAULTS[i] = ("alipay.trade.*:p=0.03:seed=%d:%s"):format(i, fault)
end

-- The shop. Its table is written before a call and after it; what it does is decided by the number of the order alone.
local SHOP = [==[
local async = require "alipay.async"
local money = require "alipay.money"
local trade = require "alipay.trade"
local dir, total = arg[1], math.tointeger(tonumber(arg[2]))
local client = require("alipay").client {
  app_id = arg[3], private_key = arg[4], alipay_public_key = arg[5], gateway = arg[6], timeout = 5,
}
local options = { timeout = 0.4, interval = 0.01, confirm_after = 0.01, journal = dir .. "/trades.db" }
local shop = assert(require("alipay.core.db").open(dir .. "/shop.db"))
assert(shop:exec [[
  CREATE TABLE IF NOT EXISTS orders (no TEXT PRIMARY KEY, amount INTEGER NOT NULL, state TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS refunds (number TEXT PRIMARY KEY, no TEXT NOT NULL, amount INTEGER NOT NULL, state TEXT NOT NULL)]])

local function random(seed)
  return tonumber(require("alipay.core.digest").sha256(seed):sub(1, 7), 16)
end

local scans = 0
local function code()
  scans = scans + 1
  return "28" .. ("%016d"):format(random(("%s %d %d"):format(dir, os.time(), scans) .. tostring(shop)) * 1000 + scans)
end

local function pay(no, amount)
  local res, err = trade.pay(client, {
    out_trade_no = no, total_amount = money.text(amount), subject = "x", auth_code = code(),
  }, options)
  local state = res and "paid" or err.outcome
  assert(state, err)
  if state ~= "unknown" then assert(shop:exec("UPDATE orders SET state = ? WHERE no = ?", state, no)) end
  return state
end

local function refund(number, no, amount)
  local res, err = trade.refund(client, {
    out_trade_no = no, refund_amount = money.text(amount), out_request_no = number,
  }, options)
  local state = res and "refunded" or err.outcome
  assert(state, err)
  if state ~= "unknown" then assert(shop:exec("UPDATE refunds SET state = ? WHERE number = ?", state, number)) end
end

-- Up to three refunds of a paid order; some ask for more than is left.
local function serve(i)
  local no = ("S%06d"):format(i)
  local amount = random("amount" .. i) % 120000 + 1
  assert(shop:exec("INSERT OR IGNORE INTO orders VALUES (?, ?, 'paying')", no, amount))
  local row = shop:query("SELECT state FROM orders WHERE no = ?", no)[1]
  local state = row.state
  while state == "paying" or state == "unknown" do state = pay(no, amount) end
  for n = 1, state == "paid" and random("refunds" .. i) % 4 or 0 do
    local number = ("%s-%d"):format(no, n)
    local part = math.max(1, amount * (random(number) % 70 + 1) // 100)
    assert(shop:exec("INSERT OR IGNORE INTO refunds VALUES (?, ?, ?, 'refunding')", number, no, part))
    while shop:query("SELECT state FROM refunds WHERE number = ?", number)[1].state == "refunding" do refund(number, no, part) end
  end
  return true
end

assert(trade.resume(client, options))
local numbers = {}
for i = 1, total do numbers[i] = i end
local _, errors = async.map(numbers, { limit = 4 }, serve)
for _, reason in pairs(errors) do error(reason, 0) end
]==]

describe("a shop that is killed again and again", function()
  it("agrees with the gateway to the fen", function()
    local random = SEED
    local function dice(sides) -- one of its own: the sequence is the same everywhere
      random = (random * 1103515245 + 12345) % 2147483648
      return random // 65536 % sides + 1
    end
    local dir = assert(fs.temporary "shop-spec-")
    assert(fs.create(dir .. "/shop.lua", SHOP))
    local requests, strike, child = 0, nil, nil
    local began = (os.time() + 8 * 3600) // 86400
    local client, gw = support.gateway { on_log = function(line)
      if not line:find "alipay%.trade" then return end
      requests = requests + 1
      if strike and requests >= strike and child then child:cancel() end
    end }
    gw:faults(FAULTS)
    local profile = gw:profile()

    -- Of the orders that wait for their buyers some are paid.
    local function buy()
      for _, item in ipairs(gw:state("trades", { trade_status = "WAIT_BUYER_PAY", limit = 4 })) do
        if dice(3) == 1 then gw:pay { out_trade_no = item.out_trade_no } end
      end
    end

    local kills, done = 0, false
    while not done do
      local result
      strike = kills < KILLS and requests + dice(math.max(4, 8 * ORDERS // KILLS)) or nil
      child = assert(process.start({
        argv = {
          support.program, dir .. "/shop.lua", dir, tostring(ORDERS), gw.app_id, profile.private_key, profile.alipay_public_key,
          gw.gateway,
        }, timeout = 36000, max_output = 1048576,
      }, function(ended, message) result = ended or { output = message, complaint = message } end))
      local seen = requests
      while not result do
        loop.step(0.05)
        if requests ~= seen then
          seen = requests
          if dice(5) == 1 then buy() end
        end
        if strike and requests >= strike then break end
      end
      if result then
        assert.equal(0, result.code, result.complaint)
        done = true
      else
        child:cancel()
        kills = kills + 1
      end
    end
    assert.is_true(kills > 0)

    gw:faults {}
    local trades, refunds, net = {}, {}, 0
    for _, row in ipairs(gw.store:rows "SELECT * FROM trades") do
      trades[row.id], trades[row.out_trade_no], refunds[row.out_trade_no] = row, row, {}
      net = net + (row.paid and row.total or 0)
    end
    for _, row in ipairs(gw.store:rows "SELECT * FROM refunds") do
      local list = refunds[trades[row.trade].out_trade_no]
      assert.is_nil(list[row.out_request_no])
      list[row.out_request_no] = row.amount
      net = net - row.amount
    end
    -- The bills of these days say the same.
    gw:advance(2 * 86400)
    local billed, today = 0, os.time() + 8 * 3600
    for day = began, today // 86400 do
      for row in bill.rows(client, { type = "trade", date = os.date("!%Y-%m-%d", day * 86400) }) do
        billed = billed + money.fen(row["订单金额（元）"])
      end
    end
    assert.equal(net, billed)
    local shop <close> = assert(db.open(dir .. "/shop.db"))
    local orders = assert(shop:query "SELECT * FROM orders")
    assert.equal(ORDERS, #orders)
    local counts = {}
    for _, order in ipairs(orders) do
      counts[order.state] = (counts[order.state] or 0) + 1
      local item, back = trades[order.no], 0
      for _, part in pairs(refunds[order.no] or {}) do back = back + part end
      if order.state == "paid" then
        local own = 0
        for _, row in ipairs(assert(shop:query("SELECT * FROM refunds WHERE no = ?", order.no))) do
          local made = (refunds[order.no] or {})[row.number]
          assert.equal(row.state == "refunded" and row.amount or nil, made, row.number)
          own = own + (made or 0)
        end
        -- The money is here, less what the shop itself gave back: nothing was cancelled behind its back.
        assert.equal(own, back, order.no)
        assert.equal(order.amount, item.total, order.no)
        assert.equal(back == item.total and "TRADE_CLOSED" or "TRADE_SUCCESS", item.trade_status, order.no)
      else
        -- Unpaid, or given back whole by the cancellation.
        assert.is_true(item == nil or not item.trade_status or item.trade_status == "TRADE_CLOSED", order.no)
        assert.is_true(back == 0 or back == order.amount, order.no)
      end
    end
    if os.getenv "SHOP_ORDERS" then
      print(("%d orders, %d kills, %d requests: %d paid, %d unpaid, %d cancelled"):format(ORDERS, kills, requests,
        counts.paid or 0, counts.unpaid or 0, counts.cancelled or 0))
    end
    support.finish(gw)
    fs.remove(dir)
  end)
end)
