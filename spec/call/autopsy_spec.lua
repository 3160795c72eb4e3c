-- SPDX-License-Identifier: MIT
-- The autopsy names what differs between the string that was signed and the one that the gateway verified, and why.

local alipay = require "alipay"
local autopsy = require "alipay.call.autopsy"
local form = require "alipay.core.form"
local http = require "alipay.core.http"
local key = require "alipay.core.key"
local pipeline = require "alipay.call.pipeline"
local support = require "spec.support.client"
local text = require "alipay.core.text"
local transport = require "alipay.call.transport"

local HEAD = "验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配，网关生成的验签字符串为："

local function escape(content)
  return (content:gsub("[&<>\"']", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }))
end

describe("the autopsy of a refusal", function()
  local client

  setup(function()
    local app, ali = support.keys()
    client = alipay.client {
      app_id = "2014072300007148", private_key = app:pem(), alipay_public_key = ali:public():pem(),
      gateway = "https://gateway.example.com/gateway.do",
    }
  end)

  local function build(options)
    options = options or {}
    options.content = options.content or { subject = "二维码 & <tea>", goods = { { id = 1 }, { id = 2 } }, url = "a/b" }
    return assert(pipeline.build(client, options.http or "POST", "alipay.some.create", options))
  end

  -- The finding when the gateway saw these parameters instead; false removes one.
  local function finding(changes, options, tail)
    local req = build(options)
    local params = {}
    for name, value in pairs(req.params) do params[name] = value end
    for name, change in pairs(changes) do
      if type(change) == "function" then change = change(params[name]) end
      params[name] = change or nil
    end
    return autopsy.examine(req, HEAD .. escape(form.canonical(params)) .. (tail or "")), req
  end

  local function finds(cause, param, changes, options)
    local found = finding(changes, options)
    assert.equal("differs", found.verdict)
    assert.equal(param, found.param)
    assert.equal(cause, found.cause)
    assert.is_string(found.message)
    assert.is_string(found.advice)
    return found
  end

  it("finds nothing to differ when nothing does, and points at the key", function()
    local found = finding {}
    assert.equal("identical", found.verdict)
    assert.equal("key", found.cause)
    assert.matches("2014072300007148", found.message, 1, true)
    local app = support.keys()
    assert.matches(app:public():base64():sub(1, 40), found.message, 1, true)
  end)

  it("is not put off by what production writes behind the string", function()
    local tail = "，解决方案：https://open.alipay.com/api/errCheck?traceId=1&amp;source=openapi"
    assert.equal("identical", finding({}, nil, tail).verdict)
    assert.equal("identical", finding({}, nil, "，解决方案：https://open.alipay.com/api/errCheck?traceId=1&source=openapi").verdict)
  end)

  it("reads the escapes of older gateways", function()
    local req = build()
    local shown = req.string_to_sign:gsub("=", "\\u003d"):gsub("&", "\\u0026")
    assert.equal("identical", autopsy.examine(req, HEAD .. shown).verdict)
  end)

  it("keeps escapes that are the content's own", function()
    local own = { content = { a = "&amp;&quot;", b = "\\u0026" } }
    assert.equal("identical", finding({}, own).verdict)
  end)

  it("gives the position of the first byte that differs", function()
    local found, req = finding { version = "1.1" }
    assert.equal(req.string_to_sign:find "version=1.0" + #"version=1.", found.position)
    assert.equal("1.0", found.ours)
    assert.equal("1.1", found.theirs)
    assert.equal("changed", found.cause)
  end)

  it("names a character set that was misread", function()
    local even = { content = { subject = "二维" } }
    finds("charset", "biz_content", { biz_content = function(v) return text.convert(v, "GB18030", "UTF-8") end }, even)
    finds("charset", "biz_content", { biz_content = '{"subject":"浜岀淮鐮?,"a":1}' }, { content = '{"subject":"二维码","a":1}' })
    finds("charset", "biz_content", { biz_content = function(v) return (v:gsub("[\x80-\xFF]+", "???")) end })
  end)

  it("names a value that is empty on one side", function()
    finds("empty", "memo", { memo = false }, { query = { memo = " " } })
    finds("empty", "notify_url", { notify_url = " " }, { query = { notify_url = "" } })
  end)

  it("names a time zone", function()
    local found = finds("zone", "timestamp", { timestamp = function(v)
      local protocol = require "alipay.v2.protocol"
      return protocol.timestamp(protocol.parse_timestamp(v) - 8 * 3600)
    end })
    assert.matches("-8 hours", found.message, 1, true)
  end)

  it("names serial numbers that were not signed", function()
    finds("serial_number", "alipay_root_cert_sn", { alipay_root_cert_sn = ("a"):rep(32) })
    finds("serial_number", "app_cert_sn", { app_cert_sn = ("a"):rep(32) })
  end)

  it("names a + that became a space, and the other way round", function()
    finds("plus", "memo", { memo = "a b" }, { query = { memo = "a+b" } })
    finds("plus", "memo", { memo = "a+b" }, { query = { memo = "a b" } })
  end)

  it("names what was decoded or encoded once too often", function()
    finds("decoded", "memo", { memo = "100% a" }, { query = { memo = "100%25 a" } })
    finds("encoded", "memo", { memo = "a%2Fb" }, { query = { memo = "a/b" } })
  end)

  it("names JSON that was encoded again", function()
    local JSON = '{"subject":"a b","url":"a/b","n":[1,2]}'
    local options = { content = JSON }
    finds("json_spaces", "biz_content", { biz_content = '{"subject": "a b", "url": "a/b", "n": [1, 2]}' }, options)
    finds("json_order", "biz_content", { biz_content = '{"url":"a/b","subject":"a b","n":[1,2]}' }, options)
    finds("json_escapes", "biz_content", { biz_content = '{"subject":"a b","url":"a\\/b","n":[1,2]}' }, options)
    finds("json_escapes", "biz_content", { biz_content = '{"s":"\\u4e8c"}' }, { content = '{"s":"二"}' })
    finds("changed", "biz_content", { biz_content = '{"subject":"a c","url":"a/b","n":[1,2]}' }, options)
  end)

  it("names escaping filters, cuts, and what a proxy adds or takes away", function()
    finds("html", "memo", { memo = "&lt;b&gt;" }, { query = { memo = "<b>" } })
    finds("cut", "memo", { memo = "abc" }, { query = { memo = "abcdef" } })
    finds("proxy", "utm_source", { utm_source = "x" })
    finds("proxy", "memo", { memo = false }, { query = { memo = "x" } })
    finds("body", "biz_content", { biz_content = false })
  end)

  it("does not show secrets", function()
    local token = "202611BBcccccccccccccccccccccccccccccccX00"
    local found = finds("changed", "auth_token", { auth_token = "other" .. token }, { query = { auth_token = token } })
    assert.is_nil(autopsy.describe(found):find("cccccccccc", 1, true))
  end)

  it("tells a key that is too short for RSA2", function()
    local short = alipay.client {
      app_id = "2014072300007148", private_key = key.generate("RSA", 1024):pem(),
      alipay_public_key = select(2, support.keys()):public():pem(),
    }
    local req = assert(pipeline.build(short, "POST", "alipay.some.create", {}))
    assert.equal("bits", autopsy.examine(req, HEAD .. escape(req.string_to_sign)).cause)
  end)

  it("says so when the gateway does not quote its string", function()
    local found = autopsy.examine(build(), "验签出错")
    assert.equal("unknown", found.verdict)
    assert.is_string(autopsy.describe(found))
  end)

  it("takes up what the gateway complains of instead", function()
    for words, cause in pairs {
      ["验签出错，请确认charset参数放在了URL查询字符串中且各参数值使用charset参数指示的字符集编码"] = "charset",
      ["签名类型与应用不符"] = "sign_type", ["应用证书已失效"] = "serial_number",
    } do
      local found = autopsy.examine(build(), words)
      assert.same({ "unknown", cause }, { found.verdict, found.cause })
      assert.not_matches("is not the partner", autopsy.describe(found), 1, true)
    end
  end)

  it("concludes nothing for certain where the gateway says nothing more", function()
    local found = autopsy.examine(build(), "无效签名")
    assert.same({ "unknown", "unknown" }, { found.verdict, found.cause })
    assert.not_matches("is not the partner", autopsy.describe(found), 1, true)
    assert.matches("it may be the key", autopsy.describe(found), 1, true)
  end)

  it("survives any text", function()
    local req = build()
    math.randomseed(5)
    for _ = 1, 300 do
      local bytes = {}
      for i = 1, math.random(0, 60) do bytes[i] = ("&=;#x%\\u0027{\"'abc+ \xE4\xBA"):sub(math.random(22), -1):sub(1, 2) end
      local found = autopsy.examine(req, HEAD .. table.concat(bytes))
      assert.is_string(autopsy.describe(found))
    end
  end)
end)

describe("against the local gateway", function()
  local client, gw
  setup(function() client, gw = support.gateway() end)
  teardown(function() support.finish(gw) end)

  local QR = { url_param = "pages/index", query_param = "a+b&c", describe = "二维码" }

  it("a wrong key is explained in the error", function()
    local settings = gw:profile()
    settings.private_key = support.keys():pem()
    local _, err = alipay.client(settings).alipay.open.appQrcodeCreate:post { content = QR }
    assert.equal("isv.invalid-signature", err.sub_code)
    assert.equal("identical", err.autopsy.verdict)
    assert.matches("exactly the string that was signed", tostring(err), 1, true)
    assert.equal("key", err:data().autopsy.cause)
  end)

  it("no token is shown by the error or the trace, and the string stays in sub_msg", function()
    local settings = gw:profile()
    settings.private_key = support.keys():pem()
    local token = "2026" .. ("c"):rep(32) .. "cX00"
    local _, err = alipay.client(settings).alipay.open.authTokenApp:post {
      content = { grant_type = "refresh_token", refresh_token = token }, query = { app_auth_token = token },
    }
    assert.matches("app_auth_token=" .. token, err.sub_msg, 1, true)
    assert.is_nil(tostring(err):find("cccccccc", 1, true))
    assert.matches("网关生成的验签字符串为：…", err.message, 1, true)
    local shown = require "alipay.util.mask".json(err.response.raw)
    assert.is_nil(shown:find("cccccccc", 1, true))
    assert.matches("app_auth_token=2026%*%*%*%*cX00", shown)
  end)

  it("a request in GBK is compared in one character set", function()
    local settings = gw:profile()
    settings.private_key, settings.params = support.keys():pem(), { charset = "GBK" }
    local _, err = alipay.client(settings).alipay.open.appQrcodeCreate:post { content = QR }
    assert.equal("identical", err.autopsy.verdict)
  end)

  -- Sends something else than what was signed, as a proxy or another client would.
  local function sending(change)
    local send = transport.send
    finally(function() transport.send = send end)
    function transport.send(req, _, owner, fn) -- luacheck: ignore
      local options = {
        url = req:url(), method = req.http, body = req.payload, proxy = "", owner = owner,
        headers = { "Content-Type: application/x-www-form-urlencoded;charset=utf-8" },
      }
      change(options)
      return http.start(options, fn)
    end
  end

  it("a character set that is missing in the URL is named", function()
    sending(function(options) options.url = options.url:gsub("charset=utf%-8&", "") end)
    local _, err = client.alipay.open.appQrcodeCreate:post { content = QR }
    assert.equal("differs", err.autopsy.verdict)
    assert.is_true(err.autopsy.cause == "charset" or err.autopsy.param == "charset")
  end)

  it("a private key that is not the app certificate's is named", function()
    local settings = assert(gw:certificate_profile())
    settings.private_key = support.keys():pem()
    local _, err = alipay.client(settings).alipay.open.appQrcodeCreate:post { content = QR }
    assert.equal("app_cert", err.autopsy.cause)
  end)

  it("a proxy that spoils the URL is named", function()
    sending(function(options) options.url = options.url:gsub("notify_url=http%%3A", "notify_url=https%%3A") end)
    local _, err = client.alipay.open.appQrcodeCreate:post { content = QR, query = { notify_url = "http://a.example/n" } }
    assert.equal("notify_url", err.autopsy.param)
    assert.equal("differs", err.autopsy.verdict)
  end)

  it("a + that is not encoded is named", function()
    sending(function(options) options.body = options.body:gsub("%%2B", "+") end)
    local _, err = client.alipay.open.appQrcodeCreate:post { content = QR }
    assert.equal("biz_content", err.autopsy.param)
    assert.equal("plus", err.autopsy.cause)
  end)

  it("other errors have none", function()
    local _, err = client.alipay.trade.query:post { content = { out_trade_no = "1" } }
    assert.is_nil(err.autopsy)
  end)
end)
