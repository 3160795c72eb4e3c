-- SPDX-License-Identifier: MIT
-- Orders of app.pay: what the wallet hands to the app, by a control call and in a browser.

local cashier = require "spec.support.cashier"
local form = require "alipay.core.form"
local json = require "alipay.json"
local notify = require "alipay.notify"
local shops = require "spec.support.trade"
local support = require "spec.support.gateway"
local trade = require "alipay.gateway.trade"

local APP = "alipay.trade.app.pay"

describe("the wallet", function()
  local shop, gw, client, browser

  setup(function()
    shop = shops.start()
    gw, browser = shop.gw, cashier.browser(shop)
    client = require("alipay").client(gw:profile())
  end)
  teardown(function() shop:finish() end)

  it("hands the app what the wallet would", function()
    local order = client.alipay.trade.app.pay:order { content = shop:order { product_code = "P", subject = "a/b" } }
    local row = assert(trade.locate(gw, { order = order }))
    assert.equal("ACQ.TRADE_NOT_EXIST", shop:status(row.out_trade_no))
    assert.is_nil(trade.pay(gw, row, { outcome = "open" }).result)
    local cancelled = trade.pay(gw, row, { outcome = "cancel" }).result
    assert.same({ "6001", "" }, { cancelled.resultStatus, cancelled.result })
    local failed = trade.pay(gw, row, { outcome = "balance" }).result
    assert.equal("4000", failed.resultStatus)
    assert.equal("ACQ.BUYER_BALANCE_NOT_ENOUGH", json.decode(failed.result)["alipay_trade_app_pay_response"].sub_code)
    local done = trade.pay(gw, row)
    assert.equal("9000", done.result.resultStatus)
    local n = assert(notify.verify_result(done.result.result, client, { out_trade_no = row.out_trade_no, total_amount = "8.80" }))
    assert.equal(done.trade_no, n.params.trade_no)
    local node = done.result.result:match '^{"alipay_trade_app_pay_response":({.-}),"sign":"[^"]+","sign_type":"RSA2"}$'
    local names = {}
    for name in node:gmatch '"([%l_]+)":' do names[#names + 1] = name end
    assert.equal("code msg app_id auth_app_id charset timestamp out_trade_no total_amount trade_no seller_id",
      table.concat(names, " "))
  end)

  it("shows an app's order to a browser, and what the wallet hands over", function()
    local response = browser:open(APP)
    local done = browser:submit(cashier.form(response), "success")
    assert.matches("resultStatus=9000", done.body, 1, true)
    assert.matches("alipay_trade_app_pay_response", done.body, 1, true)
    assert.matches("resultStatus=6001", browser:submit(cashier.form((browser:open(APP))), "cancel").body, 1, true)
  end)

  it("signs a refused result over the bytes of its order's character set", function()
    local content = json.encode(shop:order { product_code = "P", subject = "x" })
    local query = form.encode(support.sign(gw, support.params(gw, APP, { biz_content = content, charset = "GBK" })))
    local result = trade.pay(gw, assert(trade.locate(gw, { order = query })), { outcome = "balance" }).result
    local node, sign = result.result:match '^{"alipay_trade_app_pay_response":({.*}),"sign":"([^"]+)"'
    local public = gw.keys.alipay:public()
    local bytes = require("alipay.core.text").convert(node, "UTF-8", "GBK")
    assert.is_true(public:verify(bytes, json.decode('"' .. sign .. '"'), "RSA2"))
  end)
end)
