-- SPDX-License-Identifier: MIT
-- Notifications, return URLs and app results: which rule fits, and in words why none does.

local form = require "alipay.core.form"
local notify = require "alipay.notify"
local support = require "spec.support.notify"

local client = support.client()

local function refused(code, body, ...) return support.refused(client, code, body, ...) end
local mapped, to_gbk = support.mapped, support.to_gbk

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
