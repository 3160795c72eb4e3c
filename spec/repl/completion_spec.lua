-- SPDX-License-Identifier: MIT
-- What Tab offers, and what the history keeps.

local commands = require "alipay.repl.commands"
local complete = require "alipay.repl.help.complete"
local fs = require "alipay.core.fs"
local history = require "alipay.repl.history"
local secrecy = require "alipay.repl.secrecy"
local session = require "alipay.repl.session"

describe("history", function()
  it("tells secrets", function()
    for _, text in ipairs {
      "client = alipay.client { private_key = 'abc' }", "x['app_auth_token'] = \"201208BB\"",
        "oauthToken.exchange(client, '4b203fe6')",
      "k = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj'", "-----BEGIN PRIVATE KEY-----", "q = { code = 'abc' }",
      "local encrypt_key <const> = 'abc'", "k = 'aa4BtZ4tspm2wnXLb1ThQA=='", "c = alipay.client { encrypt_key = 'abc' }",
        ":time f('4b203fe6c11548bcabd8da5bb087a83b')", ":find 4b203fe6c11548bcabd8da5bb087a83b",
      [[client.alipay.trade.pay:post '{"auth_code":"284776044441477958","out_trade_no":"1"}']],
      "z, q.password = 1, 'hunter2hunter2'", "q = { password = 'token' }",
      [[q = json.decode '{"auth_token":"abc123abc123"}']], "private_key --[[x]] = 'hunter5hunter5'", "code = 284776044441477958",
      "client.alipay.system.oauthToken:post { query = { refresh_token = ('4b203fe6c11548bc'), grant_type='x' } }",
      "f [[app_auth_token=abc]]", "t[ [[password]] ], u = nil, 'hunter2'",
      "p = client:as{ proxy = 'http://u:geheim@127.0.0.1:1' }",
    } do assert.is_true(secrecy.is_secret(text), text) end
    for _, text in ipairs {
      "x = 1", "client.alipay.trade.query:post{ content = { out_trade_no = '70501111111S001111119' } }", "'file:///etc/hosts'",
      "c = alipay.client { private_key = 'file:///home/me/key.pem' }", "print(client.settings.private_key)", "code = res.data.code",
      "if err.code == '40004' then retry() end", "print(res.data['code'])", "if err.code == 'ACQ.X' then print('no') end",
      "client = client:as{ app_auth_token = os.getenv 'TOKEN' }", "private_key = io.open('k.pem'):read 'a'",
      "client = alipay.client{ app_id='2021000000000001', private_key='file://k.pem' }", "local ok, how, code = os.execute 'ls'",
      "token = res.data.access_token; print('got it')", "x = 1 -- secret",
      "client:as{ app_auth_token = tok }.alipay.trade.query:post{ content = { out_trade_no = '70501111111S001111119' } }",
    } do assert.is_false(secrecy.is_secret(text), text) end
  end)
end)

