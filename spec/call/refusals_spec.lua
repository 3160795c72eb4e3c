-- SPDX-License-Identifier: MIT
-- What a reply says is told as what it is: refusals without a signature, encrypted ones, names with escapes, pages and redirects in
-- place of a reply, and nodes that are signed but cannot be decoded.

local cipher = require "alipay.core.cipher"
local errors = require "alipay.error"
local support = require "spec.support.client"

local ENCRYPT_KEY = "aa4BtZ4tspm2wnXLb1ThQA=="
local NAME = "alipay_trade_query_response"
local REFUSAL = '{"code":"40002","msg":"Invalid Arguments","sub_code":"isv.invalid-parameter","sub_msg":"收款账号不存在"}'

describe("a reply", function()
  local client, liar, answer
  setup(function()
    client, liar = support.liar(function(exchange, self) answer(exchange, self) end, { encrypt_key = ENCRYPT_KEY })
  end)
  teardown(function() liar.server:stop() end)

  local function ask(text, method)
    answer = type(text) == "function" and text or function(exchange) liar.reply(exchange, text) end
    local content = { out_trade_no = "1", subject = "Tea", total_amount = "1.00", product_code = "P" }
    return client:chain(method or "alipay.trade.query"):post { content = content, timeout = 20 }
  end

  local function refused(kind, text, method)
    local res, err = ask(text, method)
    assert.is_nil(res)
    assert.equal(kind, err.kind, tostring(err))
    assert.is_true(err.sent)
    assert.is_table(err.response)
    return err
  end

  local function encrypted(text) return '"' .. assert(cipher.encrypt(text, ENCRYPT_KEY)) .. '"' end

  it("is a refusal however the name of its code is written", function()
    assert.equal("40004", refused("api", liar.signed '{"c\\u006fde":"40004","msg":"x"}').code)
    assert.equal("40004", refused("api", liar.signed '{"code":"10000","\\u0063ode":"40004"}').code)
    assert.equal("A", refused("api", liar.signed '{"code":"40004","sub\\u005fcode":"A"}').sub_code)
  end)

  it("that is signed and cannot be decoded is no response without data", function()
    for _, node in ipairs { '{"code":"10000","nick":"a\\ud83d"}', '{"code":"10000","a":1e400}', '{"a":-1e999}' } do
      local err = refused("http", liar.signed(node))
      assert.equal(node, err.response.body)
      assert.matches("signature is good, but its node cannot be decoded", err.message)
      assert.is_true(err.response.verified)
      assert.is_nil(err.response.data)
    end
  end)

  it("is still told when only half a character of its words is there", function()
    local err = refused("api", liar.signed '{"code":"40004","sub_msg":"a\\ud83d"}')
    assert.same({ "40004", "a\u{FFFD}" }, { err.code, err.sub_msg })
  end)

  it("without a signature is a refusal all the same, when it is encrypted too", function()
    for _, name in ipairs { NAME, "error_response" } do
      for _, tail in ipairs { "", ',"sign":null', ',"sign":""', ',"alipay_cert_sn":"","sign":""' } do
        for _, node in ipairs { REFUSAL, encrypted(REFUSAL) } do
          local err = refused("api", ('{"%s":%s%s}'):format(name, node, tail))
          assert.same({ "isv.invalid-parameter", "收款账号不存在", true }, { err.sub_code, err.sub_msg, err.unsigned })
          assert.not_matches("public_key", tostring(err), 1, true)
          assert.equal(REFUSAL, tostring(err.response))
        end
      end
    end
  end)

  it("is never a success without a signature, encrypted or not", function()
    local success = '{"code":"10000","order_id":"20260101"}'
    for _, node in ipairs { success, encrypted(success), encrypted '{"a":1}', encrypted "[1]" } do
      for _, tail in ipairs { "", ',"sign":null', ',"sign":""', ',"sign":"AAAA"' } do
        local err = refused("signature", ('{"%s":%s%s}'):format(NAME, node, tail))
        assert.is_nil(err.response.data)
        assert.not_matches("order_id", tostring(err), 1, true)
        if node ~= success then assert.is_nil(err.response.plain) end
      end
    end
  end)

  it("says what is missing where it is encrypted and there is no key for it", function()
    local without = support.liar(function(exchange) liar.reply(exchange, ('{"%s":%s}'):format(NAME, encrypted(REFUSAL))) end)
    local _, err = without.alipay.trade.query:post { content = { out_trade_no = "1" } }
    assert.equal("signature", err.kind)
    assert.matches("not signed, and the reply is encrypted and no encrypt_key is set", err.message)
  end)

  it("that is a redirect says where to, and what else the method may be", function()
    local function redirect(exchange)
      exchange:respond(302, { Location = "http://openapi.alipay.com/none?token=secret#x" }, "")
    end
    local err = refused("http", redirect)
    assert.matches("HTTP status 302 with a redirect to http://openapi.alipay.com/none$", err.message)
    assert.not_matches("secret", tostring(err), 1, true)
    for method, verb in pairs {
      ["alipay.trade.app.pay"] = ":order{", ["alipay.fund.auth.order.app.freeze"] = ":order{", ["alipay.trade.page.pay"] = ":page{",
      ["alipay.trade.wap.pay"] = ":page{", ["alipay.user.certify.open.certify"] = ":page{",
    } do
      assert.matches(verb, refused("http", redirect, method).hint, 1, true)
      assert.matches(verb, refused("http", "<html><title>x</title></html>", method).hint, 1, true)
    end
    assert.is_nil(refused("http", "<html></html>").hint)
  end)

  it("keeps no more of a peer's words in an error than people read; the reply has all of them", function()
    local long = ("字"):rep(100000)
    local err = refused("api", ('{"%s":{"code":"40004","msg":"m","sub_msg":"%s"}}'):format(NAME, long))
    assert.is_true(#err.sub_msg < 66000 and #err.message < 4200)
    assert.is_true(require("alipay.core.text").is_utf8(err.sub_msg) and require("alipay.core.text").is_utf8(err.message))
    assert.is_true(#err.response.raw > #long)
  end)
end)

describe("err:is", function()
  it("compares sub_code and code without their prefixes", function()
    local err = errors.api { code = "40004", sub_code = "ACQ.TRADE_NOT_EXIST" }
    assert.is_true(err:is "TRADE_NOT_EXIST" and err:is "ACQ.TRADE_NOT_EXIST" and err:is "40004")
    assert.is_false(err:is "TRADE_NOT" or err:is "" or err:is "ACQ" or err:is "10000")
    for _, prefix in ipairs { "AQC.", "isv.", "isp.", "aop.", "" } do
      assert.is_true(errors.api({ code = "1", sub_code = prefix .. "a-b.c" }):is "a-b.c")
    end
    assert.is_true(errors.api({ code = "TRADE_NOT_EXIST" }):is "ACQ.TRADE_NOT_EXIST")
    assert.is_false(errors.new("network", { message = "x" }):is "TRADE_NOT_EXIST")
    assert.has_error(function() err:is(nil) end)
  end)
end)
