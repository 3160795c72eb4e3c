-- SPDX-License-Identifier: MIT
-- Replies of a server that lies, breaks or is slow: nothing that claims success without a good signature becomes a response.

local errors = require "alipay.error"
local support = require "spec.support.client"

local NODE = '{"code":"10000","msg":"Success","trade_no":"2013112011001004330000121536","note":"a {\\"b\\"} , \\\\"}'
local ERROR = '{"code":"40004","msg":"Business Failed","sub_code":"ACQ.TRADE_NOT_EXIST","sub_msg":"交易不存在"}'
local NAME = "alipay_trade_query_response"

describe("a reply", function()
  local client, liar, answer
  setup(function() client, liar = support.liar(function(exchange, self) answer(exchange, self) end) end)
  teardown(function() liar.server:stop() end)

  local function ask(text)
    answer = type(text) == "function" and text or function(exchange) liar.reply(exchange, text) end
    return client.alipay.trade.query:post { content = { out_trade_no = "1" }, timeout = 10 }
  end

  local function refused(kind, text, pattern)
    local res, err = ask(text)
    assert.is_nil(res)
    assert.equal(kind, err.kind, tostring(err))
    if pattern then assert.matches(pattern, err.message) end
    return err
  end

  local function node(text, name) return ('"%s":%s'):format(name or NAME, text) end
  local function sign(text) return ('"sign":"%s"'):format(liar.sign(text)) end

  it("is an error when it says in words alone that it is one", function()
    local err = refused("api", '{"error_response":"isv.permission=no"}', "isv%.permission=no")
    assert.is_true(err.unsigned)
    refused("signature", ('{%s}'):format(node '"aGVsbG8="'), "not signed")
  end)

  it("is returned when its signature is good", function()
    local res = assert(ask(liar.signed(NODE)))
    assert.equal(NODE, res.body)
    assert.equal("2013112011001004330000121536", res.data.trade_no)
    assert.is_true(res.verified)
    assert.equal(200, res.status)
    assert.equal("t1", res.trace_id)
    assert.equal("text/html;charset=utf-8", res.headers["content-type"])
    assert.is_number(res.timing.total)
    assert.equal("alipay.trade.query", res.request.method)
    assert.matches("&method=alipay.trade.query&", res.request.string_to_sign, 1, true)
  end)

  it("may carry its members in any order, with blanks, and a certificate's number anywhere", function()
    assert(ask("{ " .. sign(NODE) .. ' , "alipay_cert_sn" : "x" , ' .. '"' .. NAME .. '" : ' .. NODE .. " }\n"))
    assert(ask("{" .. node(NODE) .. ',"alipay_cert_sn":"x",' .. sign(NODE) .. "}"))
  end)

  it("is refused when a byte of it changed", function()
    refused("signature", (liar.signed(NODE):gsub("2013", "2014")), "does not fit")
  end)

  it("is refused when its signature is missing, empty, null or no string", function()
    refused("signature", "{" .. node(NODE) .. "}", "not signed")
    refused("signature", "{" .. node(NODE) .. ',"sign":""}', "not signed")
    refused("signature", "{" .. node(NODE) .. ',"sign":null}', "not signed")
    refused("signature", "{" .. node(NODE) .. ',"sign":1}', "no string")
    refused("signature", "{" .. node(NODE) .. ',"sign":{}}', "no string")
    refused("signature", "{" .. node(NODE) .. ',"sign":"%%%"}', "unusable")
  end)

  it("is refused when it answers another method", function()
    refused("signature", liar.signed(NODE, "alipay_trade_pay_response"), "another method")
    refused("signature", "{" .. node(NODE) .. "," .. node(NODE, "alipay_trade_pay_response") .. "," .. sign(NODE) .. "}", "another")
  end)

  it("is refused when a member comes twice", function()
    local forged = '{"code":"10000","total_amount":"0.01"}'
    refused("signature", "{" .. node(NODE) .. "," .. sign(NODE) .. "," .. node(forged) .. "}", "two members")
    refused("signature", "{" .. node(forged) .. "," .. node(NODE) .. "," .. sign(NODE) .. "}", "two members")
    refused("signature", "{" .. node(NODE) .. "," .. sign(NODE) .. "," .. sign(NODE) .. "}", "two members")
    refused("signature", "{" .. node(NODE) .. "," .. sign(NODE) .. "," .. node(ERROR, "error_response") .. "}", "both")
    refused("signature", "{" .. node(NODE) .. "," .. sign(NODE) .. ',"\\u0061":1}', "escapes")
  end)

  it("may be signed with its slashes the other way", function()
    local escaped, plain = '{"code":"10000","url":"https:\\/\\/a"}', '{"code":"10000","url":"https://a"}'
    assert.equal(escaped, assert(ask("{" .. node(escaped) .. "," .. sign(plain) .. "}")).body)
    assert.equal("https://a", assert(ask("{" .. node(plain) .. "," .. sign(escaped) .. "}")).data.url)
    -- A backslash more changes the value: the slash is not the one that may be written in two ways.
    local changed, signed = '{"code":"10000","url":"a\\\\/b"}', '{"code":"10000","url":"a\\/b"}'
    refused("signature", "{" .. node(changed) .. "," .. sign(signed) .. "}", "does not fit")
  end)

  it("that is an error is of kind api, signed or not", function()
    local err = refused("api", liar.signed(ERROR), "ACQ.TRADE_NOT_EXIST")
    assert.same({ "40004", "Business Failed", "ACQ.TRADE_NOT_EXIST", "交易不存在" }, { err.code, err.msg, err.sub_code, err.sub_msg })
    assert.is_nil(err.unsigned)
    assert.is_false(err.retryable)
    assert.equal("t1", err.trace_id)
    assert.equal(ERROR, err.response.body)
    assert.is_true(refused("api", "{" .. node(ERROR) .. "}").unsigned)
    assert.is_true(refused("api", "{" .. node(ERROR, "error_response") .. ',"sign":null}').unsigned)
    assert.is_nil(refused("api", liar.signed(ERROR, "error_response")).unsigned)
    assert.is_true(refused("api", '{"error_response":{"code":"20000","msg":"x"}}').retryable)
    -- What it says may be shown: nothing in it is obeyed by a terminal.
    local odd = refused("api", '{"error_response":{"code":"20000","msg":"a\\u001b[2Jb\\u0007\\u009bc\\u007f\\td"}}')
    assert.equal("a\27[2Jb\7\u{9B}c\127\td", odd.msg)
    assert.matches("a\\x1b[2Jb\\x07\\u{009b}c\\x7f\td", tostring(odd), 1, true)
  end)

  it("is a success without a code, and with 10003, and no other", function()
    assert(ask(liar.signed '{"access_token":"x"}'))
    assert(ask(liar.signed '{"code":"10003","msg":"waiting"}'))
    refused("api", liar.signed '{"code":"10001"}')
    refused("api", liar.signed '{"code":null}')
    refused("api", liar.signed('{"access_token":"x"}', "error_response"))
  end)

  it("that is no gateway reply is of kind http", function()
    refused("http", "<html><head><title>502 Bad Gateway</title></head></html>", "HTML page.*502 Bad Gateway")
    refused("http", "", "empty")
    refused("http", "{}")
    refused("http", "[]")
    refused("http", liar.signed(NODE) .. "x")
    refused("http", '{"' .. NAME .. '":', "no gateway reply")
    refused("http", "{" .. node "5" .. "}")
    refused("http", "\0\1\2\255")
    refused("http", "<html><title>\27]0;a\7b\nc</title></html>", "reply: %]0;a b c$")
  end)

  it("with an HTTP error status is of kind http, whatever it holds", function()
    for _, status in ipairs { 301, 404, 500, 502 } do
      local err = refused("http", function(exchange) exchange:respond(status, {}, liar.signed(NODE)) end, tostring(status))
      assert.equal(status >= 500, err.retryable)
      assert.matches("with a gateway reply in it, which is not relied on", err.message)
      assert.equal(3, errors.exit_code(err))
    end
  end)

  it("in GBK is verified as bytes and shown as UTF-8", function()
    local text = require "alipay.core.text"
    -- 誠 ends in a backslash byte in GBK: a scanner of plain bytes takes it for an escape.
    local gbk = text.convert('{"code":"10000","subject":"海底捞誠","x":"乗"}', "UTF-8", "GB18030")
    local res = assert(ask(liar.signed(gbk)))
    assert.equal(gbk, res.body)
    assert.equal("海底捞誠", res.data.subject)
    local err = refused("api", liar.signed(text.convert(ERROR, "UTF-8", "GB18030")))
    assert.equal("交易不存在", err.sub_msg)
  end)

  it("keeps integers of every size", function()
    local res = assert(ask(liar.signed '{"code":"10000","id":9007199254740993,"s":"2088102146225135"}'))
    assert.equal(9007199254740993, res.data.id)
    assert.equal("integer", math.type(res.data.id))
  end)

  it("that never comes is a network error or a timeout", function()
    assert.equal(3, errors.exit_code(refused("network", function(exchange) exchange:drop() end)))
    -- On a busy machine the time may be over before the request has arrived: then with more of it.
    local held, err
    answer = function(exchange) held = exchange end
    local seconds = 0.05
    while not held do
      seconds = seconds * 2
      local res
      res, err = client.alipay.trade.query:post { content = { out_trade_no = "1" }, timeout = seconds }
      assert.is_nil(res)
      assert.equal("timeout", err.kind)
    end
    assert.is_true(err.retryable)
    assert.matches("query before repeating", tostring(err))
    assert.matches(("no answer within %g s$"):format(seconds), err.message)
    held:drop()
  end)

  it("from a port where nobody listens is a network error that names it", function()
    local settings = { app_id = "1", private_key = support.keys():pem(), gateway = "http://127.0.0.1:1/gateway.do" }
    settings.alipay_public_key = support.keys():public():pem()
    local _, err = require("alipay").client(settings).alipay.trade.query:post { content = { out_trade_no = "1" } }
    assert.equal("network", err.kind)
    assert.matches("127.0.0.1", err.message, 1, true)
    assert.not_matches("sign=", tostring(err), 1, true)
    assert.matches("nothing was sent", tostring(err), 1, true)
  end)
end)
