-- SPDX-License-Identifier: MIT
-- Events that somebody makes happen: what the gateway does, whom it tells, and that nothing happens when it cannot.

local control = require "spec.support.control"
local json = require "alipay.json"
local merchants = require "spec.support.merchant"
local notify = require "alipay.notify"
local shops = require "spec.support.trade"
local support = require "spec.support.gateway"

describe("an event that is triggered", function()
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

  local function trigger(event, fields, to)
    local answer, status = control.call(gw, "trigger", { event = event, fields = fields, to = to ~= false and merchant.url or nil })
    assert.equal(200, status, answer.error)
    assert.same({ true, "success", event }, { answer.delivered, answer.result, answer.event })
    return answer, assert(notify.verify(merchant:take().body, gw:client()))
  end

  local function everything()
    local all = {}
    for i, kind in ipairs { "trades", "refunds", "transfers", "notifications", "tokens" } do all[i] = gw:state(kind) end
    return all
  end

  local function refused(status, sentence, given)
    local before = everything()
    local answer, found = control.call(gw, "trigger", given)
    assert.matches(sentence, answer.error, 1, true)
    assert.equal(status, found)
    assert.same(before, everything())
    assert.equal(0, #merchant.requests)
  end

  it("happens to an order of its own", function()
    for event, status in pairs {
      ["trade.success"] = "TRADE_SUCCESS", ["trade.refund"] = "TRADE_CLOSED", ["trade.closed"] = "TRADE_CLOSED",
      ["trade.finished"] = "TRADE_FINISHED", ["trade.wait"] = "WAIT_BUYER_PAY",
    } do
      local answer, told = trigger(event)
      assert.same({ status, status }, { answer.trade_status, told.params.trade_status })
      assert.equal(status, shop:status(answer.out_trade_no))
      assert.same({ answer.trade_no, answer.notify_id }, { told.params.trade_no, told.params.notify_id })
    end
  end)

  it("happens to the order that is named, whose own address is told", function()
    local order = shop:order()
    shop:call("precreate", order, { notify_url = merchant.url })
    local answer, told = trigger("trade.success", { out_trade_no = order.out_trade_no }, false)
    assert.same({ order.out_trade_no, merchant.url }, { answer.out_trade_no, answer.to })
    assert.equal("TRADE_SUCCESS", told.params.trade_status)
    answer, told = trigger("trade.refund", { trade_no = answer.trade_no, refund_amount = "1.00", out_request_no = "R1" }, false)
    assert.same({ "TRADE_SUCCESS", "1.00", "R1" }, { answer.trade_status, told.params.refund_fee, told.params.out_biz_no })
    assert.equal("1.00", gw:state("refunds", { out_request_no = "R1" })[1].refund_amount)
  end)

  it("has the order's members, and the notification's in place of its own", function()
    local _, told = trigger("trade.success", {
      total_amount = "7", subject = "茶", buyer_id = "2088000000000001", point_amount = "",
    })
    assert.same({ "7.00", "茶", "2088000000000001" }, { told.params.total_amount, told.params.subject, told.params.buyer_id })
    assert.is_nil(told.params.point_amount)
  end)

  it("ends tokens when it is the end of a consent", function()
    local pair = support.call(gw, "alipay.system.oauth.token", { grant_type = "authorization_code", code = support.consent(gw) })
    local answer, told = trigger "auth.cancelled"
    assert.equal("alipay.open.auth.userauth.cancelled", answer.msg_method)
    assert.same({ answer.msg_method, "1.1", gw.app_id }, { told.params.msg_method, told.params.version, told.params.app_id })
    assert.equal("V2", told.rule)
    local content = json.decode(told.params.biz_content)
    assert.same({ gw.app_id, "integer" }, { content.app_id, math.type(content.cancel_time) })
    local node = support.call(gw, "alipay.user.info.share", { auth_token = pair.access_token })
    assert.equal("aop.invalid-auth-token", node.sub_code)
    told = select(2, trigger "appauth.cancelled")
    assert.is_string(json.decode(told.params.biz_content).auth_app_id)
  end)

  it("is a transfer, or any message that is named whole, at the app's address", function()
    control.call(gw, "apps", { app_id = gw.app_id, notify_url = merchant.url })
    local _, told = trigger("transfer.changed", { trans_amount = "3.00" }, false)
    local content = json.decode(told.params.biz_content)
    assert.same({ "SUCCESS", "3.00" }, { content.status, content.trans_amount })
    local row = gw:state("transfers", { out_biz_no = content.out_biz_no })[1]
    assert.same({ row.order_id, row.trans_amount }, { content.order_id, "3.00" })
    _, told = trigger("transfer.changed", { out_biz_no = content.out_biz_no, status = "FAIL" }, false)
    assert.equal("FAIL", json.decode(told.params.biz_content).status)
    assert.equal(1, #gw:state "transfers")
    _, told = trigger("alipay.merchant.tradecomplain.changed", { complain_event_id = "1" }, false)
    assert.same({ complain_event_id = "1" }, json.decode(told.params.biz_content))
  end)

  it("is a message that is sent eight times within 25 hours until it is taken, the same each time", function()
    local function sent(times)
      merchants.step_until(function() return gw:state("notifications")[1].attempts == times end)
      return assert(notify.verify(merchant:take().body, gw:client())).params
    end
    merchant.answer = "fail"
    local answer = control.call(gw, "trigger", { event = "auth.cancelled", to = merchant.url })
    local first = sent(1)
    for i, wait in ipairs { 120, 600, 600, 3600, 7200, 21600, 54000 } do
      shop:pass(wait - 1)
      assert.equal(i, #merchant.requests)
      shop:pass(1)
      assert.same(first, sent(i + 1))
    end
    local kept = gw:state("notifications", { notify_id = answer.notify_id })[1]
    assert.equal("message", kept.kind)
    assert.is_nil(kept.next)
    merchant.answer = "success"
    control.call(gw, "trigger", { event = "auth.cancelled", to = merchant.url })
    kept = gw:state("notifications")[1]
    assert.same({ 1, "success" }, { kept.attempts, kept.result })
    assert.is_nil(kept.next)
  end)

  it("tells what the merchant answered, and when nobody is there", function()
    merchant.answer = "fail"
    local answer = control.call(gw, "trigger", { event = "trade.success", to = merchant.url })
    assert.same({ false, "TRADE_SUCCESS" }, { answer.delivered, answer.trade_status })
    assert.matches("not `success`: fail", answer.result, 1, true)
    answer = control.call(gw, "trigger", { event = "auth.cancelled", to = merchant.url })
    assert.is_false(answer.delivered)
    merchant.server:stop()
    for _, event in ipairs { "trade.success", "auth.cancelled" } do
      answer = control.call(gw, "trigger", { event = event, to = merchant.url })
      assert.is_false(answer.delivered)
      assert.matches("connect", answer.result, 1, true)
    end
    merchant = merchants.start()
    answer = control.call(gw, "trigger", { event = "trade.success", to = "http://[/x" }) -- no request can be made of it
    assert.same({ false, "TRADE_SUCCESS" }, { answer.delivered, answer.trade_status })
    assert.is_string(answer.result)
    assert.is_nil(next(gw.subscribers))
  end)

  it("is one that the shell completes", function()
    local words = table.concat(require("alipay.cli.commands.trigger").WORDS, ", ")
    assert.matches("one of " .. words, control.call(gw, "trigger", {}).error, 1, true)
  end)

  it("that cannot happen changes nothing", function()
    local to = merchant.url
    local paid, open = shop:paid(), shop:create()
    refused(400, "'event' is missing: one of appauth.cancelled, auth.cancelled, trade.closed", { to = to })
    refused(400, "there is no event 'trade.paid'; there are appauth", { event = "trade.paid", to = to })
    refused(400, "'to' must be a whole http or https address", { event = "trade.success", to = "127.0.0.1" })
    refused(400, "'fields' must be an object of texts", { event = "trade.success", to = to, fields = { body = 1 } })
    refused(400, "'fields' must be an object of texts", { event = "auth.cancelled", to = to, fields = { "x" } })
    refused(400, "'sign' is made when", { event = "trade.success", to = to, fields = { sign = "x" } })
    refused(400, "nobody would be told", { event = "auth.cancelled" })
    refused(409, "nobody would be told", { event = "trade.success" })
    refused(409, "nobody would be told", { event = "trade.closed", fields = { out_trade_no = open } })
    refused(409, "there is no trade 1", { event = "trade.success", to = to, fields = { trade_no = "1" } })
    refused(409, "is paid already", { event = "trade.success", to = to, fields = { out_trade_no = paid } })
    refused(409, "ACQ.TRADE_STATUS_ERROR", { event = "trade.closed", to = to, fields = { out_trade_no = paid } })
    refused(409, "is a trade already", { event = "trade.wait", to = to, fields = { out_trade_no = open } })
    for _, event in ipairs { "trade.refund", "trade.finished" } do
      refused(409, event .. " needs a paid order", { event = event, to = to, fields = { out_trade_no = open } })
    end
    for _, amount in ipairs { "0", "8.81", "x" } do
      refused(409, "refund_amount must be 0.01 to 8.80", {
        event = "trade.refund", to = to, fields = { out_trade_no = paid, refund_amount = amount },
      })
    end
    refused(409, "ACQ.INVALID_PARAMETER", { event = "trade.success", to = to, fields = { total_amount = "free" } })
    refused(409, "alipay.fund.trans.uni.transfer: ", { event = "transfer.changed", to = to, fields = { trans_amount = "free" } })
  end)
end)
