-- SPDX-License-Identifier: MIT
-- Where a call by V3 puts what it is given, and what it refuses before anything is sent.

local alipay = require "alipay"
local json = require "alipay.json"
local pipeline = require "alipay.call.pipeline"
local support = require "spec.support.client"

local function client_with(overrides)
  local app, ali = support.keys()
  local settings = {
    app_id = "2014072300007148", private_key = app:pem(), alipay_public_key = ali:public():pem(),
    gateway = "http://127.0.0.1:9/sub/gateway.do", encrypt_key = "aa4BtZ4tspm2wnXLb1ThQA==",
  }
  for name, value in pairs(overrides or {}) do settings[name] = value end
  return alipay.client(settings)
end

describe("a call by V3", function()
  local client
  setup(function() client = client_with():v3() end)

  local function build(method, options, with)
    return pipeline.build(with or client, "GET", method, options)
  end

  local function header(req, name)
    for _, line in ipairs(req:headers()) do
      local value = line:match("^" .. name:gsub("%-", "%%-") .. ": (.*)$")
      if value then return value end
    end
  end

  it("takes verb, host and path from the catalogue, whatever verb ends the chain", function()
    local req = assert(build("alipay.trade.query", { content = { out_trade_no = "1" } }))
    assert.same({
      "POST", "http://127.0.0.1:9/v3/alipay/trade/query", '{"out_trade_no":"1"}', "application/json", "application/json",
    }, { req.http, req:url(), req.payload, header(req, "Content-Type"), header(req, "Accept") })
    assert.matches("^%x+$", header(req, "alipay-request-id"))
    assert.equal(32, #header(req, "alipay-request-id"))
    req = assert(build("alipay.data.dataservice.bill.downloadurl.query",
      { content = { bill_type = "trade", bill_date = "2026-09-24" } }))
    assert.same({ "GET", "bill_date=2026-09-24&bill_type=trade", "" }, { req.http, req.query, req.bytes })
    assert.is_nil(req.payload)
    assert.is_nil(header(req, "Content-Type"))
  end)

  it("sends content text untouched where all of it goes into the body", function()
    local text = '{ "out_trade_no" : "1",\t"b": 1.50, "b2": [1, 2], "u": "\\u6d77" }'
    local req = assert(build("alipay.trade.query", { content = text }))
    assert.equal(text, req.payload)
    req = assert(build("alipay.trade.query", { query = { biz_content = text } }))
    assert.equal(text, req.payload)
    assert.equal("{}", assert(build("POST /v3/a", { verb = "POST", path = "/v3/a", content = {} })).payload)
    assert.equal("", assert(build("POST /v3/a", { verb = "POST", path = "/v3/a" })).payload)
  end)

  it("keeps the digits of the members that stay when others go elsewhere", function()
    local req = assert(build("alipay.marketing.activity.ordervoucher.stop",
      { content = '{"activity_id":"20 1","n":12345678901234567890.10,"out_biz_no":"a"}' }))
    assert.same({ "PATCH", "/v3/alipay/marketing/ordervoucher/activity/20%201/stop" }, { req.http, req.target })
    assert.equal('{"n":12345678901234567890.10,"out_biz_no":"a"}', req.payload)
  end)

  it("puts top-level parameters of V2 where V3 has them", function()
    local req = assert(build("alipay.system.oauth.token", { query = { grant_type = "authorization_code", code = "c" } }))
    assert.same({ grant_type = "authorization_code", code = "c" }, json.decode(req.payload))
    assert.equal("/v3/alipay/system/oauth/token", req.target)
    req = assert(build("alipay.user.info.share", { query = { auth_token = "t k" } }))
    assert.same({ "/v3/alipay/user/info/share?auth_token=t%20k", "" }, { req.target, req.payload })
  end)

  it("puts the token into a header and the last line", function()
    local req = assert(build("alipay.trade.query", { content = { out_trade_no = "1" } }, client:as { app_auth_token = "tk" }))
    assert.equal("tk", header(req, "alipay-app-auth-token"))
    assert.matches('\n{"out_trade_no":"1"}\ntk\n$', req.string_to_sign)
    req = assert(build("alipay.trade.query", { content = { out_trade_no = "1" }, query = { app_auth_token = "of the call" } },
      client:as { app_auth_token = "tk" }))
    assert.equal("of the call", header(req, "alipay-app-auth-token"))
  end)

  it("leaves empty common parameters out, whoever gives them, and signs no line for an empty token", function()
    local empty = { app_auth_token = "", auth_token = "", target_app_id = "", notify_url = "", return_url = "" }
    local full = client:as { app_auth_token = "tk", auth_token = "u", target_app_id = "t", notify_url = "https://n" }
    local content = '{"out_trade_no":"1","total_amount":"1.00","subject":"a"}'
    for _, case in ipairs { { client:as(empty) }, { client, empty }, { full, empty } } do
      local req = assert(build("alipay.trade.precreate", { content = content, query = case[2] }, case[1]))
      assert.same({ "/v3/alipay/trade/precreate", content }, { req.target, req.payload })
      assert.matches("\n" .. content:gsub("%p", "%%%0") .. "\n$", req.string_to_sign)
      assert.is_nil(header(req, "alipay-app-auth-token"))
      assert.same({}, req.placed.list)
    end
    local req = assert(build("GET /v3/a", { verb = "GET", path = "/v3/a", query = { auth_token = "" } }, client:as(empty)))
    assert.same({ "/v3/a?auth_token=", nil }, { req.target, header(req, "alipay-app-auth-token") })
    local _, err = build("alipay.trade.query", { content = { out_trade_no = "1" }, query = { method = "" } })
    assert.matches("named by the call", err.message, 1, true)
  end)

  it("puts notify_url into the body where there is a place, and says so where there is none", function()
    local content = '{"out_trade_no":"1","total_amount":"1.00","subject":"a"}'
    local with = client:as { notify_url = "https://shop.example/n" }
    local req = assert(build("alipay.trade.precreate", { content = content }, with))
    assert.equal(content:sub(1, -2) .. ',"notify_url":"https://shop.example/n"}', req.payload)
    req = assert(build("alipay.trade.precreate", { content = content, query = { notify_url = "https://own" } }, with))
    assert.equal("https://own", json.decode(req.payload).notify_url)
    req = assert(build("alipay.trade.precreate", { content = '{"notify_url":"https://in",' .. content:sub(2) }, with))
    assert.equal("https://in", json.decode(req.payload).notify_url)
    req = assert(build("alipay.trade.query", { content = { out_trade_no = "1" } }, with))
    assert.equal('{"out_trade_no":"1"}', req.payload)
    local _, err = build("alipay.trade.query", { content = { out_trade_no = "1" }, query = { notify_url = "https://own" } })
    assert.same({ "parameter", true }, { err.kind, err.message:find("no notify_url", 1, true) ~= nil })
  end)

  it("has 16 operations with a place for notify_url", function()
    local count = 0
    local record, describe_method = require "alipay.catalogue.record", require("alipay.catalogue").describe
    for name in record.text("methods"):gmatch "\n([^\t\n]+)[^\n]*%+notify_url" do
      for _, field in ipairs(describe_method(name).fields) do
        if field.name == "notify_url" and field.v3_place == "body" then count = count + 1 end
      end
    end
    assert.equal(16, count)
  end)

  it("sends texts of an upload as the part data, which comes first and alone is signed", function()
    local file = alipay.bytes("\xff\xd8\xff", { name = "a.jpg" })
    local req = assert(build("alipay.offline.material.image.upload",
      { body = alipay.multipart { image_content = file, image_type = "jpg" }, query = { image_name = "海" } }))
    local parts = req:parts()
    assert.same({ "data", "application/json", nil }, { parts[1].name, parts[1].type, parts[1].filename })
    assert.same({ image_type = "jpg", image_name = "海" }, json.decode(parts[1].data))
    assert.same({ "image_content", "a.jpg", "image/jpeg" }, { parts[2].name, parts[2].filename, parts[2].type })
    assert.matches("\n" .. parts[1].data:gsub("%p", "%%%0") .. "\n$", req.string_to_sign)
    local _, err = build("alipay.trade.query", { content = { out_trade_no = "1" }, body = alipay.multipart { x = file } })
    assert.matches("takes no files by V3", err.message)
  end)

  it("encrypts the body by AES and signs what comes out", function()
    local content = '{"out_trade_no":"T1","subject":"海底捞 a/b"}'
    local req = assert(build("alipay.trade.query", { content = content, encrypt = true }))
    assert.equal("v9xEJGtFY9vW2Ge//P1+YAaOQIddZcFopVm/gc+ZDr3phLD22+Kfl0uexV89BjAU", req.payload)
    assert.same({ "AES", "text/plain" }, { header(req, "alipay-encrypt-type"), header(req, "Content-Type") })
    local file = alipay.bytes("x", { name = "a.jpg" })
    local upload = { body = alipay.multipart { image_content = file, image_type = "jpg", image_name = "n" }, encrypt = true }
    req = assert(build("alipay.offline.material.image.upload", upload))
    assert.same({ "data", "text/plain" }, { req:parts()[1].name, req:parts()[1].type })
    req = assert(build("alipay.user.agreement.query", { content = { agreement_no = "1" }, encrypt = true }))
    assert.same({ "AES", "agreement_no=1" }, { header(req, "alipay-encrypt-type"), req.query })
    for _, call in ipairs {
      { { content = content, encrypt = "SM4" }, client, "by AES only" },
      { { content = content, encrypt = true }, client_with { encrypt = "SM4" }:v3(), "by AES only" },
      { { content = content, encrypt = true }, client_with { encrypt_key = "AAAA" }:v3(), "encrypt_key" },
    } do
      local _, err = build("alipay.trade.query", call[1], call[2])
      assert.matches(call[3], err.message)
    end
  end)

  it("refuses what V3 cannot do, and says why", function()
    local content = { out_trade_no = "1" }
    for _, case in ipairs {
      { client_with { sign_type = "RSA" }, {}, "SHA%-256" }, { client_with { sign_type = "SM2" }, {}, "SM2" },
      { client_with { params = { charset = "gbk" } }, {}, "UTF%-8 only" }, { client_with(), { charset = "gbk" }, "UTF%-8 only" },
      { client_with(), { sign_type = "RSA" }, "SHA%-256" },
      { client_with(), { return_url = "https://x" }, "return_url belongs to V2" },
      { client_with(), { method = "alipay.trade.pay" }, "named by the call" },
      { client_with(), { out_trade_no = "2" }, "out_trade_no is given twice" },
    } do
      local req, err = build("alipay.trade.query", { content = content, query = case[2] }, case[1]:v3())
      assert.is_nil(req)
      assert.equal("parameter", err.kind)
      assert.matches(case[3], err.message)
    end
    local same = { charset = "UTF-8", format = "json", version = "1.0" }
    assert.is_table(build("alipay.trade.query", { content = content, query = same }))
  end)

  it("refuses a method without a known V3 form, and says what it is", function()
    for method, advice in pairs {
      ["alipay.trade.page.pay"] = ":page", ["alipay.trade.app.pay"] = ":order", ["alipay.trade.qery"] = "alipay.trade.query",
      ["alipay.open.app.alipaycert.download"] = "client:v2", ["no"] = "cannot be a method",
    } do
      local _, err = build(method, { content = {} })
      assert.equal("parameter", err.kind)
      assert.matches(advice, err.message .. " " .. (err.hint or ""), 1, true)
    end
  end)

  it("refuses path parameters that could change the path", function()
    for _, id in ipairs { "", ".", "..", "a/b", "a\\b", "a\nb" } do
      local _, err = build("alipay.marketing.activity.ordervoucher.stop", { content = { activity_id = id } })
      assert.matches("activity_id .* a part of the path", err.message)
    end
    local _, err = build("alipay.marketing.activity.ordervoucher.stop", { content = { out_biz_no = "1" } })
    assert.matches("activity_id is missing", err.message)
    local req = assert(build("alipay.marketing.activity.query", { content = { activity_id = "$1%2F..", merchant_id = 5 } }))
    assert.equal("/v3/alipay/marketing/activity/%241%252F..?merchant_id=5", req.target)
  end)

  it("refuses lists and objects in a query, and content that is none where it has to be read", function()
    for _, content in ipairs { '{"agreement_no":[1]}', { agreement_no = { a = 1 } }, "[1]", "{" } do
      local req, err = build("alipay.user.agreement.query", { content = content })
      assert.is_nil(req)
      assert.equal("parameter", err.kind)
    end
    assert.equal("/v3/alipay/user/agreement/query", assert(build("alipay.user.agreement.query", { content = '{"x":null}' })).target)
  end)

  it("refuses headers that are its own", function()
    local _, err = build("alipay.trade.query", { content = { out_trade_no = "1" }, headers = { AUTHORIZATION = "x" } })
    assert.matches("AUTHORIZATION is the protocol's own", err.message)
  end)

  it("finds misplaced and missing parameters as V2 does, wherever they stand", function()
    assert.is_table(build("alipay.system.oauth.token", { content = { grant_type = "authorization_code", code = "c" } }))
    local _, err = build("alipay.system.oauth.token", { query = { grant_type = "authorization_code" } })
    assert.equal("code", err.faults[1].param)
    _, err = client_with { strict = true }:v3().alipay.trade.query:post { content = { out_trade_number = "1", trade_no = "2" } }
    assert.matches("out_trade_no", err.message)
  end)

  it("shows what was sent with secrets masked", function()
    local req = assert(build("alipay.user.info.share", { query = { auth_token = "201208134b203fe6c11548bcabd8da5bb087a83b" } },
      client:as { app_auth_token = "202208134b203fe6c11548bcabd8da5bb087a83b" }))
    local masked = req:masked()
    assert.same({ "2012****a83b", "2022****a83b" }, { masked.params.auth_token, masked.params.app_auth_token })
    assert.is_nil(masked.string_to_sign:find("203fe6c11548bc", 1, true))
    assert.matches("auth_token=2012", masked.string_to_sign)
    assert.equal(require("alipay.core.digest").sha256(req.string_to_sign), masked.sha256)
  end)

  describe("as it stands", function()
    it("has verb and path of the caller", function()
      for _, verb in ipairs { "POST", "PUT", "PATCH", "GET", "DELETE" } do
        local options = { verb = verb, path = "/v3/alipay/no/such", query = { a = "x y" }, content = '{ "b":1}' }
        local req = assert(build(verb .. " " .. options.path, options))
        local has_body = verb ~= "GET" and verb ~= "DELETE"
        local target = "/v3/alipay/no/such?" .. (has_body and "a=x%20y" or "b=1&a=x%20y")
        assert.same({ verb, target, has_body and '{ "b":1}' or "" }, { req.http, req.target, req.bytes })
      end
    end)

    it("raises for a wrong call", function()
      for _, case in ipairs {
        { nil, "a table is needed" }, { { path = "/v3/a" }, "verb is missing" }, { { verb = "GET" }, "path is missing" },
        { { verb = "TRACE", path = "/v3/a" }, "option 'verb'" }, { { verb = "GET", path = "v3/a" }, "must begin with /" },
        { { verb = "GET", path = "/v3/a?b=1" }, "query = {...}" }, { { verb = "GET", path = "/v3/../a" }, "changes the path" },
        { { verb = "GET", path = "/v3/%2e%2E/a" }, "changes the path" },
        { { verb = "GET", path = "/v3/{id}" }, "place for a parameter" },
        { { verb = "GET", path = "/v3/海" }, "must be escaped" },
        { { verb = "GET", path = "/v3/a", pager = true }, "unknown option" },
      } do
        local fine, message = pcall(client.request, client, case[1])
        assert.is_false(fine)
        assert.matches(case[2], message, 1, true)
      end
    end)
  end)

  it("goes by V3 with auto where a method has it, and by V2 else", function()
    local auto = client_with { protocol = "auto" }
    local function protocol_of(method, with)
      local req = assert(build(method, { content = { out_trade_no = "1", total_amount = "1.00", subject = "a" } }, with or auto))
      return req.auth_string and "v3" or "v2"
    end
    assert.same({ "v3", "v2", "v2", "v2" }, {
      protocol_of "alipay.trade.query", protocol_of "alipay.open.some.unknown",
      protocol_of("alipay.trade.query", client_with { protocol = "auto", sign_type = "RSA" }),
      protocol_of("alipay.trade.query", auto:v3():v2()),
    })
    for _, case in ipairs {
      { "SM4", nil, "v2" }, { "AES_V2", nil, "v2" }, { "SM4", true, "v2" }, { nil, "SM4", "v2" }, { "AES", "AES_V2", "v2" },
      { "SM4", false, "v3" }, { "SM4", "AES", "v3" }, { "AES", nil, "v3" }, { true, nil, "v3" }, { nil, true, "v3" },
    } do
      local options = { content = { out_trade_no = "1" }, encrypt = case[2] }
      local client_of = client_with { protocol = "auto", encrypt = case[1], encrypt_key = "aa4BtZ4tspm2wnXLb1ThQA==" }
      local req = assert(build("alipay.trade.query", options, client_of))
      assert.equal(case[3], req.auth_string and "v3" or "v2", tostring(case[1]) .. " " .. tostring(case[2]))
    end
    local page = assert(auto:v3().alipay.trade.pagePay:page {
      content = { out_trade_no = "1", total_amount = "1.00", subject = "a", product_code = "FAST_INSTANT_TRADE_PAY" },
    })
    assert.matches("gateway.do", page, 1, true)
    local fine, err = pcall(client_with, { protocol = "v4" })
    assert.is_false(fine)
    assert.matches('"v2", "v3" or "auto"', tostring(err), 1, true)
  end)
end)
