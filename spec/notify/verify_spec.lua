-- SPDX-License-Identifier: MIT
-- Notifications, return URLs and app results: which rule fits, and in words why none does.

local form = require "alipay.core.form"
local fs = require "alipay.core.fs"
local key = require "alipay.core.key"
local notify = require "alipay.notify"
local support = require "spec.support.notify"
local text = require "alipay.core.text"

local client = support.client()

local function refused(code, body, ...)
  local n, err = notify.verify(body, client, ...)
  assert.is_nil(n)
  assert.equal("signature", err.kind)
  assert.matches(code, support.codes(err), 1, true)
  return err
end

local function mapped(params, fn)
  local copy = {}
  for name, value in pairs(params) do copy[name] = fn(value, name) end
  return copy
end

local function to_gbk(value)
  return (text.convert(value, "UTF-8", "GB18030"))
end

describe("a signed notification", function()
  it("verifies from its raw body", function()
    local body = support.body()
    local n = assert(require("alipay").notify.verify(body, client))
    assert.is_true(n.verified)
    assert.equal("V1", n.rule)
    assert.equal(body, n.raw)
    assert.equal("海底捞 100% 好吃 & \"辣\"", n.params.subject)
    assert.equal("merchantBizType%3d3C%26merchantBizNo%3d2016010101111", n.params.passback_params)
    assert.is_true(n:is_paid())
    assert.is_false(n:is_refund())
    assert.matches("TRADE_SUCCESS", tostring(n), 1, true)
  end)

  it("names what happened in a word", function()
    local closed = { trade_status = "TRADE_CLOSED", refund_fee = "0.00", gmt_close = "2026-11-24 16:40:12" }
    local part = { refund_fee = "0.50", gmt_refund = "2026-11-24 16:40:12.001" }
    for event, extra in pairs {
      paid = {}, refund = part, closed = closed, finished = { trade_status = "TRADE_FINISHED" },
      wait = { trade_status = "WAIT_BUYER_PAY" },
      open_app_auth_notify = { trade_status = false, notify_type = "open_app_auth_notify" },
      ["alipay.fund.trans.order.changed"] = { trade_status = false, msg_method = "alipay.fund.trans.order.changed" },
    } do
      local n = assert(notify.verify(support.body(extra), client))
      assert.equal(event, n:event())
      assert.equal(event == "refund", n:is_refund())
    end
  end)

  it("verifies from parameters that were decoded once", function()
    local params = support.sign(support.params())
    assert(notify.verify(params, client))
    assert(notify.verify(form.decode(form.encode(params)), client))
  end)

  it("says by which rule", function()
    for _, case in ipairs {
      { "V1", false, "V1: sign and sign_type left out, empty values kept" },
      { "V1", true, "V1: sign and sign_type left out, empty values left out" },
      { "V2", false, "V2: sign left out, empty values kept" },
      { "V2", true, "V2: sign left out, empty values left out" },
    } do
      local n = assert(notify.verify(support.body({ body = "" }, case[1], { drop_empty = case[2] }), client))
      assert.equal(case[1], n.rule)
      assert.equal(case[3], n.rule_text)
      assert.equal(not case[2] and "" or nil, n.params.body)
    end
  end)

  it("verifies when sign_type was taken out before, by either rule", function()
    for _, rule in ipairs { "V1", "V2" } do
      local params = support.sign(support.params(), rule)
      params.sign_type = nil
      assert.equal(rule, assert(notify.verify(params, client)).rule)
    end
  end)

  it("verifies with and without alipay_cert_sn in what is signed", function()
    local sn = ("0"):rep(32)
    local n = assert(notify.verify(support.body({ alipay_cert_sn = sn }), client))
    assert.equal(sn, n.params.alipay_cert_sn)
    n = assert(notify.verify(support.body({ alipay_cert_sn = sn }, "V1", { without = { "alipay_cert_sn" } }), client))
    assert.is_nil(n.params.alipay_cert_sn)
    assert.matches("alipay_cert_sn left out", n.rule_text, 1, true)
  end)

  it("holds nothing that is not signed", function()
    local params = support.sign(support.params(), "V1", { drop_empty = true })
    params.injected = ""
    local n = assert(notify.verify(params, client))
    assert.is_nil(n.params.injected)
    assert.is_nil(n.params.sign)
    assert.is_nil(n.params.sign_type)
    assert.equal("RSA2", n.sign_type)
  end)

  it("in GBK is verified as bytes, then read as UTF-8", function()
    local gbk = mapped(support.params { charset = "GBK" }, to_gbk)
    local n = assert(notify.verify(form.encode(support.sign(gbk)), client))
    assert.equal("海底捞 100% 好吃 & \"辣\"", n.params.subject)
    assert.equal("GBK", n.params.charset)
  end)

  it("takes SHA-1 only where it is configured", function()
    local body = support.body({ sign_type = "RSA" }, "V1", { algorithm = "RSA" })
    refused("sign-type", body)
    assert(notify.verify(body, support.client { sign_type = "RSA" }))
    assert(notify.verify(support.body(), support.client { sign_type = "RSA" }))
  end)

  it("works in certificate mode and knows its certificate", function()
    local gateway = require "spec.support.gateway"
    local gw = gateway.start()
    finally(function() gateway.finish(gw) end)
    local certificates = gw:certificates()
    local paths = certificates.paths
    local other = support.client {
      alipay_public_key = gw:profile().alipay_public_key, private_key = gw:profile().private_key, app_cert = paths.app_cert,
      alipay_cert = paths.alipay_cert, alipay_root_cert = paths.alipay_root_cert,
    }
    assert(notify.verify(support.body({ alipay_cert_sn = certificates.alipay_sn }, "V1", { key = gw.keys.alipay }), other))
    local n, err = notify.verify(support.body({ alipay_cert_sn = ("0"):rep(32) }, "V1", { key = gw.keys.alipay }), other)
    assert.is_nil(n)
    assert.equal("alipay-cert-sn", support.codes(err))
    -- One that was fetched for a reply and found good is known from then on.
    other.keys:learn(("0"):rep(32), require("alipay.core.cert").load(paths.alipay_cert))
    assert(notify.verify(support.body({ alipay_cert_sn = ("0"):rep(32) }, "V1", { key = gw.keys.alipay }), other))
  end)
end)

