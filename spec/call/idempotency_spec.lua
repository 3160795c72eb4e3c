-- SPDX-License-Identifier: MIT
-- Which calls count as safe to repeat, and that async.retry sends no other call twice.

local async = require "alipay.async"
local idempotency = require "alipay.call.idempotency"
local loop = require "alipay.async.loop"
local support = require "spec.support.client"

describe("idempotent", function()
  local is = idempotency.is_idempotent

  it("are queries, by their names", function()
    for _, method in ipairs {
      "alipay.trade.query", "alipay.trade.fastpay.refund.query", "alipay.user.info.share", "alipay.marketing.voucher.batchquery",
      "alipay.mobile.public.menu.get", "alipay.open.app.alipaycert.download",
    } do
      assert.is_true(is(method, {}), method)
    end
  end)

  it("are refunds and transfers that carry the key by which the platform does them once", function()
    for method, key in pairs {
      ["alipay.trade.refund"] = "out_request_no", ["alipay.fund.trans.uni.transfer"] = "out_biz_no",
      ["alipay.trade.orderinfo.sync"] = "out_request_no",
    } do
      assert.is_true(is(method, { [key] = "R1" }), method)
      assert.is_true(is(method, { [key] = 17 }), method)
      assert.is_true(is(method, ('{"%s":"R1"}'):format(key)), method)
      for _, content in ipairs { {}, { [key] = "" }, { [key] = false }, "{}", "no JSON", '"text"', "null" } do
        assert.is_false(is(method, content), method)
      end
      assert.is_false(is(method, nil), method)
    end
  end)

  it("is nothing else, not even a GET", function()
    for _, method in ipairs {
      "alipay.trade.pay", "alipay.trade.create", "alipay.trade.cancel", "alipay.system.oauth.token", "alipay.open.auth.token.app",
      "alipay.widget.getter", "",
    } do
      assert.is_false(is(method, { out_trade_no = "1", out_request_no = "2", out_biz_no = "3" }), method)
    end
  end)
end)

describe("a call whose connection breaks", function()
  local client, liar, seen
  setup(function()
    client, liar = support.liar(function(exchange)
      seen = seen + 1
      exchange:drop()
    end)
  end)
  teardown(function() liar.server:stop() end)
  before_each(function() seen = 0 end)
  after_each(function()
    async.sleep(0)
    assert.is_false(loop.busy())
  end)

  local function repeated(fn)
    local _, err = async.retry({ delay = 0.001 }, fn):wait()
    assert.equal("network", err.kind)
    return seen, err.idempotent
  end

  it("is repeated if it is a query or has its key", function()
    local content = { out_trade_no = "1" }
    assert.same({ 3, true }, { repeated(function() return client.alipay.trade.query:post { content = content } end) })
    seen = 0
    assert.same({ 3, true }, { repeated(function()
      return client.alipay.trade.refund:post { content = { refund_amount = "5.00", trade_no = "1", out_request_no = "R1" } }
    end) })
  end)

  it("is sent once otherwise, by GET too", function()
    local content = { refund_amount = "5.00", trade_no = "1" }
    assert.same({ 1, false }, { repeated(function() return client.alipay.trade.refund:get { content = content } end) })
    seen = 0
    assert.same({ 1, false }, { repeated(function() return client.alipay.trade.refund:post { content = content } end) })
  end)
end)
