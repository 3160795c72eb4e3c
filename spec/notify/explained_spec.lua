-- SPDX-License-Identifier: MIT
-- A notification that does not verify: why, in words.

local form = require "alipay.core.form"
local fs = require "alipay.core.fs"
local key = require "alipay.core.key"
local notify = require "alipay.notify"
local support = require "spec.support.notify"
local text = require "alipay.core.text"

local client = support.client()

local function refused(code, body, ...) return support.refused(client, code, body, ...) end
local mapped, to_gbk = support.mapped, support.to_gbk

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
    for body, shown in pairs { ["=1&=2"] = "''", ["%1b=1&%1b=2"] = "'\\x1b'" } do
      local _, _, fault = require("alipay.notify.parameters").read(body)
      assert.equal("parameter " .. shown .. " comes twice", fault.message)
    end
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
