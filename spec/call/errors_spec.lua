-- SPDX-License-Identifier: MIT
-- What goes wrong ends as the right kind of error, with a message that says what to do, and sends nothing it should not.

local alipay = require "alipay"
local errors = require "alipay.error"
local json = require "alipay.json"
local support = require "spec.support.client"

local QR = { url_param = "pages/index", query_param = "x=1", describe = "二维码" }

describe("against a gateway that verifies", function()
  local client, gw
  setup(function() client, gw = support.gateway() end)
  teardown(function() support.finish(gw) end)

  local function client_with(overrides)
    local settings = gw:profile()
    for name, value in pairs(overrides) do settings[name] = value end
    return alipay.client(settings)
  end

  it("a wrong private key is the gateway's error, and names its string to sign", function()
    local other = support.keys()
    local res, err = client_with({ private_key = other:pem() }).alipay.open.appQrcodeCreate:post { content = QR }
    assert.is_nil(res)
    assert.equal("api", err.kind)
    assert.equal("40002", err.code)
    assert.equal("isv.invalid-signature", err.sub_code)
    assert.matches("app_id=" .. gw.app_id .. "&amp;biz_content=", err.sub_msg, 1, true)
    assert.equal(4, errors.exit_code(err))
  end)

  it("a sign_type that does not exist, and another method's name, are found before anything is sent", function()
    for _, query in ipairs { { sign_type = "RSA3" }, { sign_type = "" }, { method = "alipay.trade.pay" } } do
      local res, err = client.alipay.trade.query:post { query = query }
      assert.is_nil(res)
      assert.equal("parameter", err.kind)
      assert.equal("alipay.trade.query", err.method)
    end
  end)

  it("a token is hidden in what an error says of itself, however deep it lies", function()
    local token = "secrettokenvalue0123456789abcdef"
    local other = support.keys()
    local foreign = client_with { private_key = other:pem() }
    local content =
      { refresh_token = token, nested = { a = { access_token = token } }, text = '{"access_token":"' .. token .. '"}' }
    local err = select(2, foreign.alipay.open.appQrcodeCreate:post { content = QR, query = { auth_token = token } })
    assert.matches(token, err.sub_msg, 1, true)
    assert.not_matches(token, json.encode(err:data()), 1, true)
    err = select(2, foreign:chain "alipay.user.info.share":post { content = content, query = { auth_token = token } })
    assert.equal("isv.invalid-signature", err.sub_code)
    assert.not_matches(token, json.encode(err:data()), 1, true)
    assert.not_matches(token, err.response.request.string_to_sign, 1, true)
    assert.not_matches(token, require("alipay.util.mask").refusal(err.response.raw), 1, true)
  end)

  it("a wrong Alipay public key makes a success untrustworthy", function()
    local other = support.keys()
    local res, err = client_with({ alipay_public_key = other:public():pem() }).alipay.open.appQrcodeCreate:post { content = QR }
    assert.is_nil(res)
    assert.equal("signature", err.kind)
    assert.matches("alipay_public_key", tostring(err), 1, true)
    assert.equal(5, errors.exit_code(err))
  end)

  it("the app's own public key in the place of Alipay's is found out, too", function()
    local own = require("alipay.core.key").load_private(gw:profile().private_key):public():pem()
    local _, err = client_with({ alipay_public_key = own }).alipay.open.appQrcodeCreate:post { content = QR }
    assert.equal("signature", err.kind)
  end)

  it("a code works once", function()
    local query = { grant_type = "authorization_code", code = support.code(gw) }
    assert(client.alipay.system.oauthToken:post { query = query })
    local res, err = client.alipay.system.oauthToken:post { query = query }
    assert.is_nil(res)
    assert.equal("api", err.kind)
    assert.equal("isv.code-invalid", err.sub_code)
    assert.is_string(err.trace_id)
  end)

  it("a method that is not simulated is refused", function()
    local _, err = client.alipay.trade.query:post { content = { out_trade_no = "1" } }
    assert.equal("api", err.kind)
    assert.is_nil(err.unsigned)
  end)

  it("a file of 5,242,880 bytes arrives, one more is not sent", function()
    local function upload(size)
      return client.alipay.offline.materialImageUpload:post {
        body = alipay.multipart { image_content = alipay.bytes(("x"):rep(size), { name = "a.jpg" }) },
        query = { image_type = "jpg", image_name = "a" },
      }
    end
    assert.is_true(assert(upload(5242880)).verified)
    local _, err = upload(5242881)
    assert.equal("parameter", err.kind)
    assert.matches("5242881 bytes, at most 5242880", err.message)
    assert.equal(2, errors.exit_code(err))
  end)

  it("every faulty parameter is named at once", function()
    local _, err = client.alipay.open.appQrcodeCreate:post { content = { url_param = ("p"):rep(257), describe = ("字"):rep(33) } }
    assert.equal("parameter", err.kind)
    assert.same({ "url_param", "query_param", "describe" }, { err.faults[1].param, err.faults[2].param, err.faults[3].param })
    assert.matches("33 characters, at most 32", err.message)
    local _, fine = client.alipay.open.appQrcodeCreate:post {
      content = { url_param = ("p"):rep(256), query_param = ("查"):rep(256), describe = ("字"):rep(32) },
    }
    assert.is_nil(fine)
  end)

  it("parameters on the wrong level are named", function()
    local _, err = client.alipay.open.appQrcodeCreate:post { query = QR }
    assert.equal("place", err.faults[1].rule)
    _, err = client.alipay.system.oauthToken:post { content = { grant_type = "refresh_token", refresh_token = "r" } }
    assert.matches("belongs into query", err.message)
  end)

  it("a missing file is named", function()
    local _, err = require("alipay.api.materialImageUpload").image(client, "/nowhere/photo.jpg")
    assert.equal("parameter", err.kind)
    assert.matches("/nowhere/photo.jpg", err.message, 1, true)
  end)
end)

