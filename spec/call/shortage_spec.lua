-- SPDX-License-Identifier: MIT
-- Replies for which memory is too short for a moment, or for good.

local protocol = require "alipay.v2"
local support = require "spec.support.client"

describe("a reply that memory is too short for", function()
  local judge = protocol.judge
  local client, liar
  setup(function()
    client, liar = support.liar(function(exchange, own) own.reply(exchange, own.signed '{"code":"10000","msg":"Success"}') end)
  end)
  after_each(function() protocol.judge = judge end)
  teardown(function() liar.server:stop() end)

  local function fail(times, with)
    local count = 0
    function protocol.judge(...)
      count = count + 1
      if count <= times then error(with, 0) end
      return judge(...)
    end
    return function() return count end
  end

  it("is kept and judged when there is memory again; it is asked for once", function()
    fail(3, "not enough memory")
    local res = assert(client.alipay.trade.query:post { content = { out_trade_no = "1" } })
    assert.equal("10000", res.data.code)
    assert.equal(1, liar.requests)
  end)

  it("is no forged one, however long that takes", function()
    local judged = fail(math.huge, "not enough memory")
    local seconds, res, err = 0.1
    repeat -- on a busy machine the time may be over before the reply is here: then with more of it
      seconds = seconds * 2
      res, err = client.alipay.trade.query:post { content = { out_trade_no = "1" }, timeout = seconds }
    until judged() > 0
    assert.is_nil(res)
    assert.equal("timeout", err.kind)
    assert.matches("the reply is here, but there is not enough memory", err.message, 1, true)
  end)

  it("is given up when it is cancelled meanwhile", function()
    fail(math.huge, "not enough memory")
    local promise = client.alipay.trade.query:postAsync { content = { out_trade_no = "1" } }
    local before = liar.requests
    while liar.requests == before do require("alipay.core.loop").step(0.01) end
    promise:cancel()
    local _, err = promise:wait()
    assert.equal("cancelled", err.kind)
  end)

  it("raises what else goes wrong in judging it", function()
    fail(1, "a fault")
    local _, reason = pcall(function() return client.alipay.trade.query:post { content = { out_trade_no = "1" } } end)
    assert.matches("a fault", tostring(reason), 1, true)
  end)
end)
