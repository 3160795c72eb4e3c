-- SPDX-License-Identifier: MIT
-- A request of V2 as it goes out: which parameter wins, what is signed, and where each one is sent.

local alipay = require "alipay"
local form = require "alipay.core.form"
local pipeline = require "alipay.call.pipeline"
local support = require "spec.support.client"

describe("a request", function()
  local client
  setup(function()
    local app, ali = support.keys()
    client = alipay.client {
      app_id = "2014072300007148", private_key = app:pem(), alipay_public_key = ali:public():pem(),
      gateway = "https://gateway.example.com/gateway.do", params = { notify_url = "http://a/?b=c&d", prod_code = "P" },
    }
  end)

  local function build(options, http, method)
    return assert(pipeline.build(client, http or "POST", method or "alipay.some.query", options))
  end

  local function decoded(encoded)
    local params = {}
    for _, pair in ipairs(form.decode(encoded)) do params[pair[1]] = pair[2] end
    return params
  end

  it("signs every parameter that is sent, and sends every one once", function()
    for _, http in ipairs { "GET", "POST" } do
      local req = build({ content = { a = "二&=+" }, query = { zone = "8", prod_code = "Q" } }, http)
      local sent, body = decoded(req.query), decoded(req.payload or "")
      for name, value in pairs(body) do
        assert.is_nil(sent[name])
        sent[name] = value
      end
      assert.same(req.params, sent)
      assert.same(form.canonical(sent), req.string_to_sign)
      assert.equal("https://gateway.example.com/gateway.do?" .. req.query, req:url())
      assert.equal("Q", sent.prod_code)
      assert.equal(http == "POST" and "body" or "url", req:place_of "biz_content")
      assert.equal("url", req:place_of "zone")
    end
  end)

  it("leaves out what is empty, and a signature that is given", function()
    local req = build { query = { empty = "", sign = "never", prod_code = "" } }
    local sent = decoded(req.query)
    assert.same({}, { sent.empty, sent.prod_code })
    assert.equal(req.params.sign, sent.sign)
    assert.is_nil(req.string_to_sign:find("never", 1, true))
    assert.equal("", req.payload)
  end)

  it("sends text fields of a body in their parts, and biz_content in the URL then", function()
    local body = alipay.multipart { image_content = alipay.bytes("x", { name = "a.jpg" }), note = "text" }
    local req = build({ body = body, content = {} }, "POST", "alipay.some.upload")
    local sent = decoded(req.query)
    assert.same({ nil, "{}" }, { sent.note, sent.biz_content })
    assert.same({ "part", "url" }, { req:place_of "note", req:place_of "biz_content" })
    assert.matches("&note=text&", req.string_to_sign, 1, true)
    assert.is_nil(req.payload)
  end)

  it("writes numbers of a query with every digit that they have", function()
    local req = build { query = { a = math.maxinteger, b = 2.0 ^ 53, c = 0.1, d = 88.88, e = 1 / 3, f = true, g = { 1 } } }
    local params = req.params
    assert.same({ "9223372036854775807", "9007199254740992.0", "0.1", "88.88", "0.3333333333333333", "true", "[1]" },
      { params.a, params.b, params.c, params.d, params.e, params.f, params.g })
  end)

  it("refuses what would be dropped: content twice, a second method", function()
    for _, query in ipairs { { biz_content = "{}" }, { method = "alipay.trade.pay" } } do
      local req, err = pipeline.build(client, "POST", "alipay.some.query", { content = { a = 1 }, query = query })
      assert.is_nil(req)
      assert.equal("parameter", err.kind)
      assert.matches(next(query), err.message, 1, true)
    end
    assert.equal('{"b":2}', build({ query = { biz_content = '{"b":2}' } }).params.biz_content)
  end)
end)
