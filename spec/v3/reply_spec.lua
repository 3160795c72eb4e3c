-- SPDX-License-Identifier: MIT
-- What a reply by V3 becomes: a response only when it is signed and says success, else an error that tells what can be relied on.

local alipay = require "alipay"
local json = require "alipay.json"
local protocol = require "alipay.v3.protocol"
local support = require "spec.support.client"

local ENCRYPT_KEY = "aa4BtZ4tspm2wnXLb1ThQA=="

describe("a reply by V3", function()
  local client, liar, answer

  setup(function()
    client, liar = support.liar(function(exchange) answer(exchange) end, { encrypt_key = ENCRYPT_KEY })
    client = client:v3()
  end)
  teardown(function() liar.server:stop() end)

  -- `overrides`: headers, false takes one away.
  local function respond(status, body, overrides)
    answer = function(exchange)
      local headers = { ["content-type"] = "application/json", ["alipay-trace-id"] = "t3" }
      if overrides ~= "unsigned" then
        headers["alipay-timestamp"], headers["alipay-nonce"] = "1717756911576", "n1"
        headers["alipay-signature"] = liar.sign(protocol.reply_content("1717756911576", "n1", body))
        for name, value in pairs(overrides or {}) do headers[name] = value or nil end
      end
      exchange:respond(status, headers, body)
    end
    return client.alipay.trade.query:post { content = { out_trade_no = "1" } }
  end

  it("is a response when it is signed", function()
    local res = assert(respond(200, '{"trade_no":"2026","n":12345678901234567,"links":"x"}'))
    assert.same({ 200, true, "t3" }, { res.status, res.verified, res.trace_id })
    assert.same({ "2026", 12345678901234567 }, { res.data.trade_no, res.data.n })
    assert.equal('{"trade_no":"2026","n":12345678901234567,"links":"x"}', res.body)
    assert.equal("POST", res.request.http)
    assert.equal("1", res.request.params.out_trade_no)
  end)

  it("is a response with 202, 204 and an empty 200 when that is signed, and refused when not", function()
    local res = assert(respond(202, '{"a":"1"}'))
    assert.same({ 202, "1" }, { res.status, res.data.a })
    for _, status in ipairs { 200, 204 } do
      res = assert(respond(status, ""))
      assert.same({ status, "", true }, { res.status, res.body, res.verified })
      assert.is_nil(res.data)
      local none, err = respond(status, "", "unsigned")
      assert.is_nil(none)
      assert.same({ "signature", true }, { err.kind, err.message:find("alipay-signature", 1, true) ~= nil })
    end
  end)

  it("of success is refused without a good signature, and the header is named", function()
    for _, overrides in ipairs { "unsigned", { ["alipay-signature"] = false }, { ["alipay-signature"] = "null" },
      { ["alipay-timestamp"] = false }, { ["alipay-nonce"] = false }, { ["alipay-signature"] = "AAAA" },
      { ["alipay-nonce"] = "n2" } } do
      local res, err = respond(200, '{"trade_no":"2026"}', overrides)
      assert.is_nil(res)
      assert.equal("signature", err.kind)
      assert.matches("alipay%-%l+", err.message)
      assert.is_true(err.sent)
    end
  end)

  it("of a signed business failure is an error that can be asked for its code", function()
    local body = '{"out_trade_no":"1","code":"ACQ.TRADE_NOT_EXIST","receipt_amount":"0.00","message":"交易不存在",'
      .. '"details":[{"field":"out_trade_no"}],"links":[{"link":"https://x","desc":"y"}]}'
    local res, err = respond(400, body)
    assert.is_nil(res)
    assert.same({ "api", "ACQ.TRADE_NOT_EXIST", "交易不存在", false }, { err.kind, err.code, err.msg, err.retryable })
    assert.is_true(err:is "TRADE_NOT_EXIST")
    assert.is_nil(err.unsigned)
    assert.is_nil(err.outcome)
    assert.same({ "out_trade_no", "https://x", "t3" }, { err.details[1].field, err.links[1].link, err.trace_id })
    assert.same({ "0.00", true }, { err.response.data.receipt_amount, err.response.verified })
    assert.same("out_trade_no", err:data().details[1].field)
    local _, count = tostring(err):gsub("ACQ.TRADE_NOT_EXIST", "")
    assert.equal(1, count)
  end)

  it("of a failure whose signature is bad is believed in nothing", function()
    local _, err = respond(400, '{"code":"ACQ.TRADE_NOT_EXIST","message":"x"}', { ["alipay-nonce"] = "n2" })
    assert.equal("signature", err.kind)
    assert.is_nil(err.code)
  end)

  it("of an unsigned failure says so, and with a business code that nothing is known", function()
    local _, err = respond(400, '{"code":"invalid-app-id","links":"text","message":"m"}', "unsigned")
    assert.same({ "api", "invalid-app-id", true, "text" }, { err.kind, err.code, err.unsigned, err.links })
    assert.is_nil(err.outcome)
    assert.is_true(err:is "isv.invalid-app-id")
    _, err = respond(400, '{"code":"ACQ.TRADE_NOT_EXIST","message":"m"}', "unsigned")
    assert.same({ "api", true, "unknown" }, { err.kind, err.unsigned, err.outcome })
    assert.matches("query what became of it", err.hint)
    _, err = respond(401, '{"code":"app-key-security-risk, app-cert-expired","message":"m"}', { ["alipay-signature"] = "null" })
    assert.same({ "api", true }, { err.kind, err.unsigned })
    assert.is_nil(err.outcome)
  end)

  it("is retryable when sending the same again may help", function()
    for _, case in ipairs { { 500, "unknow-error", true }, { 400, "ACQ.SYSTEM_ERROR", true }, { 429, "app-call-limited", true },
      { 400, "method-call-limited", true }, { 401, "invalid-app-auth-token", false }, { 400, "ACQ.INVALID_PARAMETER", false } } do
      local _, err = respond(case[1], json.encode { code = case[2], message = "m" })
      assert.equal(case[3], err.retryable, case[2])
    end
  end)

  it("that is no JSON keeps its status and a snippet", function()
    for _, case in ipairs { { 502, "<html><title>502 Bad Gateway</title>", "HTTP status 502.*502 Bad Gateway" },
      { 404, "nothing here", "HTTP status 404.*nothing here" }, { 500, "", "HTTP status 500 with an empty reply" },
      { 403, "[1]", "HTTP status 403" }, { 400, '{"message":"no code"}', "HTTP status 400" } } do
      local _, err = respond(case[1], case[2], "unsigned")
      assert.equal("http", err.kind)
      assert.matches(case[3], err.message)
      assert.equal(case[1] >= 500, err.retryable)
    end
    local _, err = respond(302, "", "unsigned")
    assert.equal("http", err.kind)
    _, err = respond(200, "<html>")
    assert.same({ "http", true }, { err.kind, err.message:find("its signature is good", 1, true) == 1 })
    _, err = respond(200, "[1]")
    assert.equal("http", err.kind)
    _, err = respond(200, '{"code":"","message":"m"}')
    assert.same({ "http", true }, { err.kind, err.message:find("its code is empty", 1, true) ~= nil })
  end)

  it("that is a page of something in between is told as such, whatever its status", function()
    for _, case in ipairs {
      { 200, "<html><title>System Maintenance</title>", "HTTP status 200 with an HTML page .*: System Maintenance" },
      { 200, "\r\n<!DOCTYPE html>", "HTTP status 200 with an HTML page" },
      { 200, "Please log in", "HTTP status 200 .*: Please log in" }, { 200, "upstream=1", "upstream=1" },
      { 203, "<html>", "HTTP status 203 with an HTML page" },
    } do
      local res, err = respond(case[1], case[2], "unsigned")
      assert.is_nil(res)
      assert.same({ "http", false, true }, { err.kind, err.retryable, err.sent })
      assert.matches(case[3], err.message)
      assert.is_nil(err.hint)
      assert.same({ case[1], case[2] }, { err.response.status, err.response.body })
    end
    -- What looks like a reply, and a page that somebody signed or tried to, is a matter of the signature.
    for _, body in ipairs { "{}", "[]", "null", "1", '"x"', ' {"a":', '{"a":"\\ud800"}' } do
      local _, err = respond(200, body, "unsigned")
      assert.same({ "signature", true }, { err.kind, err.message:find("alipay-signature", 1, true) ~= nil }, body)
    end
    assert.equal("signature", select(2, respond(200, "<html>", { ["alipay-nonce"] = "n2" })).kind)
    assert.equal("signature", select(2, respond(200, "data: x\n\n", { ["content-type"] = "text/event-stream",
      ["alipay-signature"] = false })).kind)
  end)

  it("that is ciphertext without a signature is a matter of the signature where ciphertext was asked for", function()
    local ciphertext = assert(require "alipay.core.cipher".encrypt("{}", ENCRYPT_KEY, "AES"))
    for _, case in ipairs { { true, "signature" }, { false, "http" } } do
      answer = function(exchange) exchange:respond(200, {}, ciphertext) end
      local _, err = client.alipay.trade.query:post { content = { out_trade_no = "1" }, encrypt = case[1] }
      assert.equal(case[2], err.kind)
    end
  end)

  it("of a failure has a code when that is text or a whole number, signed or not", function()
    for _, overrides in ipairs { "unsigned", {} } do
      for _, code in ipairs { "null", "true", "false", "[]", "{}", '""', "1.5" } do
        local _, err = respond(400, '{"code":' .. code .. ',"message":"m"}', overrides)
        assert.same({ "http", nil }, { err.kind, err.code }, code)
        assert.matches("HTTP status 400", err.message, 1, true)
      end
      local _, err = respond(400, '{"code":40004,"message":null,"details":null,"links":null}', overrides)
      assert.same({ "api", "40004", nil, nil, nil }, { err.kind, err.code, err.msg, err.details, err.links })
    end
  end)

  it("is an object: a list is none, also an empty one", function()
    for _, body in ipairs { "[]", " [ ]", "[1]", "null", "true", "7" } do
      local res, err = respond(200, body)
      assert.is_nil(res)
      assert.equal("http", err.kind)
      assert.matches("its signature is good, but its body cannot be decoded: it is JSON, but no object", err.message, 1, true)
    end
    local cipher = require "alipay.core.cipher"
    local _, err = respond(200, cipher.encrypt("[]", ENCRYPT_KEY, "AES"))
    assert.same({ "parameter", "data" }, { err.kind, err.source })
    assert.same({}, assert(respond(200, " {}")).data)
  end)

  it("of 200 that calls itself a failure is one", function()
    local _, err = respond(200, '{"code":"ACQ.SYSTEM_ERROR","message":"m"}')
    assert.same({ "api", "ACQ.SYSTEM_ERROR" }, { err.kind, err.code })
    assert.is_table(respond(200, '{"code":"10000","message":"m"}'))
    assert.is_table(respond(200, '{"code":"only a field"}'))
  end)

  it("is decrypted after it was verified, whatever its headers say", function()
    local cipher = require "alipay.core.cipher"
    local plain = '{"trade_no":"2026"}'
    local ciphertext = assert(cipher.encrypt(plain, ENCRYPT_KEY, "AES"))
    local res = assert(respond(200, ciphertext))
    assert.same({ "2026", ciphertext, plain }, { res.data.trade_no, res.body, res.plain })
    local _, err = respond(200, ciphertext, { ["alipay-nonce"] = "n2" })
    assert.equal("signature", err.kind)
    _, err = respond(200, cipher.encrypt(plain, "bb4BtZ4tspm2wnXLb1ThQA==", "AES"))
    assert.same({ "parameter", "data" }, { err.kind, err.source })
    _, err = respond(400, cipher.encrypt('{"code":"ACQ.X","message":"m"}', ENCRYPT_KEY, "AES"))
    assert.equal("ACQ.X", err.code)
  end)

  it("without a number in certificate mode is verified with the configured certificate; an unknown one is fetched by V2", function()
    local gw_client, gw = support.gateway()
    local certified = alipay.client(assert(gw:certificate_profile())):v3()
    local function order(number)
      return certified.alipay.trade.precreate:post { content = { out_trade_no = number, total_amount = "1.00", subject = "a" } }
    end
    assert.is_table(order "c1")
    gw:faults { "alipay.trade.precreate:cert=rotated" }
    local res = assert(order "c2")
    assert.equal(gw.rotated.alipay_sn, res.headers["alipay-sn"])
    gw:faults { "alipay.trade.precreate:v3=wrong-sn" }
    local _, err = order "c3"
    assert.equal("signature", err.kind)
    support.finish(gw)
    assert.is_table(gw_client)
  end)
end)
