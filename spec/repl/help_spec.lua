-- SPDX-License-Identifier: MIT
-- What the prompt can tell of the platform and of this library, and how long texts are shown, in a pseudo-terminal.

local terminal = require "spec.support.terminal"

local t

local function start(options)
  options = options or {}
  options.columns, options.rows = options.columns or 200, options.rows or 300
  t = terminal.start(options)
  return t:prompt()
end

local function answer_to(line)
  local before = #t:lines()
  t:enter(line)
  return table.concat(t:lines(), "\n", before + 1)
end

local function shows(line, ...)
  local answer = answer_to(line)
  for _, part in ipairs { ... } do assert.matches(part, answer, 1, true) end
  return answer
end

describe("help at the prompt", function()
  after_each(function()
    if t then t:close() end
    t = nil
  end)

  it("shows a method by its name, its chain and its module", function()
    start()
    for _, name in ipairs { ":help alipay.trade.create", "client.alipay.trade.create?", "client.alipay.trade.create:post?" } do
      shows(name, "parameters go into content (biz_content)", "example:\n  client.alipay.trade.create:post {", "out_trade_no",
        "settle_detail_infos [{", "V3: POST /v3/alipay/trade/create", "TRADE_HAS_SUCCESS")
    end
    shows("oauthToken?", "alipay.system.oauth.token", "grant_type")
    shows(":help alipay.trade", "the start of ", "alipay.trade.create")
    shows("client.alipay.trade?", "the start of ", "alipay.trade.create")
    shows("client.alipay.trade.qurey?", "is not known here; it is sent as given", "did you mean alipay.trade.query")
  end)

  it("explains codes", function()
    start()
    shows(":help isv.invalid-signature", "invalid-signature\n", "the signature does not fit", "alipay-lua explain")
    shows(":help 40004", "the business refused")
    shows(":help ACQ.TRADE_NOT_EXIST", "there is no such trade")
    shows(":help SHOP_ALREADY_EXIST", "a code of ant.merchant.expand.shop.", "what it means is not known here")
  end)

  it("speaks Chinese where the language is Chinese", function()
    start { env = { LC_ALL = "zh_CN.UTF-8" } }
    shows(":help isv.invalid-signature", "验签出错", "待签字符串")
    shows("client.alipay.trade.create?", "TRADE_HAS_SUCCESS           交易已被支付")
    shows("client:as?", "附带其他公共参数的客户端", "params  table<string, string> 至少一个")
    shows("client?", "client:as            附带其他公共参数的客户端")
    shows(":help alipay.money", "金额：平台以元为单位", "compare  比较两个金额")
    shows(":find 比较 金额", "alipay.money.compare  比较两个金额")
    shows(":find refresh token pair", "oauthToken.refresh    用刷新令牌换取一对新令牌。")
  end)

  it("documents everything a client has, before there is one and after", function()
    start()
    shows("client:as?", "function methods:as(params)", "on behalf of a merchant")
    shows("client.chain?", "Start a chain from a whole name")
    shows("client?", "client:as", "client:chain", "client.alipay.trade.query:post{...}")
    t:close()
    start { "--local" }
    answer_to "client"
    shows("client:as?", "function methods:as(params)")
    shows("client?", "client:as", "client:chain")
    shows("client.alipay.trade.query?", "alipay.trade.query", "trade_no")
  end)

  it("finds methods, fields, codes, commands and documentation, in groups, the best first", function()
    start()
    local found = shows(":find refund", "methods:\n  alipay.trade.refund ", "fields:\n", "codes:\n", "… and ")
    assert.is_true(select(2, found:gsub("\n", "\n")) < 60)
    shows(":find 退款", "codes:", "REFUND_FEE_ERROR")
    shows(":find refresh token", "this library:", "oauthToken.refresh")
    shows(":find 比较 金额", "this library:\n  alipay.money.compare  Compare two amounts")
    shows(":find claim renewal", "alipay.tokens:claim    Claim a token for renewal.")
    shows(":find rejection order", "alipay.async.all  All values in order, or the first rejection.")
    shows(":find history", "commands of the prompt:", ":history [TEXT]")
    shows(":find 二维码", "methods:\n  alipay.open.app.qrcode.create")
    shows(":find certificate serial", "commands of the program:", "alipay-lua cert")
    shows(":find xyzzy", "nothing is known of 'xyzzy'")
    shows(":find", "usage: :find TEXT")
    shows(":help xyzzy plugh", "nothing is known of 'xyzzy plugh'")
    shows(":help refund", "methods:\n  alipay.trade.refund ")
  end)
end)

