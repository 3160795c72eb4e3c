-- SPDX-License-Identifier: MIT
-- A spec of a shop, run by `alipay-lua "$(command -v busted)"`: a gateway of its own, a buyer who pays.

local gateway = require "alipay.gateway"

describe("the shop", function()
  local gw, client
  setup(function()
    gw = assert(gateway.start {})
    client = gw:client()
  end)
  teardown(function() gw:stop() end)

  it("is paid by a code that the buyer scans", function()
    local order = assert(client.alipay.trade.precreate:post { content = {
      out_trade_no = "order-1", total_amount = "8.80", subject = "龙井茶 250g",
    } })
    assert(gw:pay { qr_code = order.data.qr_code })
    local trade = assert(client.alipay.trade.query:post { content = { out_trade_no = "order-1" } })
    assert.equal("TRADE_SUCCESS", trade.data.trade_status)
  end)

  it("sees a refusal as the platform gives it", function()
    local res, err = client.alipay.trade.query:post { content = { out_trade_no = "nobody" } }
    assert.is_nil(res)
    assert.is_true(err:is "TRADE_NOT_EXIST")
  end)
end)
