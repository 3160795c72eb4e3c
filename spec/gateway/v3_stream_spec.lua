-- SPDX-License-Identifier: MIT
-- Event streams of the gateway: the simulated one, those of the user, faults on their way, and what is no stream.

local alipay = require "alipay"
local fs = require "alipay.core.fs"
local json = require "alipay.json"
local support = require "spec.support.client"

local METHOD = "alipay.cloud.nextbuilder.agent.chat.generate"
local PATH = "/v3/stream/alipay/cloud/nextbuilder/agent/chat/generate"

describe("an event stream of the gateway", function()
  local client, gw, v3
  setup(function()
    client, gw = support.gateway()
    v3 = client:v3()
  end)
  teardown(function() support.finish(gw) end)
  after_each(function() gw:faults {} end)

  local function read(path, content, with)
    local seen, stream = {}, (with or v3):stream { path = path or PATH, content = content or { query = "hi" } }
    local event, err = stream:next()
    while event do
      seen[#seen + 1] = event
      event, err = stream:next()
    end
    return seen, err
  end

  it("begins, answers in pieces and ends; its request is checked as any", function()
    local seen, err = read(nil, { query = "a\r\nb" })
    assert.is_nil(err)
    assert.same({ "start", "message", "message", "message", "end" },
      { seen[1].event, seen[2].event, seen[3].event, seen[4].event, seen[5].event })
    assert.same({ "0", "4" }, { seen[1].id, seen[5].id })
    assert.same({ payload = "a\r\nb", type = "text" }, json.decode(seen[3].data))
    local item = gw:state "requests"[1]
    assert.same({ METHOD, "good", "200" }, { item.method, item.signature, item.verdict })
    local stranger = alipay.client {
      app_id = gw.app_id, private_key = support.keys():pem(), gateway = gw.gateway,
      alipay_public_key = gw:profile().alipay_public_key,
    }:v3()
    seen, err = read(nil, nil, stranger)
    assert.same({ {}, "invalid-signature" }, { seen, err.code })
  end)

  it("is cut in the middle, comes slowly, or is refused, as faults say", function()
    gw:faults { METHOD .. ":truncate=60" }
    local seen, err = read()
    assert.same({ 1, "network" }, { #seen, err.kind })
    local kinds = { limit = "api", ["unknown=not-done"] = "api", ["http=502"] = "http", reset = "network", html = "http" }
    for rule, kind in pairs(kinds) do
      gw:faults { METHOD .. ":" .. rule }
      seen, err = read()
      assert.same({ 0, kind }, { #seen, err.kind }, rule)
    end
    gw:faults { METHOD .. ":drip=2000" }
    seen, err = read()
    assert.same({ 5, nil }, { #seen, err })
    gw:faults { METHOD .. ":sign=wrong", METHOD .. ":tamper", METHOD .. ":charset=gbk" } -- nobody signs it
    assert.equal(5, #read())
  end)

  it("is the user's own, of any method", function()
    gw:answer("alipay.user.agreement.query", { events = {
      "a\nb\rc", { event = "x\ny", id = 7, retry = 100, data = { n = 1 } }, { data = "" }, {},
    } })
    finally(function() gw:answer("alipay.user.agreement.query", nil) end)
    local seen, err = read "/v3/stream/alipay/user/agreement/query"
    assert.is_nil(err)
    assert.same({
      { event = "message", data = "a\nb\nc", id = "" }, { event = "x y", data = '{"n":1}', id = "7", retry = 100 },
      { event = "message", data = "", id = "7", retry = 100 }, { event = "message", data = "{}", id = "7", retry = 100 },
    }, seen)
    local file = gw.dir .. "/stream.json"
    assert(fs.replace(file, '{"events":["from a file"]}'))
    gw:answer("alipay.user.agreement.query", function() return assert(io.open(file)):read "a" end)
    assert.equal("from a file", read "/v3/stream/alipay/user/agreement/query"[1].data)
    gw:answer("alipay.newer.than.catalogue", { events = { "new" } })
    assert.equal("new", read "/v3/stream/alipay/newer/than/catalogue"[1].data)
  end)

  it("is none of V2, of another verb, or of a method that answers by JSON", function()
    local _, err = client:chain(METHOD):post { content = { query = "hi" } }
    assert.equal("isv.invalid-method", err.sub_code)
    _, err = v3:request { verb = "GET", path = PATH }
    assert.same({ "invalid-method", 404 }, { err.code, err.response.status })
    for path, code in pairs {
      ["/v3/stream/alipay/trade/query"] = "ACQ.TRADE_NOT_EXIST", ["/v3/stream/alipay/no/such"] = "invalid-method",
      ["/v3/stream/"] = "invalid-method", ["/v3/stream/alipay/trade/query/"] = "invalid-method",
      ["/v3/stream/alipay/user/agreement/query"] = "invalid-method",
    } do
      local seen, refused = read(path, { out_trade_no = "none" })
      assert.same({ 0, code }, { #seen, refused.code }, path)
    end
  end)

  it("is named where a call gets one", function()
    local res, err = v3:request { verb = "POST", path = PATH, content = { query = "hi" } }
    assert.is_nil(res)
    assert.equal("signature", err.kind)
    assert.matches("it is an event stream, which nobody signs", err.message, 1, true)
    assert.matches(":stream{...}", err.hint, 1, true)
  end)
end)
