-- SPDX-License-Identifier: MIT
-- Orders of which the reference client asks: `alipay-lua tests/bench/orders.lua COUNT`, the gateway by the environment.

local client = require "alipay".client()
local buyer = require "alipay.gateway.user".of(client.settings.app_id)

for number = 0, tonumber(arg[1]) - 1 do
  assert(client.alipay.trade.create:post {
    content = {
      out_trade_no = ("20261123%09d"):format(number), total_amount = "88.88", subject = "测试 order", buyer_id = buyer.user_id,
    },
  })
end
