-- SPDX-License-Identifier: MIT
-- Notifications: what each kind says, that foreign eyes verify it, when it is sent again and when no more.

local form = require "alipay.core.form"
local fs = require "alipay.core.fs"
local json = require "alipay.json"
local loop = require "alipay.core.loop"
local notifications = require "alipay.gateway.notifications"
local notify = require "alipay.notify"
local clock = require "alipay.gateway.clock"
local merchant = require "spec.support.merchant"
local support = require "spec.support.gateway"
local user = require "alipay.gateway.user"

-- A trade as the ledger keeps it.
local function trade(gw, shop, extra)
  local row = {
    id = 1, seller_id = "2088102100000002", seller_email = "shop@example.com", app_id = gw.app_id, auth_app_id = gw.app_id,
    out_trade_no = "A1", trade_no = "2026112622001400000000000001", trade_status = "TRADE_SUCCESS",
    channel = "alipay.trade.precreate",
    total = 8880, refunded = 0, subject = "Tea & 茶", content = { body = "绿茶", passback_params = "a%3Db" },
    buyer_id = user.of(gw.app_id).user_id, notify_url = shop.url, charset = "utf-8", created = 1764000000, expires = 1764010800,
    opened = 1764000001, paid = 1764000002, finishes = 1795536002,
  }
  for name, value in pairs(extra or {}) do row[name] = value or nil end
  return row
end

local REFUND = { created = 1764000100, out_request_no = "R1", amount = 80, refunded = 80 }

