-- SPDX-License-Identifier: MIT
-- A database that is locked or full: the platform's 20000, signed, a line in the log, and nothing half-done.

local db = require "alipay.core.db"
local shops = require "spec.support.trade"

describe("a trade, when the database", function()
  local shop

  setup(function() shop = shops.start() end)
  teardown(function() shop:finish() end)

  local function is_unknown(node)
    assert.same({ "20000", "isp.unknow-error" }, { node.code, node.sub_code })
    local log = table.concat(shop.gw.lines, "\n")
    assert.matches("internal error: .*database", log)
    assert.matches("alipay.trade.pay 20000 isp.unknow%-error", log)
  end

  it("is locked by somebody else, stays as it was", function()
    local order = shop:order { auth_code = "290000000000000001" }
    local thief <close> = assert(db.open(shop.gw.dir .. "/gateway.db"))
    thief:transaction(function()
      is_unknown(shop:call("pay", order))
    end)
    assert.equal("ACQ.TRADE_NOT_EXIST", shop:status(order.out_trade_no))
    assert.is_nil(shop:refusal("pay", order))
  end)

  it("is full, stays as it was", function()
    shop.gw.store:rows "PRAGMA max_page_count = 1" -- SQLite takes the size that it has
    local order, node
    for i = 1, 200 do
      order = shop:order { auth_code = ("28%016d"):format(i), body = ("茶"):rep(128) }
      node = shop:call("pay", order)
      if node.code ~= "10000" then break end
    end
    is_unknown(node)
    assert.equal("ACQ.TRADE_NOT_EXIST", shop:status(order.out_trade_no))
    shop.gw.store:rows "PRAGMA max_page_count = 1000000"
    assert.is_nil(shop:refusal("pay", order))
  end)
end)
