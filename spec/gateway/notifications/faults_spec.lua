-- SPDX-License-Identifier: MIT
-- Notifications that were asked to go wrong.

local json = require "alipay.json"
local loop = require "alipay.core.loop"
local merchant = require "spec.support.merchant"
local notifications = require "alipay.gateway.notifications"
local notify = require "alipay.notify"
local shops = require "spec.support.trade"
local support = require "spec.support.gateway"

describe("a notification that is to go wrong", function()
  local shop, server, client

  setup(function()
    shop, server = shops.start(), merchant.start()
    client = require("alipay").client(shop.gw:profile())
  end)
  before_each(function()
    server.requests, server.taken, server.answer, server.silent = {}, 0, "success", false
  end)
  after_each(function() shop.gw:faults {} end)
  teardown(function()
    shop:finish()
    server:stop()
  end)

  -- A paid trade: the reply says so, and the notification is due. By hand, so that replies that are held can be seen.
  local function start_payment()
    local order = shop:order { auth_code = "2800000000000000" .. #server.requests .. shop.count, scene = "bar_code", subject = "茶" }
    local params = support.sign(shop.gw, support.params(shop.gw, "alipay.trade.pay", {
      biz_content = json.encode(order), notify_url = server.url,
    }))
    local reply = {}
    local form = require "alipay.core.form"
    assert(require("alipay.core.http").start({
      url = shop.gw.gateway .. "?" .. form.encode(params), method = "POST", body = "", proxy = "",
    }, function(response) reply.response = assert(response) end))
    return reply, order.out_trade_no
  end

  local function pay()
    local reply, number = start_payment()
    merchant.step_until(function() return reply.response end)
    local _, node = support.cut(shop.gw, reply.response.body)
    assert.equal("10000", node.code, node.sub_msg)
    return number
  end

  local function item(number) return notifications.list(shop.gw, { out_trade_no = number })[1] end

  local function settled(number, attempts)
    merchant.step_until(function() return item(number) and item(number).attempts >= attempts end)
    return item(number)
  end

  it("comes twice", function()
    shop.gw:faults { "notify:nth=1:duplicate" }
    local number = pay()
    settled(number, 2)
    local first, second = notify.verify(server:take().body, client), notify.verify(server:take().body, client)
    assert.equal(first.params.notify_id, second.params.notify_id)
    pay()
    server:take()
    assert.equal(3, #server.requests)
  end)

  it("speaks GBK whatever the order's character set", function()
    shop.gw:faults { "notify:gbk" }
    pay()
    local n = assert(notify.verify(server:take().body, client))
    assert.equal("GBK", n.params.charset)
    assert.equal("茶", n.params.subject)
  end)

  it("is lost once, and comes by the schedule", function()
    shop.gw:faults { "notify:drop" }
    local number = pay()
    assert.matches("notify:drop", settled(number, 1).result, 1, true)
    assert.equal(0, #server.requests)
    shop:pass(240)
    assert.equal("success", settled(number, 2).result)
    assert.equal(1, #server.requests)
  end)

  it("comes late", function()
    shop.gw:faults { "notify:late=0.3" }
    local started = loop.now()
    local number = pay()
    assert.equal(0, #server.requests)
    settled(number, 1)
    assert.is_true(loop.now() - started >= 0.3)
    assert.equal(1, #server.requests)
  end)

  it("comes before the reply", function()
    shop.gw:faults { "notify:early" }
    server.silent = true
    local reply, number = start_payment()
    local request = server:take()
    for _ = 1, 20 do loop.step(0) end
    assert.is_nil(reply.response)
    request.exchange:respond(200, {}, "success")
    merchant.step_until(function() return reply.response end)
    assert.equal("success", settled(number, 1).result)
  end)

  it("holds no reply for what was undone", function()
    shop.gw:faults { "notify:early" }
    local events = require "alipay.gateway.trade.events"
    local add = events.add
    finally(function() events.add = add end)
    events.add = function(gw, kind, ...)
      add(gw, kind, ...)
      if kind == "paid" then error "disk full" end
    end
    local reply = start_payment()
    merchant.step_until(function() return reply.response end)
    local _, node = support.cut(shop.gw, reply.response.body)
    assert.equal("20000", node.code)
    assert.equal(0, #server.requests)
  end)
end)
