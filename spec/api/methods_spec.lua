-- SPDX-License-Identifier: MIT
-- Rules of single methods, by what a call says before anything is sent, and what the gateway says to clients of others.

local alipay = require "alipay"
local form = require "alipay.core.form"
local gateway_support = require "spec.support.gateway"
local json = require "alipay.json"
local request = require "alipay.v2.request"
local support = require "spec.support.client"
local text = require "alipay.core.text"

local ORDER = { out_trade_no = "A1", total_amount = "88.80", subject = "Tea", product_code = "P" }

local function with(values, more)
  local all = {}
  for name, value in pairs(values) do all[name] = value end
  for name, value in pairs(more) do all[name] = value end
  return all
end

describe("a call of a defined method", function()
  local client, liar
  setup(function()
    client, liar = support.liar(function(exchange, self) self.reply(exchange, self.signed '{"code":"10000"}') end)
  end)
  teardown(function() liar.server:stop() end)

  -- The faults of a call as "path rule", none when it was sent; what the reply is worth does not matter here.
  local function faults(method, options, verb)
    local before = liar.requests
    local chain = client:chain(method)
    local _, err = chain[verb or "post"](chain, options)
    local list = {}
    for i, fault in ipairs(err and err.faults or {}) do list[i] = fault.param .. " " .. fault.rule end
    if err and err.kind == "parameter" then assert.is_true(#list > 0, err.message) end
    -- A page and an order are sent by somebody else, a call with a fault by nobody.
    assert.equal(before + ((#list > 0 or verb) and 0 or 1), liar.requests)
    return list
  end
  local function of_content(method, content) return faults(method, { content = content }) end

  it("says all that is wrong with a trade at once", function()
    assert.same({ "out_trade_no missing", "total_amount missing", "subject missing" }, of_content("alipay.trade.create", {}))
    local expected = { "total_amount range", "subject length", "timeout_express format", "time_expire format",
      "goods_detail.1.price type", "enable_pay_channels forbidden" }
    assert.same(expected, of_content("alipay.trade.create", with(ORDER, {
        total_amount = "0.00", subject = ("x"):rep(257), timeout_express = "16d", time_expire = "tomorrow",
        goods_detail = { { goods_id = "1", price = 1.5 } }, enable_pay_channels = "balance", disable_pay_channels = "creditCard",
      })))
    assert.same({}, of_content("alipay.trade.create", ORDER))
  end)

  it("wants one of two numbers where one is enough", function()
    for _, name in ipairs { "query", "close", "cancel", "refund", "fastpay.refund.query" } do
      local content = { refund_amount = "1", out_request_no = "1" }
      assert.same({ "out_trade_no missing" }, of_content("alipay.trade." .. name, content), name)
      assert.same({}, of_content("alipay.trade." .. name, with(content, { trade_no = "1" })), name)
      assert.same({}, of_content("alipay.trade." .. name, with(content, { out_trade_no = "1" })), name)
    end
  end)

  it("refuses a payment whose goods lack what the manual wants", function()
    assert.same({ "goods_detail.1.goods_name missing", "goods_detail.1.quantity missing", "goods_detail.1.price missing" },
      of_content("alipay.trade.pay", with(ORDER, { auth_code = "28", goods_detail = { { goods_id = "1" } } })))
  end)

  it("knows when a transfer needs a name, and its query a product", function()
    local transfer = { out_biz_no = "1", trans_amount = "0.1", product_code = "P", biz_scene = "S" }
    local payee = { identity = "a@example.com", identity_type = "ALIPAY_LOGON_ID" }
    assert.same({ "payee_info.name missing" }, of_content("alipay.fund.trans.uni.transfer", with(transfer, { payee_info = payee })))
    payee.name = "张三"
    assert.same({}, of_content("alipay.fund.trans.uni.transfer", with(transfer, { payee_info = payee })))
    local query = "alipay.fund.trans.common.query"
    assert.same({ "product_code missing", "biz_scene missing" }, of_content(query, { out_biz_no = "1" }))
    assert.same({}, of_content(query, { out_biz_no = "1", order_id = "2" }))
    assert.same({}, of_content(query, { pay_fund_order_id = "2" }))
  end)

  it("takes a day or a month of a bill", function()
    local bill = "alipay.data.dataservice.bill.downloadurl.query"
    assert.same({}, of_content(bill, { bill_type = "trade", bill_date = "2026-11" }))
    assert.same({ "bill_type missing", "bill_date format" }, of_content(bill, { bill_date = "20261125" }))
  end)

  it("reads content however it is given", function()
    for _, content in ipairs { '{"out_trade_no":""}', json.raw '{"trade_no":null}', "[]", "{}" } do
      assert.same({ "out_trade_no missing" }, of_content("alipay.trade.query", content))
    end
    for _, content in ipairs { '{"out_trade_no":"1"}', json.raw '{"trade_no":1}' } do
      assert.same({}, of_content("alipay.trade.query", content))
    end
    assert.same({}, faults("alipay.trade.query", { query = { biz_content = '{"out_trade_no":"1"}' } }))
    assert.same({ "out_trade_no missing" }, faults("alipay.trade.query", { query = { biz_content = "{}" } }))
    for _, content in ipairs { "no JSON", "5", json.raw "5", json.raw '"text"' } do
      assert.same({ "biz_content type" }, of_content("alipay.trade.query", content))
    end
    -- Digits in JSON text are an amount; a float in a table is none.
    assert.same({}, of_content("alipay.trade.create", '{"out_trade_no":"1","subject":"x","total_amount":88.80}'))
    assert.same({ "total_amount type" }, of_content("alipay.trade.create", with(ORDER, { total_amount = 88.8 })))
  end)

  it("is checked as a page or an order, too", function()
    assert.same({ "subject missing" }, faults("alipay.trade.page.pay", { content = with(ORDER, { subject = "" }) }, "page"))
    assert.same({ "quit_url length" },
      faults("alipay.trade.wap.pay", { content = with(ORDER, { quit_url = ("x"):rep(401) }) }, "page"))
    assert.same({ "goods_type value" }, faults("alipay.trade.app.pay", { content = with(ORDER, { goods_type = "2" }) }, "order"))
    assert.is_string(client.alipay.trade.app.pay:order { content = ORDER })
    assert.is_string(client.alipay.trade.page.pay:page { content = ORDER })
  end)

  it("says where what stands on the wrong level belongs", function()
    assert.same({ "trade_no place" }, faults("alipay.trade.query", { query = { trade_no = "1" } }))
    assert.same({ "image_type place" }, of_content("alipay.merchant.image.upload", { image_type = "jpg" }))
  end)

  it("wants the file of an upload", function()
    for method, part in pairs {
      ["alipay.merchant.image.upload"] = "image_content", ["alipay.marketing.material.image.upload"] = "file_content",
    } do
      assert.same({ part .. " missing" }, faults(method, {}))
      assert.same({ part .. " size" }, faults(method, { body = alipay.multipart { [part] = alipay.bytes "" } }))
      local body = alipay.multipart { [part] = alipay.bytes("x", { name = "a.jpg" }) }
      assert(request.prepare(client, "POST", method, { body = body }))
    end
  end)
end)

describe("the gateway", function()
  local gw
  setup(function() gw = gateway_support.start { shared = true } end)
  teardown(function() gateway_support.finish(gw) end)

  local function page(content)
    local params = gateway_support.sign(gw, gateway_support.params(gw, "alipay.trade.page.pay", { biz_content = content }))
    local body = gateway_support.fetch { url = gw.gateway .. "?" .. form.encode(params) }.body
    return text.convert(body, "GB18030", "UTF-8") or body
  end

  it("refuses what the platform demands and clients leave out; a client does so only under strict", function()
    local client = gw:client()
    local transfer = { content = { out_biz_no = "T1", trans_amount = "1.00" } }
    local _, err = client.alipay.fund.trans.uni.transfer:post(transfer)
    assert.same({ "api", "INVALID_PARAMETER" }, { err.kind, err.sub_code })
    _, err = gw:client({ strict = true }).alipay.fund.trans.uni.transfer:post(transfer)
    assert.equal("parameter", err.kind)
    assert.matches("product_code is required", err.message, 1, true)
    assert.same({ param = "product_code", rule = "missing", message = err.faults[1].message }, err.faults[1])
    local order = { out_trade_no = "1", total_amount = "1.00", subject = "A&B=C+D 100%" }
    assert.is_string(client.alipay.trade.app.pay:order { content = order })
  end)

  it("holds page orders to their definition, and takes numbers of JSON", function()
    assert.matches(ORDER.subject, page(json.encode(ORDER)), 1, true)
    assert.matches("88.80", page '{"out_trade_no":"1","subject":"x","total_amount":88.8,"product_code":"P"}', 1, true)
    assert.matches("subject is required", page '{"out_trade_no":"1","total_amount":"1","product_code":"P"}', 1, true)
  end)
end)
