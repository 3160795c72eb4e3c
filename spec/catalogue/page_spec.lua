-- SPDX-License-Identifier: MIT
-- The page of a method, and that its example is a right call.

local api = require "alipay.api"
local catalogue = require "alipay.catalogue"
local definition = require "alipay.catalogue.definition"
local example = require "alipay.catalogue.example"
local page = require "alipay.catalogue.page"
local parameters = require "alipay.catalogue.parameters"

-- What a pasted example calls: the method, the verb and the options.
local function run(text)
  local called
  local function chain(name)
    return setmetatable({}, { __index = function(_, segment)
      return chain(name == "" and segment or name .. "." .. segment)
    end, __call = function(_, _, options) called = { name = name, options = options } end })
  end
  local env = { client = chain "", alipay = { file = function(path) return { size = 1, path = path } end,
    multipart = function(parts) return parts end } }
  assert(load(text, "=example", "t", env), text)()
  local name, verb = called.name:match "^(.*)%.(%l+)$"
  return require("alipay.client.chain").dotted(name), verb, called.options
end

-- Every parameter of the example stands where the method wants it.
local function assert_places(method, options)
  local place = {}
  for _, param in ipairs((parameters.of(method))) do place[param.name] = param.place end
  for where, values in pairs(options) do
    for name in pairs(values) do assert.equal(where, place[name], method .. " " .. name) end
  end
end

describe("the page of a method", function()
  it("has an example that holds to the definition", function()
    for _, method in ipairs(api.methods()) do
      local name, _, options = run(example.lua(method))
      assert.equal(method, name)
      assert_places(method, options)
      local values = {}
      for _, given in pairs(options) do
        for key, value in pairs(given) do values[key] = value end
      end
      assert.same({}, definition.check(api.find(method), values), method)
    end
  end)

  it("has an example that runs and places everything, of every method in forty", function()
    local seen = 0
    for i, method in ipairs(catalogue.starting "") do
      if i % 40 == 0 then
        local name, verb, options = run(example.lua(method))
        local known = catalogue.describe(method)
        assert.equal(method, name)
        assert.equal(known.page and "page" or known.order and "order" or "post", verb)
        assert_places(method, options)
        seen = seen + 1
      end
    end
    assert.is_true(seen > 200)
  end)

  it("starts an order with what an order needs", function()
    local _, verb, options = run(example.lua "alipay.trade.create")
    assert.equal("post", verb)
    for _, name in ipairs { "out_trade_no", "total_amount", "subject" } do assert.is_string(options.content[name]) end
    assert.matches("total_amount=88.80", example.shell "alipay.trade.create", 1, true)
    assert.is_nil(example.shell "alipay.trade.page.pay")
    assert.is_true(#example.lua "alipay.trade.create" < 400)
  end)

  it("makes nothing up where it is not known what a call wants", function()
    local text = example.lua "alipay.commerce.transport.intelligentize.citycode.query"
    for _, method in ipairs(catalogue.starting "alipay.commerce") do
      text = example.lua(method)
      if text:find "not known" then break end
    end
    assert.matches(":post { content = {} }  -- which parameters it wants is not known", text, 1, true)
    assert(load(text))
  end)

  it("says where parameters go, the V3 form, nested fields, the reply and the codes", function()
    local text = page.text "alipay.trade.create"
    for _, part in ipairs {
      "parameters go into content (biz_content)",
      "V3: POST /v3/alipay/trade/create", "example:\n  client.alipay.trade.create:post {",
      "settle_detail_infos [{ amount,", "quantity: integer", "goods_detail                list of objects",
      "notify_url                  string; in query", "the reply's fields:", "trade_no", "its own codes:",
      "TRADE_HAS_SUCCESS           the trade is paid already",
    } do assert.matches(part, text, 1, true) end
    assert.is_true(text:find "\n  out_trade_no " < text:find "\n  agreement_sign_params ")
    for line in text:gmatch "    [^\n]*," do assert.is_true(#line <= 100, line) end
  end)

  it("says what pages, orders and uploads are", function()
    assert.matches("a page that the buyer's browser opens", page.text "alipay.trade.page.pay", 1, true)
    assert.matches("client.alipay.trade.app.pay:order {", page.text "alipay.trade.app.pay", 1, true)
    local text = page.text "alipay.offline.material.image.upload"
    assert.matches('body = alipay.multipart { image_content = alipay.file "photo.jpg" }', text, 1, true)
    assert.matches("image_content@=photo.jpg", text, 1, true)
    assert.matches("at most 5242880 bytes; in body", text, 1, true)
    assert.matches("required with grant_type=authorization_code", page.text "alipay.system.oauth.token", 1, true)
  end)

  it("is bounded where a method has hundreds of codes", function()
    assert.matches("… and %d+ more", page.text "ant.merchant.expand.shop.create")
  end)

  it("is not there for a name that nobody knows", function()
    assert.is_nil(page.text "alipay.no.such.method")
  end)
end)
