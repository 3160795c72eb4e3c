-- SPDX-License-Identifier: MIT
-- Notifications that somebody asks for: again, of events that did not happen, elsewhere, changed.

local form = require "alipay.core.form"
local merchant = require "spec.support.merchant"
local notifications = require "alipay.gateway.notifications"
local notify = require "alipay.notify"
local resend = require "alipay.gateway.notifications.resend"
local shops = require "spec.support.trade"

describe("a notification that is asked for", function()
  local shop, server, client

  setup(function()
    shop, server = shops.start(), merchant.start()
    client = require("alipay").client(shop.gw:profile())
  end)
  before_each(function()
    server.requests, server.taken, server.answer = {}, 0, "success"
  end)
  teardown(function()
    shop:finish()
    server:stop()
  end)

  local function create(more)
    local order = shop:order(more)
    order.buyer_id = shop.buyers[1].user_id
    assert.equal("10000", shop:call("create", order, { notify_url = server.url }).code)
    return order.out_trade_no
  end

  -- Asks for it, and waits until all copies were answered.
  local function send(given)
    local item
    local sent = assert(resend.send(shop.gw, given, function(found) item = found end))
    merchant.step_until(function() return item end)
    return item, sent
  end

  local function params(request) return assert(notify.verify(request.body, client)).params end

  it("comes again with the same id, as often as wanted", function()
    local number = create()
    shop:pay(number)
    shop:pass(0)
    local first = params(server:take())
    local item, sent = send { out_trade_no = number, times = 3 }
    assert.same({ notify_id = first.notify_id, times = 3 }, sent)
    assert.equal(4, #server.requests)
    assert.equal(4, item.attempts)
    for _ = 1, 3 do assert.equal(first.notify_id, params(server:take()).notify_id) end
    assert.equal(1, #notifications.list(shop.gw, { out_trade_no = number }))
    assert.equal(5, send({ notify_id = first.notify_id }).attempts)
  end)

  it("of a refund that nobody was told of says what went back, not that all did", function()
    local order = shop:order()
    order.buyer_id = shop.buyers[1].user_id
    assert.equal("10000", shop:call("create", order).code)
    shop:pay(order.out_trade_no)
    local refund = { out_trade_no = order.out_trade_no, refund_amount = "1.00", out_request_no = "R1" }
    assert.equal("10000", shop:call("refund", refund).code)
    send { out_trade_no = order.out_trade_no, kind = "refund", to = server.url }
    local told = params(server:take())
    assert.same({ "1.00", "R1", "TRADE_SUCCESS" }, { told.refund_fee, told.out_biz_no, told.trade_status })
  end)

  it("leaves the schedule as it is", function()
    server.answer = "fail"
    local number = create()
    shop:pay(number)
    shop:pass(0)
    local function item() return notifications.list(shop.gw, { out_trade_no = number })[1] end
    merchant.step_until(function() return item().attempts == 1 end)
    local planned = item().next
    send { out_trade_no = number, times = 2 }
    assert.equal(planned, item().next)
    shop:pass(240)
    merchant.step_until(function() return item().attempts == 4 end)
    assert.is_true(item().next > planned)
    server.answer = "success"
    send { out_trade_no = number }
    assert.is_nil(item().next) -- it was delivered
  end)

  it("stays delivered when an attempt on the schedule that began before it fails behind it", function()
    server.silent = true
    local number = create()
    shop:pay(number)
    shop:pass(0)
    local slow = server:take().exchange
    server.silent = nil
    local item = send { out_trade_no = number }
    assert.is_nil(item.next)
    local delivered = assert(item.delivered)
    slow:respond(500, {}, "busy")
    merchant.step_until(function()
      item = notifications.list(shop.gw, { out_trade_no = number })[1]
      return item.attempts == 2
    end)
    assert.is_nil(item.next)
    assert.equal(delivered, item.delivered)
    shop:pass(86400)
    assert.equal("HTTP 500", item.result)
    item = send { out_trade_no = number } -- on purpose
    assert.same({ 3, "success" }, { item.attempts, item.result })
    assert.equal(3, #server.requests)
  end)

  it("can be of an event that did not happen, and changes no trade", function()
    local number = create()
    local status = {
      wait = "WAIT_BUYER_PAY", paid = "TRADE_SUCCESS", refund = "TRADE_CLOSED", closed = "TRADE_CLOSED",
      finished = "TRADE_FINISHED",
    }
    for kind, expected in pairs(status) do
      local item = send { out_trade_no = number, kind = kind }
      assert.equal(expected, params(server:take()).trade_status)
      assert.equal(kind, item.kind)
    end
    assert.equal("WAIT_BUYER_PAY", shop:status(number))
    assert.equal(5, #notifications.list(shop.gw, { out_trade_no = number }))
    assert.equal("wait", send({ out_trade_no = create() }).kind) -- what its state says
  end)

  it("goes elsewhere and says something else where that is wanted", function()
    local number = create()
    local item = send {
      out_trade_no = number, kind = "paid", to = server.url .. "/other?x=1",
      fields = { total_amount = "0.01", body = "", extra = "1" },
    }
    local request = server:take()
    assert.equal("/notify/other", request.path)
    assert.equal("0.01", params(request).total_amount)
    assert.equal("1", params(request).extra)
    assert.is_nil(params(request).body)
    local other = send { notify_id = item.notify_id, fields = { total_amount = "0.02" } }
    assert.not_equal(item.notify_id, other.notify_id)
    assert.equal("0.01", notifications.list(shop.gw, { notify_id = item.notify_id })[1].params.total_amount)
  end)

  it("is refused with a reason", function()
    local silent = shop:create() -- has no notify_url
    local unopened = shop:order()
    shop:call("precreate", unopened, { notify_url = server.url })
    local number = create()
    for sentence, given in pairs {
      ["give notify_id or out_trade_no"] = {},
      ["give notify_id or out_trade_no "] = { notify_id = "1", out_trade_no = number },
      ["there is no notification of that notify_id"] = { notify_id = "1" },
      ["there is no order none"] = { out_trade_no = "none" },
      ["this order has no notify_url: say `to`"] = { out_trade_no = silent },
      ["this order is no trade yet: a buyer has to open it first"] = { out_trade_no = unopened.out_trade_no },
      ["'kind' must be wait, paid, refund, closed or finished"] = { out_trade_no = number, kind = "add" },
      ["'times' must be 1 to 100"] = { out_trade_no = number, times = 101 },
      ["'times' must be 1 to 100 "] = { out_trade_no = number, times = 0 },
      ["'to' must be a whole http or https address"] = { out_trade_no = number, to = "file:///etc/passwd" },
      ["'fields' must be an object of texts"] = { out_trade_no = number, fields = { a = 1 } },
      ["'fields' must be an object of texts "] = { out_trade_no = number, fields = { "x" } },
      ["'sign' is made when a notification is sent"] = { out_trade_no = number, fields = { sign = "x" } },
    } do
      local sent, reason = resend.send(shop.gw, given)
      assert.is_nil(sent)
      assert.equal(sentence:gsub(" $", ""), reason)
    end
    assert.equal(0, #server.requests)
  end)

  it("reports the merchant's answer", function()
    local number = create()
    server.answer = "no"
    assert.equal("a body that is not `success`: no", send({ out_trade_no = number }).result)
    local pairs_list = form.decode(server:take().body)
    assert.is_true(#pairs_list > 10)
  end)
end)