describe("grant types", function()
  local client, liar
  setup(function()
    client, liar = support.liar(function(exchange) exchange:respond(500, {}, "not to be reached") end)
  end)
  teardown(function() liar.server:stop() end)

  local function faults(query)
    local res, err = client.alipay.system.oauthToken:post { query = query }
    assert.is_nil(res)
    assert.equal("parameter", err.kind)
    local rules = {}
    for _, fault in ipairs(err.faults) do rules[#rules + 1] = fault.param .. ":" .. fault.rule end
    return table.concat(rules, " ")
  end

  it("are checked before anything is sent", function()
    assert.equal("grant_type:missing", faults {})
    assert.equal("grant_type:value", faults { grant_type = "password" })
    assert.equal("code:missing", faults { grant_type = "authorization_code" })
    assert.equal("code:missing", faults { grant_type = "authorization_code", code = "" })
    assert.equal("code:length", faults { grant_type = "authorization_code", code = ("c"):rep(41) })
    assert.equal("refresh_token:missing", faults { grant_type = "refresh_token" })
    assert.equal("refresh_token:length", faults { grant_type = "refresh_token", refresh_token = ("c"):rep(41) })
    assert.equal("refresh_token:forbidden", faults { grant_type = "authorization_code", code = "c", refresh_token = "r" })
    assert.equal(0, liar.requests)
  end)
end)

describe("keys that cannot be used", function()
  local app = support.keys()
  local function refused(overrides)
    local client, liar = support.liar(function(exchange) exchange:respond(500, {}, "not to be reached") end, overrides)
    local res, err = client.alipay.trade.query:post { content = { out_trade_no = "1" } }
    liar.server:stop()
    assert.is_nil(res)
    assert.equal(0, liar.requests)
    return err
  end

  it("are refused before anything is sent, with what is wrong", function()
    local err = refused { private_key = app:public():pem() }
    assert.same({ "signature", 5 }, { err.kind, errors.exit_code(err) })
    assert.matches("private_key: .*public key", err.message)
    err = refused { alipay_public_key = app:pem() }
    assert.same({ "signature", 5 }, { err.kind, errors.exit_code(err) })
    assert.matches("alipay_public_key: .*private key", err.message)
    assert.not_matches(app:base64():sub(40, 80), tostring(err), 1, true)
    err = refused { private_key = "/nowhere/key.pem" }
    assert.same({ "parameter", 2 }, { err.kind, errors.exit_code(err) })
    assert.matches("/nowhere/key.pem", err.message, 1, true)
    err = refused { alipay_public_key = "rubbish" }
    assert.matches("alipay_public_key", err.message)
  end)
end)

describe("a wrong call raises", function()
  local client, liar
  setup(function() client, liar = support.liar(function() end) end)
  teardown(function() liar.server:stop() end)

  local function message(fn)
    local ok, err = pcall(fn)
    assert.is_false(ok)
    return tostring(err)
  end

  it("with the place of the caller and what to do", function()
    local raised = message(function() client.alipay.trade.query:post { out_trade_no = "1" } end)
    assert.matches("^spec/call/errors_spec.lua:%d+: :post: unknown option 'out_trade_no'", raised)
    assert.matches("parameters go inside content or query", raised)
  end)

  it("for other mistakes", function()
    assert.matches("use a colon", message(function() client.alipay.some.query.post {} end))
    assert.matches("no verb", message(function() client.alipay.some.query:send {} end))
    assert.matches("a number of seconds", message(function() client.alipay.some.query:post { timeout = "5" } end))
    assert.matches("made by alipay.multipart", message(function() client.alipay.some.query:post { body = "x" } end))
    assert.matches("a table of options", message(function() client.alipay.some.query:post(5) end))
    assert.matches("at most three", message(function() client.alipay.some.query:post({}, {}, {}, {}) end))
    assert.matches("NaN", message(function() client.alipay.some.query:post { content = { a = 0 / 0 } } end))
    for _, number in ipairs { 0 / 0, 1 / 0, -1 / 0 } do
      assert.matches("'query' .*'a' is", message(function() client.alipay.some.query:post { query = { a = number } } end))
    end
    assert.matches("function", message(function() client.alipay.some.query:post { content = { a = print } } end))
    local cycle = {}
    cycle.cycle = cycle
    assert.matches("cycle", message(function() client.alipay.some.query:post { content = cycle } end))
    for _, headers in ipairs { { A = "b\r\nC: d" }, { ["A: b\nC"] = "d" }, { ["A:"] = "b" }, { ["A B"] = "c" }, { [""] = "c" } } do
      assert.matches("line breaks", message(function() client.alipay.some.query:post { headers = headers } end))
    end
    assert.matches("cannot be sent", message(function() alipay.bytes("x", { type = "a/b\r\nC: d" }) end))
    assert.matches("cannot be sent", message(function() alipay.file("x", { name = "a\0b" }) end))
    assert.matches("zero byte", message(function() alipay.file "a\0b" end))
    assert.matches("zero bytes", message(function() alipay.multipart { ["a\0b"] = "c" } end))
    assert.matches("cannot set", message(function() client.app_id = "x" end))
    assert.equal(0, liar.requests)
  end)

  it("for a sign_type that there is not, as an error", function()
    for _, verb in ipairs { "post", "order" } do
      local chain = client.alipay.some.query
      local _, err = chain[verb](chain, { query = { sign_type = "MD5" } })
      assert.equal("parameter", err.kind)
      assert.matches("sign_type must be RSA2, RSA or SM2", err.message)
    end
    assert.equal(0, liar.requests)
  end)

  it("for settings", function()
    local function raised(settings)
      local ok, err = pcall(alipay.client, settings)
      assert.is_false(ok)
      assert.equal("parameter", err.kind)
      return err.message
    end
    assert.matches("unknown setting 'appid'", raised { appid = "1" })
    assert.matches("'timeout' must be a number", raised { timeout = "5" })
    local fine = { app_id = "1", private_key = "k", alipay_public_key = "p" }
    local function with(name, value)
      local copy = { [name] = value }
      for k, v in pairs(fine) do if copy[k] == nil then copy[k] = v end end
      return copy
    end
    assert.matches("http", raised(with("gateway", "ftp://x")))
    assert.matches("without a query", raised(with("gateway", "http://x/gateway.do?a=b")))
    assert.matches("RSA2, RSA or SM2", raised(with("sign_type", "MD5")))
    assert.matches("above 0", raised(with("timeout", 0)))
    assert.matches("all three", raised(with("app_cert", "x")))
  end)
end)

describe("what is shown of tokens", function()
  local mask = require "alipay.util.mask"
  local TOKEN = "abcdefghijklmnopqrstuvwxyz"

  it("hides them whatever escapes stand round them", function()
    for _, text in ipairs {
      '{"access_token":"%s"}', '{"refresh_token" : "\\"%s"}', '{"a":{"auth_token":"%s\\\\"},"b":"c"}',
      '{"sub_msg":"验签字符串为：app_id=1&amp;auth_token=%s&amp;b=c"}', '{"sub_msg":"验签字符串为：a\\u003d1\\u0026code\\u003d%s"}',
      '{"sub_msg":"验签字符串为：biz_content={&quot;code&quot;:&quot;%s&quot;}"}',
      '{"sub_msg":"验签字符串为：biz_content={\\"code\\":\\"%s\\"}"}',
    } do
      local shown = mask.json(text:format(TOKEN))
      assert.is_nil(shown:find("efgh", 1, true), shown)
      assert.matches("****", shown, 1, true)
    end
  end)

  it("leaves everything else as it is", function()
    for _, text in ipairs {
      "", "x", '{"code":"10000","access_token":"","a":"\\"","b":[1,{"c":null}]}', '{"a":"cut off', '"access_token":',
    } do
      assert.equal(text, mask.json(text))
    end
    assert.equal('{"code":"****","name":"x"}', mask.param("biz_content", '{"code":"123456","name":"x"}'))
  end)
end)