describe("one changed byte", function()
  -- Another case of the digits in %2F is no change: everything that still verifies must be the same notification.
  it("anywhere in a body is refused", function()
    local body = support.body()
    local wanted = assert(notify.verify(body, client)).params
    local tried, equivalent = 0, 0
    for i = 1, #body do
      local byte = body:byte(i)
      for _, other in ipairs { byte ~ 1, byte ~ 32, byte ~ 128, 38, 0 } do
        if other ~= byte then
          local mutated = body:sub(1, i - 1) .. string.char(other) .. body:sub(i + 1)
          local n, err = notify.verify(mutated, client, { brief = true })
          tried = tried + 1
          if n then
            equivalent = equivalent + 1
            assert.same(wanted, n.params)
            assert.matches("%%%x?$", body:sub(1, i - 1))
          else
            assert.equal("signature", err.kind)
          end
        end
      end
    end
    assert.is_true(tried > 5000)
    assert.is_true(equivalent < tried / 20)
  end)

  it("anywhere in a decoded parameter is refused, whatever it becomes", function()
    local params = support.sign(support.params())
    for name, value in pairs(params) do
      for i = 1, #value do
        local step = name == "sign" and 51 or 17
        for shift = 1, 255, step do
          local other = (value:byte(i) + shift) % 256
          local mutated = mapped(params, function(old) return old end)
          mutated[name] = value:sub(1, i - 1) .. string.char(other) .. value:sub(i + 1)
          assert.is_nil((notify.verify(mutated, client, { brief = true })), name)
        end
      end
    end
  end)

  it("in the name of a parameter is refused", function()
    local params = support.sign(support.params())
    for name, value in pairs(params) do
      local mutated = mapped(params, function(old) return old end)
      mutated[name] = nil
      mutated[name .. "x"] = value
      assert.is_nil((notify.verify(mutated, client, { brief = true })), name)
      mutated[name .. "x"] = nil
      if name ~= "sign_type" then assert.is_nil((notify.verify(mutated, client, { brief = true })), name) end
    end
  end)
end)