it("keeps no more of the history than its limit, in a long session either", function()
  local dir = assert(require("alipay.core.fs").temporary "history-spec-")
  local paths, state_dir = require "alipay.util.paths", require("alipay.util.paths").state_dir
  package.loaded["alipay.repl.history"] = nil
  local fresh = require "alipay.repl.history"
  package.loaded["alipay.repl.history"] = history
  function paths.state_dir() return dir end
  finally(function()
    paths.state_dir = state_dir
    require("alipay.core.fs").remove(dir)
  end)
  fresh.LIMIT = 20
  for i = 1, 100 do assert.is_true(fresh.add("x = " .. i)) end
  local list = fresh.load()
  assert.is_true(#list >= 20 and #list <= 22)
  assert.equal("x = 100", list[#list])
end)

describe("completion", function()
  local repl = { commands = commands }
  repl.session = session.new { mine = { alpha = 1, beta = {}, ["not a name"] = 2 } }
  local function at(line)
    local _, list = complete.candidates(repl, line)
    return table.concat(list or {}, " ")
  end
  it("finds names and fields", function()
    assert.equal("mine", at "x = min")
    assert.equal("alpha", at "mine.al")
    assert.equal("alpha beta not a name", at "mine['")
    assert.equal("rep reverse", at "string.re")
    assert.equal("", at "mine:al")
    assert.equal("notify", at "alipay.no")
    assert.equal("verify verify_result verify_return", at "alipay.notify.ve")
    assert.equal("", at "-- str")
    assert.equal("", at "1 + 5")
  end)
  it("calls nothing of the user's", function()
    local called = false
    repl.session.given.trap = setmetatable({}, { __index = function() called = true end })
    repl.session.given.deep = setmetatable({}, { __index = setmetatable({ inner = 1 }, { __index = { outer = 2 } }) })
    assert.equal("", at "trap.x")
    assert.equal("", at "trap.x.y")
    assert.equal("inner outer", at "deep.")
    assert.is_false(called)
  end)
  it("follows the chain without a client", function()
    assert.equal("system", at "client.alipay.sy")
    assert.matches("oauthToken", at "client.alipay.system.oauth", 1, true)
    assert.equal("get getAsync order page post postAsync", at "client.alipay.trade.query:")
    assert.equal("content encrypt http query timeout", at "client.alipay.trade.page.pay:page{ ")
    assert.equal("out_trade_no", at "client.alipay.trade.app.pay:order{ content = { out_trade")
    assert.equal("grant_type", at "client.alipay.system.oauthToken:post{ query = { gr")
    assert.equal("code refresh_token", at "client.alipay.system.oauthToken:post{ query = { grant_type = 'x', ")
    assert.matches("content", at "client.alipay.system.oauthToken:post{ ", 1, true)
    assert.equal("image_content", at "client.alipay.offline.materialImageUpload:post{ body = alipay.multipart{ ")
    assert.equal("url_param", at "appQrcodeCreate.create(client, { ur")
    assert.matches("content", at "client.alipay.trade.query:postAsync({ ", 1, true)
    assert.matches("alipay.trade", at "client:chain 'alipay.tra", 1, true)
  end)
  it("goes down into nested braces", function()
    local create = "client.alipay.trade.create:post { content = { "
    local settle = create .. "settle_info = { settle_detail_infos = { "
    assert.equal("amount", at(settle .. "{ am"))
    assert.equal("{", at(settle))
    assert.equal("", at(settle .. "am")) -- a list holds objects
    assert.matches("^amount actual_amount", at(settle .. "{ trans_in = 'x' }, { "))
    assert.equal("", at(create .. "settle_info = { { se"))
    assert.equal("price", at(create .. "goods_detail = { { goods_id = '1', ['quantity'] = 1, pr"))
    assert.matches("^out_trade_no total_amount subject", at(create))
    assert.equal("", at(create .. "out_trade_no = { "))
    assert.equal("", at "client.alipay.trade.create:post { headers = { ")
    assert.equal("notify_url", at "client.alipay.trade.create:post { query = { ")
    local _, _, tail = complete.candidates(repl, create .. "settle_in")
    assert.equal(" = { ", tail)
    assert.matches("image_type image_name", at "client.alipay.offline.materialImageUpload:post{ query = { ", 1, true)
    assert.falsy(at("client.alipay.offline.materialImageUpload:post{ query = { "):find "image_content")
  end)
  it("finds allowed values inside quotes, those of the definition first", function()
    local token = "client.alipay.system.oauthToken:post { query = { grant_type = "
    assert.equal("authorization_code refresh_token", at(token .. '"'))
    assert.equal("refresh_token", at(token .. "'re"))
    assert.equal("ALIPAYAPP QRCODE QRCODEORSMS",
      at 'client.alipay.trade.create:post { content = { agreement_sign_params = { access_params = { channel = "')
    local _, list, tail = complete.candidates(repl, token .. '"au')
    assert.same({ "authorization_code" }, list)
    assert.equal('"', tail)
  end)
  it("keeps a client's own fields apart from its chain", function()
    local client = require("alipay").client { app_id = "1", private_key = "k", alipay_public_key = "k" }
    repl.session.given.shop = client
    assert.matches("gateway", at "shop.settings.gate", 1, true)
    assert.equal("system", at "shop.alipay.sy")
    assert.equal("as chain request requestAsync stream v2 v3", at "shop:")
  end)
  it("finds commands, modules and files", function()
    assert.equal("help history", at ":h")
    assert.matches("alipay.async", at "require 'alipay.as", 1, true)
    local folder = assert(fs.temporary "units-spec-")
    finally(function() fs.remove(folder) end)
    fs.create(folder .. "/photo.jpg", "")
    fs.create(folder .. "/phone.txt", "")
    assert.equal("phone.txt photo.jpg", at("io.open('" .. folder .. "/pho"))
    assert.equal("off on", at ":trace o")
    assert.equal("alpha beta", at ":ls mine.")
  end)
end)
