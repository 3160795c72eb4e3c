-- SPDX-License-Identifier: MIT
-- What a notification must say, return URLs, and results of the app.

local json = require "alipay.json"
local notify = require "alipay.notify"
local support = require "spec.support.notify"

local client = support.client()

describe("expectations", function()
  it("compare amounts as decimals and the rest as text", function()
    local body = support.body()
    local expected = { total_amount = "88.8", app_id = support.APP_ID, seller_id = { "1", "2088102119685838" } }
    assert(notify.verify(body, client, expected))
    assert(notify.verify(support.body { total_amount = "100.00" }, client, { total_amount = 100 }))
    local n, err = notify.verify(body, client, { total_amount = "88.81", seller_id = "2088", refund_fee = "1" })
    assert.is_nil(n)
    assert.equal("parameter", err.kind)
    assert.equal(3, #err.faults)
    assert.matches("total_amount is '88.80', expected was 88.81", err.message, 1, true)
    assert.matches("refund_fee is missing", err.message, 1, true)
    assert.is_true(err.notification.verified)
  end)

  it("refuse floats and amounts that are none", function()
    assert.has_error(function() notify.verify("", client, { total_amount = 88.8 }) end)
    assert.has_error(function() notify.verify("", client, { total_amount = "88,80" }) end)
    assert.has_error(function() notify.verify(nil, client) end)
    assert.has_error(function() notify.verify({ a = true }, client) end)
  end)

  it("hold more digits than a float", function()
    local decimal = require "alipay.util.decimal"
    assert.is_true(decimal.equal("0012345678901234567890.10", "12345678901234567890.1"))
    assert.is_false(decimal.equal("12345678901234567890.1", "12345678901234567890.2"))
    assert.is_true(decimal.equal("-0.00", 0))
    for _, wrong in ipairs { "", ".5", "5.", "1e3", "0x10", " 1", "1,0", "１" } do
      assert.is_nil(decimal.normal(wrong), wrong)
    end
  end)
end)

describe("a return URL", function()
  local function url(extra, rule)
    return "https://shop.example/back?" .. support.body(extra, rule) .. "#top"
  end
  local extra = { method = "alipay.trade.page.pay.return", trade_status = false, notify_id = false }

  it("verifies by rule V1, and is no proof", function()
    local n = assert(notify.verify_return(url(extra), client))
    assert.equal("return", n.kind)
    assert.is_false(n:is_paid())
    assert(notify.verify_return("/back?" .. support.body(extra), client))
    assert(notify.verify_return("?" .. support.body(extra), client))
    assert(notify.verify_return(support.body(extra), client))
    assert.is_nil((notify.verify_return(url(extra, "V2"), client)))
    local _, err = notify.verify_return(url(extra):gsub("%?", "?shop=1&", 1), client)
    assert.equal("extra-parameters", support.codes(err))
  end)
end)

describe("an app's result", function()
  local node = '{"code":"10000","msg":"Success","total_amount":"9.00","out_trade_no":"081622560194853","seller_id":"2088"}'
  local function result(changed)
    return ('{"alipay_trade_app_pay_response":%s,"sign":"%s","sign_type":"RSA2"}'):format(changed or node,
      support.alipay:sign(node, "RSA2"))
  end

  it("verifies as a reply does", function()
    local n = assert(notify.verify_result(result(), client, { total_amount = "9" }))
    assert.equal("081622560194853", n.params.out_trade_no)
    assert.is_false(n:is_paid())
    assert(notify.verify_result(json.encode { resultStatus = "9000", memo = "", result = result() }, client))
    assert(notify.verify_result("resultStatus={9000};memo={};result={" .. result() .. "}", client))
  end)

  it("is refused when anything was changed", function()
    for _, wrong in ipairs {
      result(node:gsub("9.00", "0.01")), result():gsub('"sign"', '"sing"'), "{}", "", result() .. "x",
      json.encode { resultStatus = "6001", result = "" },
    } do
      local n, err = notify.verify_result(wrong, client)
      assert.is_nil(n)
      assert.equal("signature", err.kind)
    end
    assert.is_nil((notify.verify_result(result(), client, { total_amount = "9.01" })))
    local _, err = notify.verify_result(result(), support.client { alipay_public_key = support.app:public():base64() })
    assert.equal("app-key-as-alipay-key", support.codes(err))
  end)
end)
