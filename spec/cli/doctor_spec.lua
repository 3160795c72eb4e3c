-- SPDX-License-Identifier: MIT
-- `doctor` on what people are known to get wrong: named in words, with the right exit code, and no secret shown.

local cert = require "alipay.core.cert"
local client_support = require "spec.support.client"
local fs = require "alipay.core.fs"
local key = require "alipay.core.key"
local spec_keys = require "spec.support.keys"
local support = require "spec.support.command"

local DAY, APP = 86400, "2021000117618204"
describe("alipay-lua doctor", function()
  local box, app, ali, other, small, good, secrets

  local function certificate(public, common, options)
    options = options or {}
    return assert(cert.make {
      subject = { { "C", "CN" }, { "O", "Test" }, { "CN", common } }, public_key = public, issuer_key = options.issuer_key,
      issuer = options.issuer, days = options.days or 1000, starts = options.starts, ca = options.ca,
    })
  end

  local certs
  setup(function()
    box = support.sandbox()
    app, ali = client_support.keys()
    other, small = spec_keys.private "stranger", key.generate("RSA", 1024)
    good = {
      ALIPAY_APP_ID = APP, ALIPAY_PRIVATE_KEY = box.write("app.pem", app:pem()),
      ALIPAY_PUBLIC_KEY = box.write("alipay.pem", ali:public():pem()), ALIPAY_GATEWAY = "https://openapi.alipay.com/gateway.do",
    }
    secrets = app:base64():sub(100, 140)
    local authority = spec_keys.private "authority"
    local root = certificate(authority:public(), "Root", { issuer_key = authority, ca = true })
    local function issue(public, common, options)
      options = options or {}
      options.issuer_key, options.issuer = authority, cert.load(root)
      return certificate(public, common, options)
    end
    certs = {
      root = box.write("root.crt", root), app = box.write("app.crt", issue(app:public(), "app")),
      alipay = box.write("alipay.crt", issue(ali:public(), "alipay")),
      other_app = box.write("other_app.crt", issue(other:public(), "app")),
      expired = box.write("expired.crt", issue(ali:public(), "alipay", { starts = os.time() - 20 * DAY, days = 10 })),
      future = box.write("future.crt", issue(app:public(), "app", { starts = os.time() + 5 * DAY })),
      ending = box.write("ending.crt", issue(app:public(), "app", { days = 20 })),
      stranger = box.write("stranger.crt", certificate(other:public(), "stranger", { issuer_key = other, ca = true })),
      small = box.write("small.crt", issue(small:public(), "alipay")),
    }
  end)
  teardown(function() box.remove() end)

  local function examine(changes, options, base)
    local settings = {}
    for _, source in ipairs { base or good, changes or {} } do
      for name, value in pairs(source) do settings[name] = value end
    end
    local report, code, err = box.json("doctor --offline " .. (options or ""), settings)
    assert.is_table(report, err)
    return report, code
  end

  local function by_code(report, wanted)
    for _, finding in ipairs(report.findings) do
      if finding.code == wanted and finding.level ~= "ok" then return finding end
    end
    local list = {}
    for i, finding in ipairs(report.findings) do list[i] = finding.code .. ": " .. finding.what end
    error(wanted .. " is not among:\n" .. table.concat(list, "\n"))
  end

  -- The mistake is found, named by `words`, explained, and comes with a way out.
  local function diagnoses(code, level, words, changes, expected, options, base)
    local report, exit = examine(changes, options, base)
    local finding = by_code(report, code)
    assert.equal(level, finding.level)
    assert.matches(words, finding.what, 1, true)
    assert.is_true(level == "note" or #finding.why > 10 and #finding.mend > 5)
    assert.equal(expected, exit, finding.what)
    assert.equal(expected, report.exit_code)
    return finding
  end

  local function certificate_mode(changes)
    local settings = {
      ALIPAY_APP_ID = APP, ALIPAY_PRIVATE_KEY = good.ALIPAY_PRIVATE_KEY, ALIPAY_APP_CERT = certs.app, ALIPAY_CERT = certs.alipay,
      ALIPAY_ROOT_CERT = certs.root, ALIPAY_GATEWAY = "http://127.0.0.1:9/gateway.do",
    }
    for name, value in pairs(changes or {}) do settings[name] = value end
    return settings
  end

  it("finds nothing where nothing is wrong", function()
    local report, code = examine()
    assert.equal(0, code)
    for _, finding in ipairs(report.findings) do assert.equal("ok", finding.level, finding.what) end
    report, code = examine(nil, nil, certificate_mode())
    assert.equal(0, code)
    for _, finding in ipairs(report.findings) do assert.equal("ok", finding.level, finding.what) end
    local out = box.run("doctor --offline", good)
    assert.matches("ok      private key: RSA-2048 private key", out, 1, true)
    assert.matches(app:public():base64(), out, 1, true)
    assert.not_matches(secrets, out, 1, true)
  end)

  describe("keys:", function()
    it("the app's public key in Alipay's place", function()
      local finding = diagnoses("app-key-as-alipay-key", "error", "the app's own public key, not Alipay's",
        { ALIPAY_PUBLIC_KEY = app:public():base64() }, 5)
      assert.matches("after the first customer has paid", finding.why, 1, true)
    end)

    it("a private key that is not the app public key's", function()
      diagnoses("app-public-key", "error", "does not belong to that public key", nil, 5,
        "--app-public-key " .. box.write("other.pem", other:public():pem()))
      local report, code = examine(nil, "--app-public-key " .. box.write("own.txt", app:public():base64()))
      assert.equal(0, code)
      assert.equal("app-public-key", report.findings[#report.findings - 1].code)
    end)

    it("any dress of a key is fine", function()
      for _, dress in ipairs { app:base64(), app:base64 "pkcs1", app:pem "pkcs1", (app:pem():gsub("\n", "\r\n")) } do
        assert.equal(0, select(2, examine { ALIPAY_PRIVATE_KEY = box.write("dressed", dress) }))
      end
      assert.equal(0, select(2, examine { ALIPAY_PUBLIC_KEY = box.write("cert-as-key", box.read "alipay.crt") }))
    end)

    it("a key of the wrong kind in its place", function()
      for _, case in ipairs {
        { "private-key", { ALIPAY_PRIVATE_KEY = app:public():base64() }, "public key", 5 },
        { "private-key", { ALIPAY_PRIVATE_KEY = certs.app }, "certificate", 5 },
        { "private-key", { ALIPAY_PRIVATE_KEY = app:base64():sub(1, 800) }, "private_key", 5 },
        { "private-key", { ALIPAY_PRIVATE_KEY = "/nonexistent.pem" }, "does not exist", 2 },
        { "alipay-key", { ALIPAY_PUBLIC_KEY = good.ALIPAY_PRIVATE_KEY }, "private key", 5 },
        { "alipay-key", { ALIPAY_PUBLIC_KEY = box.write("text", "hello") }, "alipay_public_key", 5 },
        { "alipay-key", { ALIPAY_PUBLIC_KEY = "/nonexistent.pem" }, "does not exist", 2 },
      } do
        diagnoses(case[1], "error", case[3], case[2], case[4])
      end
    end)

    it("a key too small for RSA2, or of another kind than sign_type", function()
      local path = box.write("small.pem", small:pem())
      local words = "the private key has 1024 bits, RSA2 needs 2048"
      local finding = diagnoses("key-size", "error", words, { ALIPAY_PRIVATE_KEY = path }, 5)
      assert.matches("got 128 but was expecting 256", finding.why, 1, true)
      diagnoses("key-size", "warning", "has 1024 bits", { ALIPAY_PRIVATE_KEY = path, ALIPAY_SIGN_TYPE = "RSA" }, 0)
      diagnoses("key-size", "error", "Alipay's key has 1024 bits", { ALIPAY_PUBLIC_KEY = small:public():base64() }, 5)
      diagnoses("key-kind", "error", "sign_type SM2 needs SM2", { ALIPAY_SIGN_TYPE = "SM2" }, 5)
      diagnoses("key-kind", "error", "sign_type RSA2 needs RSA", {
        ALIPAY_PRIVATE_KEY = box.write("sm2.pem", key.generate("SM2"):pem()),
      }, 5)
    end)

    it("a private key that others can read", function()
      local path = box.write("open.pem", app:pem(), 420)
      local finding = diagnoses("key-mode", "warning", "others can read the private key " .. path, { ALIPAY_PRIVATE_KEY = path }, 0)
      assert.equal("chmod 600 " .. path, finding.mend)
    end)

    it("a key of content encryption that is none, or is encoded twice", function()
      local bad = { ["aa4BtZ4tspm2wnXLb1ThQ"] = "cannot be", ["YWE0QnRaNHRzcG0yd25YTGIxVGhRQT09"] = "twice", AAAA = "encrypt_key" }
      for value, words in pairs(bad) do
        diagnoses("encrypt-key", "error", words, { ALIPAY_ENCRYPT_KEY = value }, 5)
      end
      assert.equal(0, select(2, examine { ALIPAY_ENCRYPT_KEY = "aa4BtZ4tspm2wnXLb1ThQA==" }))
    end)
  end)

  describe("certificates:", function()
    local function wrong(code, level, words, changes, expected)
      return diagnoses(code, level, words, nil, expected, nil, certificate_mode(changes))
    end

    it("shows the serial numbers that are sent", function()
      local report = examine(nil, nil, certificate_mode())
      local text = {}
      for _, finding in ipairs(report.findings) do text[#text + 1] = finding.what end
      text = table.concat(text, "\n")
      assert.matches("app_cert_sn " .. cert.load(certs.app):sn(), text, 1, true)
      assert.matches("alipay_root_cert_sn " .. cert.load(certs.root):root_sn(), text, 1, true)
    end)

    it("an app certificate of another key", function()
      wrong("app-cert-key", "error", "the private key does not belong to app_cert", { ALIPAY_APP_CERT = certs.other_app }, 5)
    end)

    it("the app's certificate in Alipay's place", function()
      wrong("app-cert-as-alipay-cert", "error", "the app's own certificate", { ALIPAY_CERT = certs.app }, 5)
    end)

    it("a leaf, a key or nothing where the roots belong; a root where a leaf belongs", function()
      wrong("alipay-root-cert", "error", "no root", { ALIPAY_ROOT_CERT = certs.alipay }, 5)
      wrong("alipay-root-cert", "error", "alipay_root_cert", { ALIPAY_ROOT_CERT = good.ALIPAY_PUBLIC_KEY }, 5)
      wrong("alipay-root-cert", "error", "does not exist", { ALIPAY_ROOT_CERT = "/nonexistent/none" }, 2)
      wrong("alipay-cert-kind", "error", "alipay_cert is a root certificate", { ALIPAY_CERT = certs.root }, 5)
      diagnoses("settings", "error", "all three", nil, 2, nil, certificate_mode { ALIPAY_ROOT_CERT = "" })
    end)

    it("dates", function()
      wrong("alipay-cert-date", "error", "alipay_cert expired on", { ALIPAY_CERT = certs.expired }, 5)
      wrong("app-cert-date", "error", "valid only from", { ALIPAY_APP_CERT = certs.future }, 5)
      wrong("app-cert-date", "warning", "expires on", { ALIPAY_APP_CERT = certs.ending }, 0)
    end)

    it("a chain of another environment", function()
      wrong("app-cert-chain", "warning", "does not vouch for app_cert", { ALIPAY_ROOT_CERT = certs.stranger }, 0)
    end)

    it("roots that are not the official ones, in production", function()
      wrong("official-roots", "warning", "687b59193f3f462dd5336e5abf83c5d8_02941eef3187dddf3d3b83462e1dfcf6",
        { ALIPAY_GATEWAY = "https://openapi.alipay.com/gateway.do" }, 0)
    end)

    it("sign_type SM2 with roots of RSA, keys too small, another key of Alipay's beside them, or none", function()
      wrong("alipay-keys", "error", "not the key of alipay_cert", { ALIPAY_PUBLIC_KEY = other:public():base64() }, 5)
      wrong("alipay-key", "error", "private key", { ALIPAY_PUBLIC_KEY = good.ALIPAY_PRIVATE_KEY }, 5)
      wrong("alipay-root-cert", "error", "signed with SM2", { ALIPAY_SIGN_TYPE = "SM2" }, 5)
      wrong("key-size", "error", "the key of alipay_cert has 1024 bits", { ALIPAY_CERT = certs.small }, 5)
    end)
  end)

  describe("settings:", function()
    local function wrong(code, level, words, gateway, app_id)
      return diagnoses(code, level, words, { ALIPAY_GATEWAY = gateway, ALIPAY_APP_ID = app_id }, level == "error" and 2 or 0)
    end

    it("dead and wrong gateways", function()
      local finding = wrong("dead-gateway", "error", "dead host", "https://openapi.alipaydev.com/gateway.do")
      assert.equal("export ALIPAY_GATEWAY=https://openapi-sandbox.dl.alipaydev.com/gateway.do", finding.mend)
      wrong("dead-gateway", "error", "dead host", "https://openauth.alipaydev.com/oauth2")
      wrong("wrong-environment", "error", "is a sandbox app", nil, "9021000117618204")
      wrong("environment", "note", "sandbox", "https://openapi-sandbox.dl.alipaydev.com/gateway.do", "9021000117618204")
      wrong("plain-http", "error", "not encrypted", "http://openapi.alipay.com/gateway.do")
      wrong("gateway-path", "error", "/gateway.do", "https://openapi.alipay.com/")
      assert.equal(0, select(2, examine { ALIPAY_GATEWAY = "http://127.0.0.1:8900/gateway.do" }))
    end)

    it("ids that are no app's", function()
      wrong("app-id", "warning", "16 digits", nil, "shop")
      wrong("app-id", "warning", "user or merchant", nil, "2088102119685838")
      diagnoses("sign-type", "warning", "SHA-1", { ALIPAY_SIGN_TYPE = "RSA" }, 0)
    end)

    it("nothing, or half of it", function()
      diagnoses("settings", "error", "no app_id", nil, 2, nil, {})
      diagnoses("settings", "error", "no private key", { ALIPAY_PRIVATE_KEY = "" }, 2)
      diagnoses("settings", "error", "verify Alipay's replies", { ALIPAY_PUBLIC_KEY = "" }, 2)
      diagnoses("settings", "error", "sign_type must be", { ALIPAY_SIGN_TYPE = "rsa2" }, 2)
    end)

    it("a state folder that cannot be written", function()
      diagnoses("state", "error", "cannot be written", { ALIPAY_STATE_DIR = box.write("file", "") }, 2)
    end)
  end)

  describe("the profile file:", function()
    local function with_profile(text, mode)
      assert(fs.mkdir(box.dir .. "/config/alipay-lua"))
      box.write("config/alipay-lua/config.lua", text, mode)
      return { XDG_CONFIG_HOME = box.dir .. "/config" }
    end

    local function profile(extra)
      return ("return { profiles = { default = { app_id = %q, private_key = %q, alipay_public_key = %q, %s } } }")
        :format(APP, good.ALIPAY_PRIVATE_KEY, good.ALIPAY_PUBLIC_KEY, extra or "")
    end

    it("well-formed, broken, with an unknown setting", function()
      local report, code = examine(with_profile(profile()), nil, {})
      assert.equal(0, code, report.findings[1].what)
      diagnoses("settings", "error", "profile file cannot be used", with_profile "return {", 2, nil, {})
      diagnoses("settings", "error", "unknown setting 'appid'", with_profile(profile "appid = '1'"), 2, nil, {})
      local nosuch = { ALIPAY_PROFILE = "nosuch", XDG_CONFIG_HOME = box.dir .. "/config" }
      diagnoses("settings", "error", "no profile 'nosuch'", nosuch, 2, nil, {})
    end)

    it("readable for others with a key in it", function()
      local text = profile():gsub(("%q"):format(good.ALIPAY_PRIVATE_KEY):gsub("%p", "%%%0"), ("%q"):format(app:base64()))
      diagnoses("profile-mode", "warning", "others can read", with_profile(text, 420), 0, nil, {})
    end)

    it("common parameters that hurt", function()
      for params, case in pairs {
        ["timestamp = '2026-01-01 00:00:00'"] = { "params", "error", "params.timestamp", 2 },
        ["version = '2.0'"] = { "params", "error", "params.version", 2 },
        ["charset = 'latin1'"] = { "params", "error", "params.charset", 2 },
        ["charset = 'GBK'"] = { "charset", "note", "GBK", 0 },
        ["sign_type = 'RSA'"] = { "params", "error", "params.sign_type", 2 },
        ["notify_url = 'http://localhost/n'"] = { "notify-url", "warning", "address of this host", 0 },
        ["notify_url = 'http://192.168.1.2/n'"] = { "notify-url", "warning", "address of this host or network", 0 },
        ["notify_url = 'https://a.example/n?shop=1'"] = { "notify-url", "warning", "parameters of its own", 0 },
        ["notify_url = 'a.example/n'"] = { "notify-url", "warning", "no http(s) URL", 0 },
        ["return_url = 'https://a.example/a b'"] = { "return-url", "warning", "blanks", 0 },
      } do
        diagnoses(case[1], case[2], case[3], with_profile(profile("params = { " .. params .. " }")), case[4], nil, {})
      end
    end)
  end)
end)