describe("a notification that does not verify is explained:", function()
  local params
  before_each(function() params = support.sign(support.params()) end)

  it("HTML-escaped values", function()
    local escaped = mapped(params, function(value) return (value:gsub("&", "&amp;"):gsub('"', "&quot;")) end)
    local err = refused("html-escaped", escaped)
    assert.matches("&quot;", tostring(err), 1, true)
    assert.matches("raw body", err.hint, 1, true)
  end)

  it("values decoded twice", function()
    refused("decoded-twice", mapped(params, function(value)
      return form.decode("v=" .. value:gsub("&", "%%26"))[1][2]
    end))
    params.passback_params = form.decode("v=" .. params.passback_params)[1][2]
    refused("decoded-twice", params)
  end)

  it("a body that had been decoded already", function()
    local plain = support.params { subject = "50%25", passback_params = "a%2Bb%252" }
    support.sign(plain)
    local pieces = {}
    for name, value in pairs(plain) do pieces[#pieces + 1] = name .. "=" .. value end
    refused("decoded-twice", table.concat(pieces, "&"))
  end)

  it("values that are still encoded", function()
    refused("not-decoded", mapped(params, form.escape))
  end)

  it("a sign that is still encoded, or has spaces for its pluses", function()
    params.sign = form.escape(params.sign)
    refused("encoded-sign", params)
    repeat
      params = support.sign(support.params { notify_id = require("alipay.core.digest").nonce(34) })
    until params.sign:find("+", 1, true)
    params.sign = params.sign:gsub("%+", " ")
    local err = refused("spaces-in-sign", params)
    assert.matches("spaces where + belongs", err.message, 1, true)
  end)

  it("parameters of one's own notify_url", function()
    params.shop, params.lang = "17", "zh"
    local err = refused("extra-parameters", params)
    assert.same({ "lang", "shop" }, err.findings[1].names)
    local n = assert(notify.verify(params, client, { ignore = { "shop", "lang" } }))
    assert.equal("17", n.own.shop)
    assert.is_nil(n.params.shop)
  end)

  it("values that were transcoded before", function()
    local gbk = mapped(support.params { charset = "GBK" }, to_gbk)
    support.sign(gbk)
    local function to_utf8(value) return (text.convert(value, "GB18030", "UTF-8")) end
    local err = refused("transcoded", mapped(gbk, to_utf8))
    assert.matches("covers the bytes in GBK", err.message, 1, true)
  end)

  it("the app's own key in Alipay's place", function()
    local wrong = support.client { alipay_public_key = support.app:public():base64() }
    local n, err = notify.verify(support.body(), wrong)
    assert.is_nil(n)
    assert.matches("app-key-as-alipay-key", support.codes(err), 1, true)
    assert.matches("the app's own public key", err.message, 1, true)
  end)

  it("the key of another app among the profiles", function()
    local dir = support.folder()
    local profile = require "alipay.client.profile"
    local kept = profile.path
    finally(function()
      profile.path = kept
      fs.remove(dir)
    end)
    local other = key.generate("RSA", 1024)
    assert(fs.create(dir .. "/config.lua", ("return { profiles = { shop2 = { app_id = '2', alipay_public_key = '%s' } } }")
      :format(other:public():base64())))
    profile.path = function() return dir .. "/config.lua" end
    local err = refused("key-of-another-profile", support.body({ app_id = "2", auth_app_id = "2" }, "V1", { key = other }))
    assert.matches("profile 'shop2'", err.message, 1, true)
    assert.matches("other-app", support.codes(err), 1, true)
  end)

  it("no sign, no parameters, a parameter that comes twice", function()
    params.sign = nil
    refused("unsigned", params)
    refused("empty", "")
    refused("duplicate", support.body() .. "&total_amount=0.01")
    refused("duplicate", support.body() .. "&total_amount=88.80")
  end)

  it("a sign of another key's length", function()
    refused("unusable-sign", support.body(nil, "V1", { key = key.generate("RSA", 1024) }))
  end)

  it("a value that could be read as two parameters", function()
    local body = support.body { out_trade_no = "1&seller_id=2088102119685838", seller_id = false }
    refused("ambiguous", body)
  end)

  it("more parameters than any notification has", function()
    for i = 1, 20000 do params["extra" .. i] = "1" end
    refused("too-many", params)
  end)

  it("anything else", function()
    params.total_amount = "0.01"
    local err = refused("changed", params)
    assert.equal(1, #err.findings)
    assert.same("changed", err:data().findings[1].code)
  end)
end)
