-- SPDX-License-Identifier: MIT
-- The local gateway as a whole: keys, files, the order of its checks, its character sets and certificates.

local cert = require "alipay.core.cert"
local digest = require "alipay.core.digest"
local form = require "alipay.core.form"
local fs = require "alipay.core.fs"
local gateway = require "alipay.gateway"
local json = require "alipay.json"
local key = require "alipay.core.key"
local protocol = require "alipay.v2.protocol"
local spec_keys = require "spec.support.keys"
local support = require "spec.support.gateway"
local text = require "alipay.core.text"

local METHOD = "alipay.open.app.qrcode.create"
local CONTENT = '{"url_param":"page/index","query_param":"x=1","describe":"二维码"}'

local function read(path)
  local file = assert(io.open(path, "rb"))
  local data = file:read "a"
  file:close()
  return data
end

describe("the local gateway", function()
  local gw

  setup(function() gw = support.start { shared = true } end)
  teardown(function() support.finish(gw) end)

  local function raw(query, options)
    options = options or {}
    options.url = gw.gateway .. (query ~= "" and "?" .. query or "")
    return support.fetch(options)
  end

  local function refusal(extra, private)
    local node, name, good, rest, response = support.call(gw, METHOD, extra, private)
    return node.sub_code, node, name, good, rest, response
  end

  describe("its folder", function()
    it("keeps keys to the owner and uses them again", function()
      local again = support.start { dir = gw.dir, shared = true }
      assert.equal(gw.app_id, again.app_id)
      assert.equal(gw:profile().private_key, again:profile().private_key)
      assert.not_equal(gw.endpoint, again.endpoint)
      again:stop()
      again:stop()
      assert.equal(448, fs.stat(gw.dir .. "/keys").mode & 511)
      for _, name in ipairs(fs.list(gw.dir .. "/keys")) do assert.equal(384, fs.stat(gw.dir .. "/keys/" .. name).mode & 511) end
    end)

    it("refuses a set of keys that is not whole or does not match", function()
      local dir = assert(fs.temporary "gateway-spec-")
      support.start { dir = dir }:stop()
      local path = dir .. "/keys/app_public_key.pem"
      local kept = read(path)
      os.remove(path)
      local none, err = gateway.start { dir = dir }
      assert.is_nil(none)
      assert.matches("app_public_key.pem is missing", tostring(err), 1, true)
      assert(fs.create(path, read(dir .. "/keys/alipay_public_key.pem")))
      none, err = gateway.start { dir = dir }
      assert.is_nil(none)
      assert.matches("not the partner", tostring(err), 1, true)
      assert(fs.replace(path, kept))
      assert(gateway.start { dir = dir }):stop()
      fs.remove(dir)
    end)

    it("publishes gateway.json and env", function()
      assert(gw:publish())
      local facts = assert(json.decode(read(gw.dir .. "/gateway.json")))
      assert.equal(gw.gateway, facts.gateway)
      assert.equal(gw.endpoint, facts.endpoint)
      assert.equal(gw.app_id, facts.app_id)
      for _, name in ipairs { "app_private_key", "alipay_public_key", "app_cert", "alipay_cert", "alipay_root_cert" } do
        assert.equal("/", facts[name]:sub(1, 1))
        assert.equal("file", fs.stat(facts[name]).type)
      end
      local script = '. "%s/env"; printf %%s "$ALIPAY_APP_ID $ALIPAY_PRIVATE_KEY $ALIPAY_ROOT_CERT $ALIPAY_GATEWAY"'
      local shell = io.popen(script:format(gw.dir))
      local seen = shell:read "a"
      shell:close()
      assert.equal(table.concat({ facts.app_id, facts.app_private_key, facts.alipay_root_cert, facts.gateway }, " "), seen)
      assert.equal(384, fs.stat(gw.dir .. "/env").mode & 511)
    end)

    it("quotes names for the shell", function()
      local base = assert(fs.temporary "gateway-spec-")
      local odd = support.start { dir = base .. "/it's $HOME `x`" }
      assert(odd:publish())
      local shell = io.popen(("cd '%s'/it* && sh -c '. ./env && cat \"$ALIPAY_PRIVATE_KEY\"'"):format(base))
      assert.matches("PRIVATE KEY", shell:read "a", 1, true)
      shell:close()
      odd:stop()
      fs.remove(base)
    end)

    it("says that a port is in use", function()
      local none, err = gateway.start { dir = gw.dir, shared = true, port = tonumber(gw.endpoint:match "%d+$") }
      assert.is_nil(none)
      assert.equal("parameter", err.kind)
      assert.matches("another port", tostring(err), 1, true)
    end)
  end)

  describe("checks", function()
    it("in the platform's order", function()
      local params = support.params(gw, METHOD, { app_id = false })
      local order = {
        { "isv.missing-app-id", "app_id", "1" }, { "isv.invalid-app-id", "app_id", gw.app_id },
        { nil, "method", "" }, { "isv.missing-method", "method", "no.such.method" },
        { "isv.invalid-method", "method", METHOD }, { nil, "format", "xml" },
        { "isv.invalid-format", "format", "JSON" }, { nil, "version", "" },
        { "isv.missing-version", "version", "9" }, { "isv.invalid-parameter", "version", "1.0" },
        { nil, "charset", "latin1" }, { "isv.invalid-charset", "charset", "UTF-8" },
        { nil, "timestamp", "" }, { "isv.missing-timestamp", "timestamp", "2020-13-01 00:00:00" },
        { "isv.invalid-timestamp", "timestamp", protocol.timestamp(os.time() - 90000) },
        { "isv.invalid-timestamp", "timestamp", protocol.timestamp() },
        { nil, "sign_type", "" }, { "isv.missing-signature-type", "sign_type", "MD5" },
        { "isv.invalid-signature-type", "sign_type", "RSA2" }, { "isv.missing-signature", "sign", "AAAA" },
        { "isv.invalid-signature", "sign", nil },
      }
      for _, step in ipairs(order) do
        if step[1] then
          local response = raw(form.encode(params))
          local _, node = support.cut(gw, response.body)
          assert.equal(step[1], node.sub_code)
          assert.equal(200, response.status)
        end
        params[step[2]] = step[3]
      end
    end)

    it("accepts RSA2 and RSA and signs with the same", function()
      for _, algorithm in ipairs { "RSA2", "RSA" } do
        local node, name, good = support.call(gw, METHOD, { sign_type = algorithm, biz_content = CONTENT })
        assert.equal("10000", node.code)
        assert.equal("alipay_open_app_qrcode_create_response", name)
        assert.is_true(good)
      end
    end)

    it("shows its own string to sign, HTML-escaped", function()
      local content = [[{"a":"<&'>"}]]
      local _, node, _, good = refusal({ biz_content = content }, spec_keys.private "stranger")
      assert.equal("isv.invalid-signature", node.sub_code)
      assert.equal("40002", node.code)
      local shown = node.sub_msg:match "网关生成的验签字符串为：(.*)$"
      assert.matches("&amp;biz_content={&quot;a&quot;:&quot;&lt;&amp;&#39;&gt;&quot;}&amp;charset=utf-8&amp;", shown, 1, true)
      assert.is_nil(shown:find("&sign=", 1, true))
      assert.is_true(good)
    end)

    it("refuses a parameter with two values, and takes one given twice alike", function()
      local params = support.sign(gw, support.params(gw, METHOD, { biz_content = CONTENT }))
      local query = form.encode(params)
      local _, node = support.cut(gw, raw(query .. "&version=1.0").body)
      assert.equal("10000", node.code)
      _, node = support.cut(gw, raw(query .. "&version=2.0").body)
      assert.equal("isv.suspected-attack", node.sub_code)
      _, node = support.cut(gw, raw(query, { method = "POST", body = "method=alipay.trade.pay",
        headers = { "Content-Type: application/x-www-form-urlencoded" } }).body)
      assert.equal("isv.suspected-attack", node.sub_code)
    end)

    it("takes parameters from wherever they are", function()
      local params = support.sign(gw, support.params(gw, METHOD, { biz_content = CONTENT }))
      local parts = {}
      for name, value in pairs(params) do parts[#parts + 1] = { name = name, data = value } end
      for _, options in ipairs {
        { method = "POST", multipart = parts },
        { method = "POST", body = form.encode(params), headers = { "Content-Type: application/x-www-form-urlencoded" } },
      } do
        local _, node, good = support.cut(gw, raw("charset=utf-8", options).body)
        assert.equal("10000", node.code)
        assert.is_true(good)
      end
    end)

    it("refuses with a signature what it does not simulate", function()
      local node, name, good = support.call(gw, "alipay.marketing.card.query", { biz_content = "{}" })
      assert.equal("isv.invalid-method", node.sub_code)
      assert.equal("alipay_marketing_card_query_response", name)
      assert.is_true(good)
      node, name = support.call(gw, 'evil":{},"x', {})
      assert.equal("isv.invalid-method", node.sub_code)
      assert.equal("error_response", name)
      assert.equal("isv.decryption-error-unknown", (refusal { encrypt_type = "AES", biz_content = "AAAA" }))
    end)

    it("does not vouch for the answer to an unknown app", function()
      local _, node, _, good = refusal { app_id = "1" }
      assert.equal("isv.invalid-app-id", node.sub_code)
      assert.is_nil(good)
    end)

    it("names every fault of the parameters", function()
      local _, node = refusal { biz_content = json.encode { url_param = ("x"):rep(257), query_param = "" } }
      assert.equal("isv.invalid-parameter", node.sub_code)
      for _, name in ipairs { "url_param", "query_param", "describe" } do assert.matches(name, node.sub_msg, 1, true) end
      for _, content in ipairs { "[1]", "nonsense", "7", "null", '"x"', "" } do
        local sub_code = refusal { biz_content = content }
        assert.is_true(sub_code == "isv.illegal-json" or sub_code == "isv.invalid-parameter", content)
      end
      for _, list in ipairs { "[]", " [ ]" } do assert.equal("isv.illegal-json", (refusal { biz_content = list })) end
    end)

    it("signs in the type that was asked for, whatever the fault", function()
      for _, extra in ipairs { { method = "alipay.trade.query" }, { timestamp = "yesterday" } } do
        extra.sign_type = "RSA"
        local _, _, good = support.call(gw, METHOD, extra)
        assert.is_true(good)
      end
    end)

    it("refuses tokens that nobody gave out", function()
      assert.equal("aop.invalid-app-auth-token", (refusal { app_auth_token = "x", biz_content = CONTENT }))
      assert.equal("aop.invalid-auth-token", (refusal { auth_token = "x", biz_content = CONTENT }))
    end)
  end)

  describe("character sets", function()
    it("reads GBK and answers in it", function()
      local content = assert(text.convert(CONTENT, "UTF-8", "GB18030"))
      local params = support.sign(gw, support.params(gw, METHOD, { charset = "GBK", biz_content = content }))
      local response = raw(form.encode(params))
      local _, node, good = support.cut(gw, response.body)
      assert.equal("10000", node.code)
      assert.is_true(good)
      assert.equal("text/html;charset=GBK", response.headers["content-type"])
    end)

    it("answers in GBK when charset is not in the query", function()
      local params = support.sign(gw, support.params(gw, METHOD, { biz_content = CONTENT }), spec_keys.private "stranger")
      local response = raw("", {
        method = "POST", body = form.encode(params), headers = { "Content-Type: application/x-www-form-urlencoded" },
      })
      assert.equal("text/html;charset=GBK", response.headers["content-type"])
      assert.is_false(text.is_utf8(response.body))
      assert.matches("二维码", assert(text.convert(response.body, "GB18030", "UTF-8")), 1, true)
    end)

    it("refuses bytes that are none of the character set's", function()
      local _, node = refusal { biz_content = '{"url_param":"\xFF\xFE"}' }
      assert.equal("isv.invalid-parameter", node.sub_code)
      _, node = refusal({ biz_content = "\xFF\xFE" }, spec_keys.private "stranger")
      assert.equal("isv.invalid-signature", node.sub_code)
    end)
  end)

  describe("certificate mode", function()
    local app_sn, root_sn
    setup(function()
      assert(gw:publish())
      local facts = assert(json.decode(read(gw.dir .. "/gateway.json")))
      app_sn = assert(cert.load(facts.app_cert)):sn()
      root_sn = assert(assert(cert.load(facts.alipay_root_cert)):root_sn())
    end)

    it("answers with the serial number of its certificate", function()
      local node, _, good, rest = support.call(gw, METHOD, {
        app_cert_sn = app_sn, alipay_root_cert_sn = root_sn, biz_content = CONTENT,
      })
      assert.equal("10000", node.code)
      assert.is_true(good)
      local roots = assert(cert.load(gw.dir .. "/certificates/alipay_root_cert.pem"))
      local own = assert(cert.load(gw.dir .. "/certificates/alipay_cert.pem"))
      assert.equal(own:sn(), rest.alipay_cert_sn)
      assert.is_true(own:trusted_by(roots))
      assert.is_true(assert(own:key()):matches(assert(key.load_public(gw:profile().alipay_public_key))))
    end)

    it("gives the certificate out", function()
      local sn = assert(cert.load(gw.dir .. "/certificates/alipay_cert.pem")):sn()
      local node = support.call(gw, "alipay.open.app.alipaycert.download", { biz_content = json.encode { alipay_cert_sn = sn } })
      assert.equal(read(gw.dir .. "/certificates/alipay_cert.pem"), digest.base64_decode(node.alipay_cert_content))
      node = support.call(gw, "alipay.open.app.alipaycert.download", { biz_content = json.encode { alipay_cert_sn = "0" } })
      assert.equal("isv.alipay-cert-not-exist", node.sub_code)
    end)

    it("refuses serial numbers that are not the app's", function()
      assert.equal("isv.app-cert-not-exist", (refusal { app_cert_sn = "x", alipay_root_cert_sn = root_sn }))
      assert.equal("isv.invalid-alipay-root-cert-sn", (refusal { app_cert_sn = app_sn, alipay_root_cert_sn = "x" }))
      assert.equal("isv.missing-app-cert-sn", (refusal { alipay_root_cert_sn = root_sn }))
      assert.equal("isv.missing-alipay-root-cert-sn", (refusal { app_cert_sn = app_sn }))
    end)
  end)
end)