describe("a notification", function()
  local gw, shop, client

  before_each(function()
    gw = support.start { clock = function() return 1764000200 end }
    shop = merchant.start()
    client = require("alipay").client(gw:profile())
  end)
  after_each(function()
    support.finish(gw)
    shop:stop()
  end)

  -- Sends one and gives its parameters as they arrived, verified by the library.
  local function sent(kind, row, refund)
    assert.is_string(notifications.queue(gw, kind, row, refund))
    require("alipay.gateway.due").settle(gw)
    local request = shop:take()
    local n = assert(notify.verify(request.body, client))
    assert.matches("^V1", n.rule)
    return n.params, request
  end

  local function names(params)
    local list = {}
    for name in pairs(params) do
      if name ~= "sign" then list[#list + 1] = name end
    end
    table.sort(list)
    return table.concat(list, " ")
  end

  local COMMON = "app_id auth_app_id body buyer_id buyer_logon_id charset gmt_create notify_id notify_time notify_type "
    .. "out_trade_no passback_params seller_email seller_id subject total_amount trade_no trade_status version"

  local function with(more)
    local list = {}
    for name in (COMMON .. " " .. more):gmatch "%S+" do list[#list + 1] = name end
    table.sort(list)
    return table.concat(list, " ")
  end

  it("of a payment says who paid what", function()
    local params, request = sent("paid", trade(gw, shop))
    assert.equal(with "gmt_payment invoice_amount receipt_amount buyer_pay_amount point_amount fund_bill_list", names(params))
    assert.equal("application/x-www-form-urlencoded; charset=utf-8", request.headers["content-type"])
    assert.matches("^%d+$", params.notify_id)
    assert.equal(34, #params.notify_id)
    assert.equal("2025112500222000320", params.notify_id:sub(1, 19))
    local expected = {
      notify_type = "trade_status_sync", trade_status = "TRADE_SUCCESS", total_amount = "88.80", receipt_amount = "88.80",
      point_amount = "0.00", subject = "Tea & 茶", body = "绿茶", passback_params = "a%3Db", out_trade_no = "A1", version = "1.0",
      fund_bill_list = '[{"amount":"88.80","fundChannel":"ALIPAYACCOUNT"}]', gmt_create = "2025-11-25 00:00:01",
      gmt_payment = "2025-11-25 00:00:02", notify_time = "2025-11-25 00:03:20", charset = "utf-8",
    }
    for name, value in pairs(expected) do assert.equal(value, params[name], name) end
    assert.matches("%*%*%*", params.buyer_logon_id)
    assert.matches("&sign_type=RSA2&", request.body, 1, true)
  end)

  it("of a part refunded names the refund and keeps the state", function()
    local params = sent("refund", trade(gw, shop, { refunded = 80 }), REFUND)
    assert.equal(with "gmt_payment gmt_refund out_biz_no refund_fee", names(params))
    assert.equal("TRADE_SUCCESS", params.trade_status)
    assert.equal("0.80", params.refund_fee)
    assert.equal("R1", params.out_biz_no)
    assert.equal("2025-11-25 00:01:40.000", params.gmt_refund)
  end)

  it("of the whole refunded closes the trade", function()
    local refund = { created = 1764000100, out_request_no = "A1", amount = 8880, refunded = 8880 }
    local params = sent("refund", trade(gw, shop, { refunded = 8880, trade_status = "TRADE_CLOSED", closed = 1764000100 }), refund)
    assert.equal(with "gmt_payment gmt_refund gmt_close out_biz_no refund_fee", names(params))
    assert.equal("88.80", params.refund_fee)
    assert.equal("2025-11-25 00:01:40", params.gmt_close)
  end)

  it("of what was never paid has no payment in it", function()
    local params = sent("closed", trade(gw, shop, { trade_status = "TRADE_CLOSED", paid = false, closed = 1764000100 }))
    assert.equal(with "gmt_close refund_fee", names(params))
    assert.equal("0.00", params.refund_fee)
  end)

  it("is sent of waiting and finished trades where that is switched on", function()
    local waiting = trade(gw, shop, { trade_status = "WAIT_BUYER_PAY", paid = false })
    local finished = trade(gw, shop, { trade_status = "TRADE_FINISHED", refunded = 80 })
    assert.is_nil(notifications.queue(gw, "wait", waiting))
    assert.is_nil(notifications.queue(gw, "finished", finished))
    gw.notify_kinds = { wait = true, finished = true }
    assert.equal(with "", names(sent("wait", waiting)))
    assert.equal(with "gmt_payment invoice_amount receipt_amount buyer_pay_amount point_amount fund_bill_list gmt_close refund_fee",
      names(sent("finished", finished)))
    assert.is_nil(notifications.queue(gw, "paid", trade(gw, shop)))
  end)

  it("never has an empty field, and none is sent without an address", function()
    local params = sent("paid", trade(gw, shop, { content = { body = "", passback_params = "" } }))
    assert.is_nil(params.body)
    assert.is_nil(params.passback_params)
    for name, value in pairs(params) do assert.not_equal("", value, name) end
    assert.is_nil(notifications.queue(gw, "paid", trade(gw, shop, { notify_url = false })))
    assert.is_nil(notifications.queue(gw, "paid", trade(gw, shop, { notify_url = "" })))
  end)

  it("speaks the character set of its order", function()
    local params, request = sent("paid", trade(gw, shop, { charset = "GBK" }))
    assert.equal("GBK", params.charset)
    assert.equal("Tea & 茶", params.subject)
    assert.equal("application/x-www-form-urlencoded; charset=GBK", request.headers["content-type"])
    assert.matches("subject=Tea%20%26%20%B2%E8", request.body, 1, true)
  end)

  it("is signed with the gateway's kind of key", function()
    local sm2 = support.start { sign_type = "SM2" }
    finally(function() support.finish(sm2) end)
    notifications.queue(sm2, "paid", trade(sm2, shop))
    require("alipay.gateway.due").settle(sm2)
    local request = shop:take()
    assert(notify.verify(request.body, require("alipay").client(sm2:profile())))
    assert.matches("&sign_type=SM2&", request.body, 1, true)
  end)
end)

describe("the schedule of notifications", function()
  local gw, shop, now

  before_each(function()
    now = 1764000000
    gw = support.start { clock = function() return now end }
    shop = merchant.start()
  end)
  after_each(function()
    support.finish(gw)
    shop:stop()
  end)

  local function queue(extra)
    local id = notifications.queue(gw, "paid", trade(gw, shop, extra))
    require("alipay.gateway.due").settle(gw)
    return id
  end

  local function row() return notifications.list(gw)[1] end

  -- Until so many attempts are written down.
  local function attempts(count)
    merchant.step_until(function() return row().attempts >= count end)
    return row()
  end

  it("ends with exactly success", function()
    shop.answer = "success"
    local id = queue()
    assert.same({ 1, "success", nil, "2025-11-25 00:00:00" }, { attempts(1).attempts, row().result, row().next, row().delivered })
    assert.equal(id, row().notify_id)
    clock.advance(gw, 90000)
    assert.equal(1, #shop.requests)
  end)

  it("goes on for a day until then, each attempt at its own moment with the same id", function()
    for _, answer in ipairs { "SUCCESS", "success\n", '"success"', "fail", "", " success", "ok", "<html>success</html>" } do
      shop.answers[#shop.answers + 1] = answer
    end
    queue()
    attempts(1)
    clock.advance(gw, 90000)
    assert.equal(8, attempts(8).attempts)
    assert.is_nil(row().next)
    assert.is_nil(row().delivered)
    local times, ids, at = {}, {}, 0
    for i, request in ipairs(shop.requests) do
      local params = {}
      for _, pair in ipairs(form.decode(request.body)) do params[pair[1]] = pair[2] end
      times[i], ids[params.notify_id] = params.notify_time, true
    end
    local expected = {}
    for i, wait in ipairs { 0, 240, 600, 600, 3600, 7200, 21600, 54000 } do
      at = at + wait
      expected[i] = require("alipay.v2.protocol").timestamp(now + at)
    end
    assert.same(expected, times)
    assert.is_nil(next(ids, (next(ids))))
  end)

  it("notes what is wrong with an answer", function()
    local cases = {
      { 500, "success", "HTTP 500" }, { 302, "success", "HTTP 302" }, { 404, "", "HTTP 404" }, { 200, "", "an empty body" },
      { 200, "fail\27[31m", "a body that is not `success`: fail [31m" },
      { 200, ("x"):rep(70000), "127.0.0.1" },
    }
    for i, case in ipairs(cases) do
      shop.status, shop.answer, shop.location = case[1], case[2], "http://127.0.0.1:1/elsewhere"
      queue { out_trade_no = "A" .. i }
      assert.matches(case[3], attempts(1).result, 1, true)
      assert.matches("notify paid %d+ to http://127%.0%.0%.1:%d+/notify: ", gw.lines[#gw.lines])
    end
    assert.equal(#cases, #shop.requests) -- no redirect was followed
  end)

  it("notes an address that cannot be asked, and tries again", function()
    local port = shop.port
    shop:stop()
    queue { notify_url = ("http://127.0.0.1:%d/notify?secret=1"):format(port) }
    assert.matches("127.0.0.1", attempts(1).result, 1, true)
    assert.is_nil(gw.lines[#gw.lines]:find("secret", 1, true))
    assert.equal("2025-11-25 00:04:00", row().next)
    for _, url in ipairs { "no address", "gopher://127.0.0.1/", "http://127.0.0.1:1/a\r\nX: y" } do
      queue { notify_url = url, out_trade_no = url }
      assert.is_nil(attempts(1).delivered)
      assert.is_string(row().result)
    end
  end)

  it("goes on after a restart, with what was on its way too", function()
    shop.silent = true
    queue()
    shop:take()
    assert.equal(0, row().attempts)
    gw:stop()
    shop.silent, shop.answer = false, "success"
    gw = support.start { dir = gw.dir, clock = function() return now + 1 end }
    assert.equal("success", attempts(1).result)
    assert.equal(2, #shop.requests)
    assert.equal(form.decode(shop.requests[1].body)[12][2], form.decode(shop.requests[2].body)[12][2])
  end)

  it("sends one between gateways that share a folder", function()
    local other = support.start { dir = assert(fs.temporary "gateway-spec-"), shared = true, clock = function() return now end }
    local second = support.start { dir = other.dir, shared = true, clock = function() return now end }
    finally(function()
      second:stop()
      support.finish(other)
    end)
    shop.answer = "success"
    notifications.queue(other, "paid", trade(other, shop))
    require("alipay.gateway.due").settle(other)
    require("alipay.gateway.due").settle(second)
    merchant.step_until(function() return notifications.list(second)[1].delivered end)
    assert.equal(1, #shop.requests)
    assert.equal(1, notifications.list(other)[1].attempts)
  end)

  it("tells the log of a database that fails, and nobody else", function()
    shop.answer = "success"
    queue()
    local kept = gw.store
    gw.store = { exec = function() error "disk full" end }
    shop:take()
    merchant.step_until(function() return table.concat(gw.lines):find("disk full", 1, true) end)
    gw.store = kept
    assert.equal(0, row().attempts)
  end)

  it("lists by order and kind, newest first", function()
    shop.answer = "success"
    local first, second = queue { out_trade_no = "L1" }, queue { out_trade_no = "L2" }
    attempts(1)
    assert.equal(second, notifications.list(gw)[1].notify_id)
    assert.equal(first, notifications.list(gw)[2].notify_id)
    assert.equal(1, #notifications.list(gw, { out_trade_no = "L1" }))
    assert.equal(0, #notifications.list(gw, { kind = "refund" }))
    assert.equal(1, #notifications.list(gw, { limit = 1 }))
    assert.equal("88.80", notifications.list(gw)[1].params.total_amount)
    assert.is_string(json.encode(notifications.list(gw)))
    loop.step(0)
  end)
end)
