-- SPDX-License-Identifier: MIT
-- What clients of others depend on, byte for byte: how answers are written, how requests may be addressed and encoded.

local cipher = require "alipay.core.cipher"
local form = require "alipay.core.form"
local json = require "alipay.json"
local support = require "spec.support.gateway"
local text = require "alipay.core.text"

local METHOD = "alipay.open.app.qrcode.create"
local FORM = "Content-Type: application/x-www-form-urlencoded"

describe("the local gateway", function()
  local gw

  setup(function() gw = support.start() end)
  teardown(function() support.finish(gw) end)

  local function content(describe_as)
    return json.encode { url_param = "page/index", query_param = "x=1", describe = describe_as or "d" }
  end

  -- A call whose parameters are all in the body, but for what `query` says.
  local function post(query, extra, header, options)
    local params = support.sign(gw, support.params(gw, METHOD, extra))
    options = options or {}
    options.url, options.method = (options.url or gw.gateway) .. query, "POST"
    options.headers, options.body = { header or FORM }, form.encode(params)
    return assert(support.fetch(options))
  end

  describe("writes answers", function()
    it("with the verdict first, the rest by name, and escaped slashes", function()
      local _, _, good, _, response = support.call(gw, METHOD, { biz_content = content() })
      assert.is_true(good)
      local start = '{"alipay_open_app_qrcode_create_response":{"code":"10000","msg":"Success","qr_code_url":"http:\\/\\/127.0.0.1:'
      assert.equal(start, response.body:sub(1, #start))
      assert.matches("\\/qrcode\\/%x+%.png\"},\"sign\":", response.body)
      _, _, good, _, response = support.call(gw, METHOD, { biz_content = "{}" })
      assert.is_true(good)
      start = '{"alipay_open_app_qrcode_create_response":{"code":"40002","msg":"Invalid Arguments",'
        .. '"sub_code":"isv.invalid-parameter","sub_msg":"'
      assert.equal(start, response.body:sub(1, #start))
    end)

    it("with strings for numbers, also inside of lists", function()
      local code = support.consent(gw, "", "/oauth2/appToAppAuth.htm")
      local _, _, good, _, response = support.call(gw, "alipay.open.auth.token.app", {
        biz_content = json.encode { grant_type = "authorization_code", code = code },
      })
      assert.is_true(good)
      assert.matches('"tokens":[{"app_auth_token":"', response.body, 1, true)
      assert.equal(2, select(2, response.body:gsub('"expires_in":"1296000"', "")))
      assert.equal(2, select(2, response.body:gsub('"re_expires_in":"2592000"', "")))
    end)

    it("encrypted when the request was, faults too once the content was read", function()
      local encrypt_key = gw:profile().encrypt_key
      local function call(plain, extra)
        local params = { encrypt_type = "AES", biz_content = assert(cipher.encrypt(plain, encrypt_key)) }
        for name, value in pairs(extra or {}) do params[name] = value end
        return support.call(gw, METHOD, params)
      end
      for sub_code, case in pairs {
        ["isv.invalid-parameter"] = { "{}" }, ["isv.illegal-json"] = { "[1]" },
        ["aop.invalid-auth-token"] = { content(), { auth_token = "x" } },
      } do
        local node, _, good = call(table.unpack(case))
        assert.is_string(node, sub_code)
        assert.is_true(good)
        assert.equal(sub_code, json.decode(assert(cipher.decrypt(node, encrypt_key))).sub_code)
      end
      for _, extra in ipairs { { biz_content = "AAAA" }, { encrypt_type = "DES" } } do
        local node, _, good = call(content(), extra)
        assert.equal(extra.encrypt_type and "40002" or "40003", node.code)
        assert.is_true(good)
      end
    end)
  end)

  describe("reads", function()
    -- The text that the method got.
    local function got()
      return gw.store:first("SELECT describe FROM qrcodes ORDER BY rowid DESC LIMIT 1").describe
    end

    it("the character set from the query, then from the Content-Type, then takes GBK; never from the body", function()
      local utf8, gbk = content "二维", assert(text.convert(content "二维", "UTF-8", "GB18030"))
      for i, case in ipairs {
        { "?charset=utf-8", utf8, FORM }, { "?charset=utf-8", utf8, FORM .. ";charset=GBK" },
        { "", utf8, FORM .. ";charset=utf-8" }, { "", utf8, FORM .. '; Charset="UTF-8"' },
        { "?charset=", utf8, FORM .. ";charset=utf-8" },
        { "", gbk, FORM }, { "", gbk, FORM .. ";charset=gbk" }, { "?charset=GBK", gbk, FORM .. ";charset=utf-8", "GBK" },
      } do
        -- The same value: else the request contradicts itself.
        local named = case[1] == "?charset=" and "" or case[4] or "utf-8"
        local response = post(case[1], { biz_content = case[2], charset = named }, case[3])
        assert.matches('"code":"10000"', response.body, 1, true, i)
        assert.equal("二维", got(), i)
        assert.equal("text/html;charset=" .. (case[2] == utf8 and "utf-8" or "GBK"), response.headers["content-type"])
      end
      local response = post("", { biz_content = utf8 })
      assert.equal("text/html;charset=GBK", response.headers["content-type"])
      assert.equal(text.convert("二维", "GB18030", "UTF-8"), got())
    end)

    it("no character set that it does not know, wherever it is named", function()
      assert.matches("isv.invalid-charset", post("", { charset = "latin1", biz_content = content() }).body, 1, true)
      assert.matches("isv.invalid-charset", post("?charset=latin1", { charset = "latin1" }).body, 1, true)
      assert.matches("isv.invalid-charset", post("", { charset = false }, FORM .. ";charset=latin1").body, 1, true)
    end)

    it("requests to /gateway.do/, and targets in absolute form", function()
      local params = { biz_content = content() }
      assert.matches('"code":"10000"', post("/?charset=utf-8", params).body, 1, true)
      local response = post("?charset=utf-8", params, nil, { url = "http://openapi.test/gateway.do", proxy = gw.endpoint })
      assert.matches('"code":"10000"', response.body, 1, true)
      assert.equal(405, post("/other", params).status)
      assert.matches("^POST /gateway%.do/other 405 ", gw.lines[#gw.lines])
    end)

    it("a multipart body whose boundary has a blank", function()
      local params = support.sign(gw, support.params(gw, METHOD, { biz_content = content() }))
      local parts = {}
      for name, value in pairs(params) do
        parts[#parts + 1] = ('--2026-11-26 21:18:14\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'):format(name, value)
      end
      local function send(tail)
        return support.fetch {
          url = gw.gateway .. "?charset=utf-8", method = "POST", body = table.concat(parts) .. tail,
          headers = { "Content-Type: multipart/form-data;charset=utf-8;boundary=2026-11-26 21:18:14" },
        }
      end
      assert.matches('"code":"10000"', send("--2026-11-26 21:18:14--\r\n").body, 1, true)
      assert.equal(400, send("").status)
      assert.equal("POST /gateway.do 400 the multipart body ends before its last boundary", gw.lines[#gw.lines])
    end)
  end)

  describe("shows errors of pages", function()
    it("with status 200 and in GBK", function()
      local params = support.sign(gw, support.params(gw, "alipay.trade.page.pay", { biz_content = "[1]" }))
      local response = support.fetch { url = gw.gateway .. "?" .. form.encode(params) }
      assert.equal(200, response.status)
      assert.equal("text/html;charset=GBK", response.headers["content-type"])
      local page = assert(text.convert(response.body, "GB18030", "UTF-8"))
      assert.matches("调试错误，请回到请求来源地", page, 1, true)
      assert.matches("<code>illegal-json</code>", page, 1, true)
      assert.matches("^GET alipay%.trade%.page%.pay 40002 isv%.illegal%-json ", gw.lines[#gw.lines])
    end)
  end)

  describe("refuses V3", function()
    local function ask(verb, path, headers)
      local response = support.fetch {
        url = gw.endpoint .. path, method = verb, body = verb == "POST" and "{}" or nil, headers = headers,
      }
      assert.matches("^application/json", response.headers["content-type"])
      assert.is_nil(response.headers["alipay-signature"])
      return response.status, assert(json.decode(response.body)).code, json.decode(response.body).message
    end

    it("in JSON", function()
      local function by(app_id)
        return { ("Authorization: ALIPAY-SHA256withRSA app_id=%s,nonce=n,timestamp=1,sign=x"):format(app_id) }
      end
      local status, code = ask("POST", "/v3/alipay/trade/query")
      assert.same({ 400, "missing-timestamp" }, { status, code })
      assert.matches("^POST alipay%.trade%.query 400 missing%-timestamp ", gw.lines[#gw.lines])
      status, code = ask("POST", "/v3/alipay/trade/query", by "1")
      assert.same({ 400, "invalid-app-id" }, { status, code })
      status, code = ask("POST", "/v3/alipay/trade/query", by(gw.app_id))
      assert.same({ 400, "invalid-timestamp" }, { status, code })
      for _, path in ipairs { "/v3/alipay/no/such", "/v3/", "/v3/alipay/trade/query/", "/v3/%00%5B" } do
        status, code = ask("POST", path, by(gw.app_id))
        assert.same({ 404, "invalid-method" }, { status, code }, path)
      end
      assert.equal(404, (ask("GET", "/v3/alipay/trade/query", by(gw.app_id))))
    end)
  end)
end)
