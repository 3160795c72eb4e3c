-- SPDX-License-Identifier: MIT
-- A locked database and a full disk while money is moved: a signed 20000, a line in the log, nothing half-done; and the same call does its
-- work once there is room again.

local control = require "spec.support.control"
local db = require "alipay.core.db"
local json = require "alipay.json"
local merchants = require "spec.support.merchant"
local shops = require "spec.support.trade"

describe("money", function()
  local shop, gw, merchant
  before_each(function()
    shop = shops.start()
    gw, merchant = shop.gw, merchants.start()
    merchant.answer = "success"
  end)
  after_each(function()
    shop:finish()
    merchant:stop()
  end)

  -- What makes writing fail, and what ends that; with what the log says of it.
  local TROUBLE = {
    locked = function()
      local holder = assert(db.open(gw.dir .. "/gateway.db"))
      assert(holder:exec "BEGIN IMMEDIATE")
      return "database is locked", function()
        assert(holder:exec "ROLLBACK")
        holder:close()
      end
    end,
    -- As full as the disk: not one page more.
    full = function()
      gw.store:exec "CREATE TABLE IF NOT EXISTS filler (x TEXT)"
      assert(gw.store:rows "PRAGMA max_page_count = 1") -- cannot be less than there are
      return "database or disk is full", function() assert(gw.store:rows "PRAGMA max_page_count = 1000000") end
    end,
  }

  local function state()
    local all = {}
    for _, kind in ipairs { "trades", "refunds", "transfers", "notifications" } do all[kind] = gw:state(kind) end
    return json.encode(all)
  end

  -- An order for which no page that is there has room.
  local function large(more)
    local order = shop:order(more)
    order.subject, order.passback_params = ("茶"):rep(250), ("x"):rep(500)
    order.goods_detail = { { goods_id = "1", goods_name = ("y"):rep(200), quantity = 1, price = "8.80" } }
    return order
  end

  for name, begin in pairs(TROUBLE) do
    it("is whole when the database is " .. name, function()
      local paid, open = shop:paid(), shop:create()
      local other = shop:create()
      local calls = {
        { "create", large { buyer_id = shop.buyers[1].user_id } },
        { "precreate", large() },
        { "pay", large { auth_code = "280000000000000001", scene = "bar_code" } },
        { "refund", { out_trade_no = paid, refund_amount = "1.00", out_request_no = "R1", refund_reason = ("r"):rep(200) } },
        { "close", { out_trade_no = open } },
      }
      local log, finish = begin()
      -- What still fits into pages that are there is no trouble.
      if name == "full" then
        while pcall(gw.store.exec, gw.store, "INSERT INTO filler VALUES (zeroblob(200))") do end
      end
      local before, failed = state(), {}
      for i, call in ipairs(calls) do
        local node = shop:call(call[1], call[2])
        if node.code == "20000" then failed[#failed + 1] = i else before = state() end
        assert.equal(before, state())
      end
      local answer, status = control.call(gw, "pay", { out_trade_no = other })
      assert.is_true(status == 500 or answer.trade_status ~= nil)
      assert.is_true(#failed >= (name == "locked" and 5 or 1), "nothing failed")
      assert.matches("internal error: .*" .. log, table.concat(gw.lines, "\n"))
      finish()
      for _, i in ipairs(failed) do
        local call = calls[i]
        assert.equal("10000", shop:call(call[1], call[2]).code)
      end
    end)
  end

  it("that was paid while nobody could be told is told of later", function()
    local order = shop:order()
    shop:call("precreate", order, { notify_url = merchant.url })
    assert(gw:pay { out_trade_no = order.out_trade_no })
    local holder = assert(db.open(gw.dir .. "/gateway.db"))
    assert(holder:exec "BEGIN IMMEDIATE")
    merchants.step_until(function() return table.concat(gw.lines, "\n"):find "database is locked" end)
    assert(holder:exec "ROLLBACK")
    holder:close()
    assert.matches("out_trade_no=" .. order.out_trade_no, merchant:take().body, 1, true)
    assert.equal(1, #gw:state("notifications", { out_trade_no = order.out_trade_no }))
  end)
end)
