-- SPDX-License-Identifier: MIT
-- Names of methods in all their spellings, and the short forms of arguments.

local chain = require "alipay.client.chain"
local support = require "spec.support.client"

describe("a segment", function()
  for given, expected in pairs {
    oauthToken = "oauth.token", AlipayTradeQuery = "alipay.trade.query", ["alipay.trade.query"] = "alipay.trade.query",
    appQrcodeCreate = "app.qrcode.create", system = "system", batchqueryV2 = "batchquery.v2", app_auth = "app_auth",
    V2Query = "v2.query", queryURLInfo = "query.url.info",
  } do
    it(given .. " is " .. expected, function() assert.equal(expected, chain.dotted(given)) end)
  end
end)

describe("a chain", function()
  local client, liar, seen
  setup(function()
    client, liar = support.liar(function(exchange, self)
      seen = { verb = exchange:method(), query = {}, fields = {}, body = exchange:body() }
      for _, pair in ipairs(exchange:query()) do seen.query[pair[1]] = pair[2] end
      for _, pair in ipairs(exchange:fields()) do seen.fields[pair[1]] = pair[2] end
      self.reply(exchange, self.signed('{"code":"10000"}', (seen.query.method:gsub("%.", "_")) .. "_response"))
    end)
  end)
  teardown(function() liar.server:stop() end)

  it("names the same method in every spelling", function()
    local spellings = {
      client.alipay.trade.query, client.alipay.tradeQuery, client.AlipayTradeQuery, client["alipay.trade.query"],
      client:chain "alipay.trade.query", client:chain "AlipayTradeQuery", client.alipay["trade.query"],
    }
    for i, node in ipairs(spellings) do
      assert(node:post { content = { out_trade_no = "1" } }, i)
      assert.equal("alipay.trade.query", seen.query.method)
    end
  end)

  it("may end in a word that is a verb, too", function()
    assert(client.alipay.user.info.get:post {})
    assert.equal("alipay.user.info.get", seen.query.method)
    assert(client.alipay.user.info.delete:get {})
    assert.equal("alipay.user.info.delete", seen.query.method)
    assert.equal("GET", seen.verb)
    assert(client.alipay.user.info:get {})
    assert.equal("alipay.user.info", seen.query.method)
    assert(client.alipay.user.infoPut:post {})
    assert.equal("alipay.user.info.put", seen.query.method)
  end)

  it("prints as its method", function()
    assert.equal("alipay.trade.query", tostring(client.alipay.tradeQuery))
  end)

  it("is kept, so that walking it again costs nothing", function()
    assert.equal(client.alipay.trade, client.alipay.trade)
  end)

  it("places parameters: biz_content in the body, the rest in the URL", function()
    assert(client.alipay.trade.query:post { content = { out_trade_no = "一" }, query = { notify_url = "http://a/?b=c&d" } })
    assert.equal('{"out_trade_no":"一"}', seen.fields.biz_content)
    assert.is_nil(seen.query.biz_content)
    assert.equal("http://a/?b=c&d", seen.query.notify_url)
    assert.equal("utf-8", seen.query.charset)
    assert.is_string(seen.query.sign)
    assert(client.alipay.trade.query:get { content = { out_trade_no = "1" } })
    assert.equal('{"out_trade_no":"1"}', seen.query.biz_content)
  end)

  it("sends a JSON string untouched, an empty table as {}, and integers as written", function()
    local query = client.alipay.some.query
    local text = '{ "b" : 1.50, "a":"\\u4e00\\/" }'
    assert(query:post { content = text })
    assert.equal(text, seen.fields.biz_content)
    assert(query:post { content = {} })
    assert.equal("{}", seen.fields.biz_content)
    assert(query:post { content = { id = 2088102146225135, big = math.maxinteger } })
    assert.matches('"id":2088102146225135[,}]', seen.fields.biz_content)
    assert.matches('"big":9223372036854775807[,}]', seen.fields.biz_content)
    assert(query:post { query = { n = 9007199254740993, b = true } })
    assert.equal("9007199254740993", seen.query.n)
    assert(query:post {})
    assert.is_nil(seen.fields.biz_content)
  end)

  it("takes short forms", function()
    assert(client.alipay.trade.query:post({ out_trade_no = "1" }, { query = { a = "1" } }))
    assert.same({ '{"out_trade_no":"1"}', "1" }, { seen.fields.biz_content, seen.query.a })
    assert(client.alipay.trade.query:post({ out_trade_no = "2" }, { a = "2" }, { timeout = 5 }))
    assert.same({ '{"out_trade_no":"2"}', "2" }, { seen.fields.biz_content, seen.query.a })
    assert(client.alipay.some.query:get({ a = "3" }, { timeout = 5 }))
    assert.equal("3", seen.query.a)
    assert(client.alipay.trade.query:post '{"out_trade_no":"4"}')
    assert.equal('{"out_trade_no":"4"}', seen.fields.biz_content)
    assert(client.alipay.trade.query:post({ out_trade_no = "5" }, nil))
    assert.equal('{"out_trade_no":"5"}', seen.fields.biz_content)
    assert(client.alipay.some.query:post())
  end)

  it("serves a merchant by client:as, and leaves the client as it was", function()
    assert(client:as { app_auth_token = "tok" }.alipay.trade.query:post { content = { out_trade_no = "1" } })
    assert.equal("tok", seen.query.app_auth_token)
    assert(client.alipay.trade.query:post { content = { out_trade_no = "1" } })
    assert.is_nil(seen.query.app_auth_token)
  end)

  it("keeps clients apart", function()
    local other, second = support.liar(function(exchange, self)
      self.reply(exchange, self.signed '{"code":"10000","who":"second"}')
    end)
    assert.equal("second", assert(other.alipay.trade.query:post { content = { out_trade_no = "1" } }).data.who)
    assert.is_nil(assert(client.alipay.trade.query:post { content = { out_trade_no = "1" } }).data.who)
    second.server:stop()
  end)

  it("leaves out empty values from what is sent and signed", function()
    assert(client.alipay.some.query:post { query = { empty = "", full = "x" } })
    assert.is_nil(seen.query.empty)
    assert.equal("x", seen.query.full)
  end)

  it("refuses a name that cannot be a method", function()
    local _, err = client:chain "alipay.trade/query":post {}
    assert.equal("parameter", err.kind)
  end)
end)