describe("a call at the prompt", function()
  after_each(function()
    if t then t:close() end
    t = nil
  end)

  local function notes(answer) return select(2, answer:gsub("note: ", "")) end

  it("is noted when it has what the method has not, each fault once for a line", function()
    start { "--local" }
    local create = "client.ant.merchant.expand.shop.create:post "
    shows(create .. "{ content = { shop_nmae = 'A' } }",
      "note: ant.merchant.expand.shop.create has no shop_nmae; did you mean shop_name?")
    shows(create .. "{ query = { shop_name = 'A' }, content = {} }",
      "note: shop_name goes into content (biz_content): content = {...}")
    shows(create .. "{ content = { business_time = 'x' } }", "note: business_time is a list of objects, not a string")
    shows("client.alipay.trade.qurey:post { content = {} }", "the catalogue knows no alipay.trade.qurey", "alipay.trade.query")
    shows("client.alipay.fund.coupon.order.page.pay:page { content = { out_order_no = 'A', x = 1 } };",
      "note: alipay.fund.coupon.order.page.pay has no x")
    local loop = "for _ = 1, 3 do " .. create .. "{ content = { shop_name = 'A', y = 1 } } end"
    assert.equal(1, notes(answer_to(loop)))
    assert.equal(1, notes(answer_to(loop)))
    assert.equal(0, notes(answer_to(create .. "{ content = { shop_name = 'A' } }")))
  end)

  it("is noted on standard error, and refused rather than noted when the client is strict", function()
    start { "--local" }
    answer_to(("io.stderr = io.open(%q, 'w');"):format(t.home .. "/said"))
    assert.equal(0, notes(answer_to "client.alipay.trade.query:post { content = { out_trade_no = 'A', z = 1 } };"))
    answer_to "io.stderr:close();"
    local file <close> = io.open(t.home .. "/said")
    assert.matches("note: alipay.trade.query has no z", file:read "a", 1, true)
    t:close()
    start { "--strict", "--local" }
    local answer = shows("client.alipay.trade.query:post { content = { out_trade_no = 'A', z = 1 } }",
      "alipay.trade.query has no z")
    assert.equal(0, notes(answer))
  end)
end)

describe("a text taller than the terminal", function()
  after_each(function()
    if t then t:close() end
    t = nil
  end)

  local function long()
    start { rows = 12 }
    t:type "client.alipay.trade.create?\r"
    t:expect_bytes "%-%- 11 of %d+ lines; space goes on"
  end

  -- The number of the last line that the pager's own line names.
  local function place() return tonumber(t:here():match "(%d+) of %d+ lines") end

  -- Presses a key and waits until the pager asks again.
  local function press(keys)
    local before = t.reads
    t:type(keys)
    t:await(function() return t.reads > before and place() ~= nil end, "the pager after " .. keys)
    return place()
  end

  it("is shown page by page", function()
    long()
    assert.equal(11, place())
    assert.equal(22, press " ")
    assert.equal(23, press "\r")
    assert.equal(34, press "\27[6~")
    assert.equal(23, press "b")
    assert.equal(23, press "x")
    t:submit "q"
    assert.falsy(t:text():find "lines; space")
    t:enter "1 + 1"
    assert.matches("\n2\nalipay>$", t:text())
  end)

  it("is searched", function()
    long()
    t:type "/"
    t:at "/|"
    assert.is_true(press "the reply's\r" > 60)
    assert.matches("\nthe reply's fields:\n", t:text())
    t:type "/"
    t:at "/|"
    press "xyzzy\r"
    assert.matches("not found", t:here())
    t:submit "q"
  end)

  it("ends with Ctrl-C, with Ctrl-D, and by itself at the end", function()
    for _, key in ipairs { "\3", "\4" } do
      long()
      t:submit(key)
      assert.equal("alipay> |", t:here())
      t:close()
    end
    long()
    local total = tonumber(t:here():match "of (%d+) lines")
    for _ = 1, (total - 1) // 11 - 1 do press " " end
    t:submit " "
    assert.matches("MERCHANT_STATUS_NOT_NORMAL[^\n]*\nalipay>$", t:text())
  end)

  it("is written as it is where nobody can press a key, and when it fits", function()
    start { rows = 12, env = { TERM = "dumb" } }
    t:type "client.alipay.trade.create?\r"
    t:expect "MERCHANT_STATUS_NOT_NORMAL"
    t:close()
    start { "--json", rows = 12 }
    t:enter "client.alipay.trade.create?"
    t:expect "MERCHANT_STATUS_NOT_NORMAL"
    t:close()
    start { rows = 12 }
    t:enter ":help 40004"
    t:expect "the business refused"
  end)
end)
