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

  it("verifies, and is no proof", function()
    local n = assert(notify.verify_return(url(extra), client))
    assert.equal("return", n.kind)
    assert.is_false(n:is_paid())
    assert(notify.verify_return("/back?" .. support.body(extra), client))
    assert(notify.verify_return("?" .. support.body(extra), client))
    assert(notify.verify_return(support.body(extra), client))
    local _, err = notify.verify_return(url(extra):gsub("%?", "?shop=1&", 1), client)
    assert.equal("extra-parameters", support.codes(err))
  end)
end)

describe("a return URL that signs sign_type, too", function()
  local function url(changes)
    local params = support.sign(support.params { method = "alipay.trade.wap.pay.return", notify_id = false }, "V2")
    for name, value in pairs(changes or {}) do params[name] = value end
    return "https://shop.example/back?" .. require("alipay.core.form").encode(params)
  end

  it("verifies by rule V2, and a change of anything is refused", function()
    assert.equal("V2", assert(notify.verify_return(url(), client)).rule)
    for name, value in pairs { total_amount = "0.01", sign_type = "RSA", app_id = "2" } do
      assert.is_nil((notify.verify_return(url { [name] = value }, client)))
    end
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

  it("verifies in every shape that apps hand over", function()
    local text = result()
    local answer = { resultStatus = "9000", memo = "", result = text }
    local escape = require("alipay.core.form").escape
    local again = ('{"alipay_trade_app_pay_response":%s,"sign":"%s"}'):format(json.encode(node), support.alipay:sign(node, "RSA2"))
    for shape, value in pairs {
      ["a table"] = answer, ["JSON in JSON"] = json.encode(json.encode(answer)),
      ["encoded for a URL"] = escape(json.encode(answer)),
      ["a printed map"] = "{resultStatus=9000, memo=, result=" .. text .. ", extendInfo={}}", ["the node as a string"] = again,
      ["result parsed and written again"] = '{"memo":"","result":' .. text .. ',"resultStatus":"9000"}',
      ["a JSON string"] = json.encode(text),
    } do
      local n, err = notify.verify_result(value, client)
      assert(n, shape .. ": " .. tostring(err))
      assert.equal("081622560194853", n.params.out_trade_no)
    end
  end)

  it("is judged as a reply is: a signed refusal is one, and what cannot be decoded is no result", function()
    local refused = '{"code":"40004","msg":"Business Failed","sub_code":"ACQ.TRADE_HAS_CLOSE"}'
    local function signed(text)
      return ('{"alipay_trade_app_pay_response":%s,"sign":"%s"}'):format(text, support.alipay:sign(text, "RSA2"))
    end
    assert.equal("40004", assert(notify.verify_result(signed(refused), client)).data.code)
    local codes = {}
    for i, text in ipairs { signed '{"code":"10000","msg":"\\ud800"}', signed '{"code":"10000","n":1e400}', signed '"x"',
      '{"alipay_trade_app_pay_response":' .. refused .. "}" } do
      local n, err = notify.verify_result(text, client)
      assert.is_nil(n)
      codes[i] = support.codes(err)
    end
    assert.same({ "shape", "shape", "shape", "unsigned" }, codes)
  end)

  it("says what is missing in shapes that lost it", function()
    for code, value in pairs {
      parsed = { resultStatus = "9000", result = json.decode(result()) }, empty = { resultStatus = "6001", result = "" },
      shape = { a = 1 },
    } do
      local _, err = notify.verify_result(value, client)
      assert.equal(code, support.codes(err))
    end
    for _, cancelled in ipairs { "resultStatus={6001};memo={};result={}", '{"resultStatus":"6001","memo":""}' } do
      local _, err = notify.verify_result(cancelled, client)
      assert.matches("status 6001", err.message, 1, true)
    end
    assert.has_error(function() notify.verify_result(5, client) end)
  end)

  it("is refused when anything was changed", function()
    local lie = result(node:gsub("9.00", "0.01"))
    local changed = json.encode { resultStatus = "9000", result = lie }
    for _, shape in ipairs { changed, json.encode(changed), "resultStatus={9000};memo={};result={" .. lie .. "}" } do
      local _, err = notify.verify_result(shape, client)
      assert.equal("changed", support.codes(err))
    end
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
