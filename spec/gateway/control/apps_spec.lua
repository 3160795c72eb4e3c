-- SPDX-License-Identifier: MIT
-- Apps beside the gateway's own: their keys, their certificates, their merchants.

local apps = require "alipay.gateway.apps"
local cert = require "alipay.core.cert"
local key = require "alipay.core.key"
local spec_keys = require "spec.support.keys"
local support = require "spec.support.gateway"

local APP = "2021000000000042"

describe("the apps of a gateway", function()
  local gw, private
  setup(function() private = spec_keys.private "app" end)
  before_each(function() gw = support.start() end)
  after_each(function() support.finish(gw) end)

  local function ask(app_id, signer, extra)
    local fields = { app_id = app_id, grant_type = "authorization_code", code = "none" }
    for name, value in pairs(extra or {}) do fields[name] = value end
    local node, _, good, rest = support.call(gw, "alipay.system.oauth.token", fields, signer)
    return node.sub_code, good, rest
  end

  it("are unknown until they are made known, and then verified by their own key", function()
    assert.equal("isv.invalid-app-id", (ask(APP, private)))
    assert(apps.put(gw, { app_id = APP, public_key = private:public():pem() }))
    local code, good = ask(APP, private)
    assert.same({ "isv.code-invalid", true }, { code, good })
    assert.equal("isv.invalid-signature", (ask(APP, spec_keys.private("stranger"))))
    assert.equal("isv.invalid-signature", (ask(gw.app_id, private)))
    gw:stop()
    gw = support.start { dir = gw.dir }
    assert.equal("isv.code-invalid", (ask(APP, private)))
  end)

  it("have merchants of their own", function()
    local app = assert(apps.put(gw, { app_id = APP, public_key = private:public():pem() }))
    local own = apps.find(gw, gw.app_id)
    assert.matches("^2088%d+$", app.seller_id)
    assert.equal(16, #app.seller_id)
    assert.not_equal(own.seller_id, app.seller_id)
    assert.matches("^shop%d%d%d%d@example%.com$", app.seller_email)
    assert.same({ gw.app_id, APP }, { apps.list(gw)[1].app_id, apps.list(gw)[2].app_id })
    assert.is_true(own.own)
  end)

  it("have codes and tokens of their own, and merchants who let them act", function()
    assert(apps.put(gw, { app_id = APP, public_key = private:public():pem() }))
    local other = setmetatable({ app_id = APP }, { __index = gw })
    local code = support.consent(other)
    local function exchange(app, signer)
      local fields = { app_id = app, grant_type = "authorization_code", code = code }
      return (support.call(gw, "alipay.system.oauth.token", fields, signer))
    end
    assert.equal("isv.code-invalid", exchange(gw.app_id).sub_code)
    local pair = exchange(APP, private)
    assert.is_string(pair.access_token)
    local function share(app, signer)
      return (support.call(gw, "alipay.user.info.share", { app_id = app, auth_token = pair.access_token }, signer))
    end
    assert.equal("10000", share(APP, private).code)
    assert.equal("aop.invalid-auth-token", share(gw.app_id).sub_code)
    local fields = { app_id = gw.app_id, grant_type = "refresh_token", refresh_token = pair.refresh_token }
    assert.equal("isv.refresh-token-invalid", (support.call(gw, "alipay.system.oauth.token", fields)).sub_code)
    assert.equal(APP, gw:state("tokens", { app_id = APP })[1].app_id)
    local unknown = setmetatable({ app_id = "1" }, { __index = gw })
    assert.has_error(function() support.consent(unknown) end)
  end)

  it("of a folder that was made when there was one are the owners of what lies there", function()
    local code = support.consent(gw)
    gw.store:exec "ALTER TABLE codes DROP COLUMN app_id; ALTER TABLE tokens DROP COLUMN app_id; PRAGMA user_version = 0"
    gw:stop()
    gw = support.start { dir = gw.dir }
    local node = support.call(gw, "alipay.system.oauth.token", { grant_type = "authorization_code", code = code })
    assert.is_string(node.access_token)
  end)

  it("may bring a certificate", function()
    local pem = assert(cert.make {
      subject = { { "CN", "a shop" } }, public_key = private:public(), issuer_key = private, days = 30,
    })
    assert(apps.put(gw, { app_id = APP, cert = pem }))
    local root = gw:certificates().root_sn
    local code, good, rest = ask(APP, private, { app_cert_sn = cert.load(pem):sn(), alipay_root_cert_sn = root })
    assert.same({ "isv.code-invalid", gw:certificates().alipay_sn }, { code, rest.alipay_cert_sn })
    assert.is_true(good)
    local foreign = { app_cert_sn = gw:certificates().app_sn, alipay_root_cert_sn = root }
    assert.equal("isv.app-cert-not-exist", (ask(APP, private, foreign)))
  end)

  it("keep what a change does not name", function()
    assert(apps.put(gw, { app_id = APP, public_key = private:public():pem() }))
    local app = assert(apps.put(gw, { app_id = APP, notify_url = "http://127.0.0.1/messages" }))
    assert.equal("http://127.0.0.1/messages", app.notify_url)
    assert.is_true(app.public:matches(private:public()))
    app = assert(apps.put(gw, { app_id = APP, public_key = spec_keys.private("stranger"):public():pem() }))
    assert.equal("http://127.0.0.1/messages", app.notify_url)
    assert.is_false(app.public:matches(private:public()))
    assert.equal("http://127.0.0.1/own", apps.put(gw, { app_id = gw.app_id, notify_url = "http://127.0.0.1/own" }).notify_url)
  end)

  it("are refused with keys that do not do", function()
    local function refused(pattern, given)
      given.app_id = given.app_id or APP
      local none, reason = apps.put(gw, given)
      assert.is_nil(none)
      assert.matches(pattern, reason)
      assert.equal(1, #apps.list(gw))
    end
    local pem = private:public():pem()
    local other = assert(cert.make {
      subject = { { "CN", "a shop" } }, public_key = private:public(), issuer_key = private, days = 30,
    })
    refused("give its public_key or its cert", {})
    refused("^public_key: ", { public_key = "-----BEGIN" })
    refused("^cert: ", { cert = "-----BEGIN" })
    refused("not one of that public_key", { cert = other, public_key = spec_keys.private("stranger"):public():pem() })
    refused("of kind SM2, and this gateway speaks RSA", { public_key = key.generate("SM2"):public():pem() })
    refused("the gateway's own app", { app_id = gw.app_id, public_key = pem })
  end)
end)
