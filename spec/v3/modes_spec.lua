-- SPDX-License-Identifier: MIT
-- What a client can be, all at once and by V3 against the gateway: certificates, encryption, uploads, a merchant's token, two protocols.

local alipay = require "alipay"
local fs = require "alipay.core.fs"
local http = require "alipay.http"
local support = require "spec.support.client"

local PICTURE = "\xff\xd8\xff" .. ("picture\0\r\n--"):rep(2000)

describe("by V3", function()
  local gw, picture
  setup(function()
    gw = select(2, support.gateway())
    picture = gw.dir .. "/a b.jpg"
    assert(fs.replace(picture, PICTURE))
  end)
  teardown(function() support.finish(gw) end)

  local function client_of(mode, overrides)
    local settings = mode == "certificate" and gw:certificate_profile() or gw:profile()
    settings.protocol = "v3"
    for name, value in pairs(overrides or {}) do settings[name] = value end
    return alipay.client(settings)
  end

  local function upload(client, options)
    options.body = alipay.multipart { image_content = alipay.file(picture), image_type = "jpg" }
    options.query = { image_name = "海底捞 a/b" }
    return client.alipay.offline.materialImageUpload:post(options)
  end

  for _, mode in ipairs { "key", "certificate" } do
    for _, encrypt in ipairs { false, true } do
      it(("an upload in %s mode, %s, arrives byte for byte"):format(mode, encrypt and "encrypted" or "plain"), function()
        local client = client_of(mode)
        local res = assert(upload(client, { encrypt = encrypt }))
        assert.is_true(res.verified)
        assert.equal(encrypt, res.plain ~= nil)
        assert.equal(encrypt and "AES" or nil, res.headers["alipay-content-encrypt"])
        assert.equal(mode == "certificate", res.headers["alipay-sn"] ~= nil)
        assert.equal(PICTURE, assert(http.fetch(res.data.image_url)).body)
        local item = gw:state "requests"[1]
        assert.same({ "v3", "good" }, { item.protocol, item.signature })
      end)

      it(("a refusal in %s mode, %s, is signed and says why"):format(mode, encrypt and "encrypted" or "plain"), function()
        local client = client_of(mode, { encrypt = encrypt })
        local _, err = client.alipay.trade.query:post { content = { out_trade_no = "none" } }
        assert.same({ "api", "ACQ.TRADE_NOT_EXIST" }, { err.kind, err.code })
        assert.is_nil(err.unsigned)
        assert.equal(mode == "certificate", err.response.headers["alipay-sn"] ~= nil)
      end)
    end
  end

  it("a certificate that changed is fetched by V2, and the answer verified then, encrypted upload or not", function()
    finally(function() gw:faults {} end)
    for _, encrypt in ipairs { false, true } do
      gw:faults { "alipay.offline.*:cert=rotated" }
      local res = assert(upload(client_of "certificate", { encrypt = encrypt }))
      assert.is_true(res.verified)
    end
    local seen = {}
    for _, item in ipairs(gw:state "requests") do seen[item.protocol .. " " .. item.method] = true end
    assert.is_true(seen["v2 alipay.open.app.alipaycert.download"])
  end)

  it("or by V2, as auto has it: the newest request says by which", function()
    local auto = client_of(nil, { protocol = "auto" })
    local function protocol_of(method, options)
      auto:chain(method):post(options or {})
      return gw:state "requests"[1].protocol
    end
    assert.equal("v3", protocol_of("alipay.trade.query", { content = { out_trade_no = "none" } }))
    assert.equal("v2", protocol_of "alipay.open.app.newer.than.catalogue")
    assert.equal("v2", protocol_of("alipay.open.app.alipaycert.download", { content = { alipay_cert_sn = "0" } }))
    auto:request { verb = "GET", path = "/v3/alipay/user/agreement/query" }
    assert.equal("v3", gw:state "requests"[1].protocol)
    auto = client_of(nil, { protocol = "auto", sign_type = "RSA" })
    assert.equal("v2", protocol_of("alipay.trade.query", { content = { out_trade_no = "none" } }))
  end)

  it("paths arrive as they were signed: odd values in them, no bare `?`, text untouched", function()
    local client = client_of()
    local function sent()
      local item = gw:state "requests"[1]
      assert.equal("good", item.signature, item.verdict .. " " .. (item.method or ""))
      return item.string_to_sign:match "^[^\n]*\n(.*)$"
    end
    for _, id in ipairs { "$1%2F..", "a b", "a+b", "...", "海", "a?b#c", "%2e%2e", "a;b=c" } do
      client.alipay.marketing.activity.query:get { content = { activity_id = id, merchant_id = "1" } }
      assert.matches("^GET\n/v3/alipay/marketing/activity/[^/?#]+%?merchant_id=1\n\n$", sent())
      assert.equal("alipay.marketing.activity.query", gw:state "requests"[1].method, id)
    end
    client.alipay.user.agreement.query:get { content = {}, query = {} }
    assert.equal("GET\n/v3/alipay/user/agreement/query\n\n", sent())
    client:request { verb = "DELETE", path = "/v3/alipay/fund/enterprisepay/group/delete", query = {} }
    assert.equal("DELETE\n/v3/alipay/fund/enterprisepay/group/delete\n\n", sent())
    local text = '{ "out_trade_no" : "none",\t"n": 1.50 }'
    client.alipay.trade.query:post(text)
    assert.equal("POST\n/v3/alipay/trade/query\n" .. text .. "\n", sent())
  end)
end)
