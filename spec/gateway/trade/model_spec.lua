-- SPDX-License-Identifier: MIT
-- Random lives of trades against the model of spec/support/trade_model.lua: create, precreate, pay, refund, close, cancel, query, what
-- buyers do, time that passes, answers that leave open what was done, a database that fails. TRADE_SEQUENCES and TRADE_SEED choose how many and which.

local apps = require "alipay.gateway.apps"
local clock = require "alipay.gateway.clock"
local decide = require "alipay.gateway.decide"
local model = require "spec.support.trade_model"
local money = require "alipay.money"
local shops = require "spec.support.trade"
local trade = require "alipay.gateway.trade"

local SEQUENCES = math.tointeger(tonumber(os.getenv "TRADE_SEQUENCES" or 200))
local SEED = math.tointeger(tonumber(os.getenv "TRADE_SEED" or 1))
local ACTS = 14 -- of a sequence

local HOUR, DAY = 3600, 86400

describe("any life of a trade", function()
  local shop, gw
  local codes, made_codes

  setup(function()
    local start = os.time()
    shop = shops.start { clock = function() return start end } -- time passes when the spec says so
    gw = shop.gw
    gw.store:exec "PRAGMA synchronous = OFF" -- what survives a crash is tested elsewhere
    codes, made_codes = {}, 0
  end)
  teardown(function() shop:finish() end)

  local function one_of(list) return list[math.random(#list)] end

  local TOTALS, STEPS = { 100, 880, 120000 }, { 60, HOUR, 3 * HOUR, DAY, 16 * DAY, 366 * DAY }
  local NAMES = { "create", "precreate", "pay", "buyer", "buyer", "refund", "refund", "refund", "close", "cancel", "query", "time" }

  local function any_code()
    if made_codes > 0 and math.random(5) == 1 then return ("28%016d"):format(math.random(made_codes)) end
    made_codes = made_codes + 1
    return ("28%016d"):format(made_codes)
  end

  -- A span of time: often one that ends at a deadline of the order, or a second before.
  local function any_step(order)
    local moments = { order.expires or 0, order.scan or 0, (order.paid or -DAY) + DAY, (order.paid or -365 * DAY) + 365 * DAY }
    local span = one_of(moments) - gw.clock() - math.random(0, 1)
    return span >= 0 and span or one_of(STEPS)
  end

  -- An act with everything that any of them needs.
  local function any_act(order)
    local total = order.total or one_of(TOTALS)
    local act = {
      name = one_of(NAMES), total = math.random(8) == 1 and one_of(TOTALS) or total, step = any_step(order),
    }
    act.buyer = math.random(8) == 1 and shop.buyers[2].user_id or order.buyer or shop.buyers[1].user_id
    act.outcome = one_of { "success", "success", "cancel", "balance", "open" }
    act.amount = one_of { 1, total // 2, total, math.max(total - order.refunded, 1),
      math.max(total - order.refunded - 1, 1), total - order.refunded + 1 }
    act.request = one_of { "R1", "R2", "R3", nil }
    act.breaks = math.random(12) == 1 and math.random(3)
    act.unknown = not act.breaks and act.name ~= "buyer" and math.random(12) == 1 and one_of { "done", "not-done" } or nil
    if act.name == "pay" then act.code = any_code() end
    return act
  end

  -- What is sent, by act.
  local REQUESTS = {
    create = function(order, act)
      return { out_trade_no = order.number, total_amount = money.text(act.total), subject = "茶", buyer_id = act.buyer }
    end,
    precreate = function(order, act)
      return { out_trade_no = order.number, total_amount = money.text(act.total), subject = "茶" }
    end,
    pay = function(order, act)
      return {
        out_trade_no = order.number, total_amount = money.text(act.total), subject = "茶", buyer_id = act.buyer,
        auth_code = act.code,
      }
    end,
    refund = function(order, act)
      return { out_trade_no = order.number, refund_amount = money.text(act.amount), out_request_no = act.request }
    end,
  }
  local MORE = { refund = "fund_change", cancel = "action", query = "trade_status" } -- the member that the model knows, too

  -- A call without HTTP and signature, decided as any other: code or sub_code, and one more member.
  local function call(order, act)
    local request = REQUESTS[act.name]
    local asked = {
      method = "alipay.trade." .. act.name, params = {},
      values = request and request(order, act) or { out_trade_no = order.number },
      faults = { unknown = act.unknown },
      app = apps.find(gw, gw.app_id), seller = apps.find(gw, gw.app_id).seller, decode = function(_, bytes) return bytes end,
    }
    local fields = decide.run(gw, asked, function(_, it) return decide.find(gw, it) end)
    return fields.sub_code or fields.code, fields[MORE[act.name]]
  end

  local function perform(order, act)
    if act.name ~= "buyer" then return call(order, act) end
    local row = trade.locate(gw, { out_trade_no = order.number })
    if not row then return "refused" end
    local done = trade.pay(gw, row, { buyer = act.buyer, outcome = act.outcome })
    return done and "10000" or "refused"
  end

  -- The n-th statement that writes fails, as on a full disk: the answer is the platform's "nobody knows".
  local function perform_broken(order, act)
    local left, exec = act.breaks, gw.store.exec
    gw.store.exec = function(...)
      left = left - 1
      if left == 0 then error "database or disk is full" end
      return exec(...)
    end
    local fine, code, more = pcall(perform, order, act)
    gw.store.exec = nil
    if left > 0 then return code, more end
    assert(not fine or code == "isp.unknow-error", code)
    return "broken"
  end

  local RANK = { none = 0, WAIT_BUYER_PAY = 1, TRADE_SUCCESS = 2, TRADE_FINISHED = 3, TRADE_CLOSED = 3 }

  local function check(order, rank)
    local row = trade.find(gw, shop.seller_id, { out_trade_no = order.number })
    local status = row and row.trade_status
    assert.equal(order.status, status)
    if not row then return 0 end
    assert.is_true(RANK[status or "none"] >= rank, "a state went back")
    assert.same({ order.total, order.refunded }, { row.total, row.refunded })
    assert.is_true(row.refunded <= row.total)
    assert.equal(table.concat(order.events, " "), shop:events(order.number))
    local sum, count = 0, 0
    for i, item in ipairs(trade.list(gw, "refunds", { out_trade_no = order.number })) do
      if i == 1 then assert.equal(row.refunded, money.fen(item.refund_fee)) end
      assert.equal(order.refunds[item.out_request_no], money.fen(item.refund_amount))
      sum, count = sum + money.fen(item.refund_amount), count + 1
    end
    assert.equal(row.refunded, sum)
    for kind, most in pairs { wait = 1, paid = 1, closed = 1, finished = 1, refund = count } do
      assert.is_true(select(2, shop:events(order.number):gsub(kind, "")) <= most, kind)
    end
    return RANK[status or "none"]
  end

  local function live(number)
    local order, rank, told = model.new(number), 0, {}
    for _ = 1, ACTS do
      local act = any_act(order)
      told[#told + 1] = ("%s total=%d amount=%d request=%s outcome=%s breaks=%s unknown=%s"):format(act.name, act.total,
        act.amount, act.request, act.outcome, act.breaks, act.unknown)
      local fine, problem = pcall(function()
        if act.name == "time" then
          assert(clock.advance(gw, act.step))
          model.pass(order, gw.clock())
        else
          model.pass(order, gw.clock())
          local got, got_more = (act.breaks and perform_broken or perform)(order, act)
          if got ~= "broken" and act.unknown ~= "not-done" then
            local code, more
            order, code, more = model.act(order, act, gw.clock(), codes)
            if act.unknown then code, more = "isp.unknow-error", nil end
            assert.same({ code, more }, { got, got_more })
          end
        end
        rank = check(order, rank)
      end)
      if not fine then
        error(("TRADE_SEED=%d, %s: %s\n%s"):format(SEED, number, table.concat(told, "\n"), tostring(problem)), 0)
      end
    end
    return order
  end

  it("is as the model says, and the money adds up", function()
    math.randomseed(SEED)
    local from, paid, refunded = gw.clock(), 0, 0
    for i = 1, SEQUENCES do
      local order = live("M" .. i)
      if order.paid then paid = paid + order.total end
      refunded = refunded + order.refunded
    end
    local sum = { paid = 0, refunded = 0 }
    for row in trade.bill_rows(gw, shop.seller_id, from, gw.clock() + 1) do
      local name = row.refund and "refunded" or "paid"
      sum[name] = sum[name] + math.abs(row.amount)
    end
    assert.same({ paid = paid, refunded = refunded }, sum)
    assert.is_true(paid > refunded and refunded > 0)
    assert.equal(0, gw.store:first("SELECT count(*) AS n FROM trades WHERE refunded <> "
      .. "(SELECT coalesce(sum(amount), 0) FROM refunds WHERE trade = trades.id)").n)
  end)
end)
