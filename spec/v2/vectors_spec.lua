-- SPDX-License-Identifier: MIT
-- Values that other implementations publish: what is sorted, joined, cut and dated here comes out as there.

local alipay = require "alipay"
local digest = require "alipay.core.digest"
local form = require "alipay.core.form"
local key = require "alipay.core.key"
local protocol = require "alipay.v2.protocol"
local reply = require "alipay.v2.reply"

describe("published values hold:", function()
  it("names in bytewise order", function()
    assert.equal("b=1&rfc1=1&rfc2086=1&rfc822=1", form.canonical { rfc1 = "1", b = "1", rfc822 = "1", rfc2086 = "1" })
    assert.equal("a=1&aa=1&b=1", form.canonical { a = "1", b = "1", aa = "1" })
    assert.equal("A=1&a=1&a1=1&aa=1", form.canonical { aa = "1", a1 = "1", a = "1", A = "1" })
  end)

  it("empty values and sign left out", function()
    assert.equal("bob=1", form.canonical { bob = "1", tom = "", sign = "x" })
    assert.equal("biz_content={}&format=JSON&method=ali.pay&version=1.0",
      form.canonical { method = "ali.pay", format = "JSON", version = "1.0", biz_content = "{}", sign = "0" })
  end)

  it("the document's sample of a string to sign", function()
    assert.equal('app_id=2016101800718925&biz_content={"a":1}&charset=utf-8&format=json&method=alipay.trade.page.pay'
      .. "&sign_type=RSA2&timestamp=2020-10-13 09:58:50&version=1.0", form.canonical {
      version = "1.0", timestamp = "2020-10-13 09:58:50", sign_type = "RSA2", method = "alipay.trade.page.pay", format = "json",
      charset = "utf-8", biz_content = '{"a":1}', app_id = "2016101800718925", sign = "x",
    })
  end)

  it("moments in GMT+8", function()
    assert.equal("2020-09-20 02:03:18", protocol.timestamp(1600538598.726))
    assert.equal("1970-01-01 08:00:00", protocol.timestamp(0))
    assert.equal("2020-09-21 12:00:00", protocol.timestamp(1600660800))
    assert.equal("2020-09-22 00:00:00", protocol.timestamp(1600704000))
    assert.equal(1600538598, protocol.parse_timestamp "2020-09-20 02:03:18")
  end)

  it("md5 of nothing", function()
    assert.equal("d41d8cd98f00b204e9800998ecf8427e", digest.md5 "")
  end)

  it("nonces of 16, 100 and 1 characters, and none of 0", function()
    for _, size in ipairs { 16, 100, 1, 32 } do
      assert.matches("^%w+$", digest.nonce(size))
      assert.equal(size, #digest.nonce(size))
    end
    assert.has_error(function() digest.nonce(0) end)
    assert.has_error(function() digest.nonce(-1) end)
  end)

  it("signed content cut as the Java SDK cuts it", function()
    for _, node in ipairs {
      '{"code":"10000","trade_no":"2019062322001446881000041395"}',
      '{"code":"10000","nested":{"a":1,"b":"2","array":["1","2","3"]},"no":"1"}',
      '{"out_{trade}_{no}":"201{5}0320010101001{}"}',
      '{"co{de":"100}00","ms}g":"Suc}cess","ne{sted":{"array":["{1"]},"{out_{trade}":"1"}',
      [[{"ms}g":"Suc\"}cess","array":["\"{1"],"no":"201{5\"}03"}]],
      [[{"code":"10000\\",         "msg": "Success",  "\\out_trade_no\\": "\\\\2015\\\\",   "n": "1"     }]],
      '"eyJjb2RlIjoiMTAwMDAifQ=="',
    } do
      for _, form_of in ipairs {
        '{"alipay_trade_create_response":%s,"sign":"MA=="}', '{"sign":"MA==","alipay_trade_create_response":%s}',
        '{"alipay_trade_create_response"      :      %s  ,  "sign" : "MA==" }',
      } do
        local raw = form_of:gsub("%%s", function() return node end)
        local cut = assert(reply.cut(raw, "alipay.trade.create"))
        assert.equal(node, raw:sub(cut.first, cut.last))
        assert.equal("MA==", cut.sign)
      end
    end
  end)

  it("a second node of the same name is refused, and what is no reply", function()
    local node = '"alipay_trade_create_response":{"code":"10000"}'
    assert.equal("signature", select(3, reply.cut("{" .. node .. ',"sign":"MA==",' .. node .. "}", "alipay.trade.create")))
    assert.equal("http", select(3, reply.cut('{"error_response":{"code":"40004","message":isv.permission=no"},}', "a.b")))
    assert.equal("http", select(3, reply.cut("", "a.b")))
  end)

  it("an SM2 pair of the Java SDK", function()
    local public = assert(key.load_public("MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAENk2jhg4vRHCPcpgGDeiDNvMP0ntRpA209iQYA5Z/Mb72m"
      .. "++jmPWmNw31Q7I85rw7HfBGkDyfLQPNxTlS435ieQ=="))
    local private = assert(key.load_private("MIGHAgEAMBMGByqGSM49AgEGCCqBHM9VAYItBG0wawIBAQQgwcEhrXjosxdzQ9hmjaQwo21jwoiep2lZaKF"
      .. "Gc1pV0tKhRANCAAQ2TaOGDi9EcI9ymAYN6IM28w/Se1GkDbT2JBgDln8xvvab76OY9aY3DfVDsjzmvDsd8EaQPJ8tA83FOVLjfmJ5"))
    assert.equal("SM2", (private:kind()))
    assert.is_true(private:matches(public))
    local text = ("测试"):rep(2498) .. "test"
    assert.is_true(public:verify(text, private:sign(text, "SM2"), "SM2"))
  end)

  it("a request signs what it sends, whatever the parameters' places", function()
    local pair = key.generate("RSA", 1024)
    local client = alipay.client {
      app_id = "2014072300007148", private_key = pair:pem(), alipay_public_key = pair:public():pem(), sign_type = "RSA",
    }
    local req = assert(require "alipay.call.pipeline".build(client, "POST", "alipay.trade.query", { content = { trade_no = "1" } }))
    local sent = {}
    for _, pair_sent in ipairs(form.decode(req:url():match "%?(.*)$")) do sent[pair_sent[1]] = pair_sent[2] end
    assert.equal("utf-8", sent.charset)
    for name, value in pairs(req.body_params) do
      assert.is_nil(sent[name])
      sent[name] = value
    end
    assert.equal(req.string_to_sign, form.canonical(sent))
  end)
end)
