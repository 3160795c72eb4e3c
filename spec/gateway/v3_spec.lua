-- SPDX-License-Identifier: MIT
-- The gateway by V3: every operation of the catalogue, the same data as by V2, refusals, nonces and clocks, faults.

local alipay = require "alipay"
local catalogue = require "alipay.catalogue"
local describe_method = catalogue.describe
local digest = require "alipay.core.digest"
local http = require "alipay.http"
local json = require "alipay.json"
local key = require "alipay.core.key"
local methods = require "alipay.gateway.methods"
local pipeline = require "alipay.call.pipeline"
local protocol = require "alipay.v3.protocol"
local record = require "alipay.catalogue.record"
local support = require "spec.support.client"

describe("the gateway by V3", function()
  local client, gw, v3

  setup(function()
    client, gw = support.gateway()
    v3 = client:v3()
  end)
  teardown(function() support.finish(gw) end)
  after_each(function() gw:faults {} end)

  -- The request of a call as it would be sent, changed by `change(headers, target)`.
  local function send(req, change)
    local headers = req:headers()
    local target = change and change(headers, req.target) or req.target
    return assert(http.fetch(gw.endpoint .. target, { method = req.http, headers = headers, body = req.payload }))
  end

  local function query()
    return assert(pipeline.build(v3, "POST", "alipay.trade.query", { content = { out_trade_no = "none" } }))
  end

  it("accepts the signature of each of the 761 operations with any values of their types", function()
    local seed = 20261126
    local function any(n)
      seed = (seed * 1103515245 + 12345) % 2147483648
      return seed // 65536 % n + 1
    end
    local texts = { "海底捞 a/b", "x=1&y=2", "100%+~", '"\\\n', "2088", "a'(*)!", "[]", "null" }
    local function value(field)
      if field.list then return { value { type = field.type, fields = field.fields } } end
      if field.type == "integer" then return any(1000000) end
      if field.type == "boolean" then return any(2) == 1 end
      if field.type ~= "object" then return texts[any(#texts)] end
      local object = json.object {}
      for i, inner in ipairs(field.fields or {}) do
        if i > 2 then break end
        object[inner.name] = value(inner)
      end
      return object
    end
    local count, simulated = 0, 0
    for method in record.each() do
      local known = record.method(method).v3 ~= "" and describe_method(method)
      if known then
        count = count + 1
        local content, files = {}, {}
        for _, field in ipairs(known.fields) do
          if field.v3_place == "file" then files[field.name] = alipay.bytes("bytes", { name = "a.jpg" })
          elseif field.v3_place == "path" then content[field.name] = ("p%d ~$"):format(any(1000))
          elseif field.v3_place and field.name ~= "auth_token" and field.name ~= "notify_url" then
            content[field.name] = value(field)
          end
        end
        local options = { verb = known.v3.verb, path = known.v3.path, content = content }
        if known.v3.multipart then options.body = alipay.multipart(next(files) and files or { note = "x" }) end
        local res, err = v3:chain(method):post { content = content, body = options.body }
        if err and err.kind == "parameter" then -- our own definition refuses such values: sent past it
          options.path = options.path:gsub("{([%w_]+)}", function(name) return (content[name]:gsub("[ ~$]", "-")) end)
          res, err = v3:request(options)
        end
        if methods.find(method) then
          simulated = simulated + 1
          local taken = res ~= nil or err.kind == "api" and not err.code:find("signature", 1, true)
          assert.is_true(taken, method .. ": " .. tostring(err))
        else
          assert.is_nil(res)
          assert.same({ "api", "invalid-method", true, 400 },
            { err.kind, err.code, err.unsigned, err.response and err.response.status }, method .. ": " .. tostring(err))
        end
      end
    end
    assert.equal(761, count)
    assert.is_true(simulated >= 12)
  end)

  it("answers in the platform's form: lower-case headers, business failures signed, its own refusals not", function()
    local raw = send(query())
    local public = assert(key.load_public(gw:profile().alipay_public_key))
    assert.equal(400, raw.status)
    assert.is_true(public:verify(protocol.reply_content(raw.headers["alipay-timestamp"], raw.headers["alipay-nonce"], raw.body),
      raw.headers["alipay-signature"], "RSA2"))
    local data = assert(json.decode(raw.body))
    assert.same({ "ACQ.TRADE_NOT_EXIST", "0.00" }, { data.code, data.receipt_amount })
    raw = send(query(), function(headers) headers[1] = headers[1]:gsub("app_id=%d+", "app_id=1") end)
    data = assert(json.decode(raw.body))
    assert.same({ 400, "invalid-app-id", "table" }, { raw.status, data.code, type(data.links[1]) })
    assert.is_nil(raw.headers["alipay-signature"])
    assert.is_string(raw.headers["alipay-trace-id"])
  end)

  it("refuses a nonce that was used, a clock that is off, and another request under a good signature", function()
    local req = query()
    assert.equal("ACQ.TRADE_NOT_EXIST", json.decode(send(req).body).code)
    local again = json.decode(send(req).body)
    assert.equal("suspected-attack", again.code)
    for _, seconds in ipairs { -700, 700 } do
      local timestamp = protocol.timestamp
      protocol.timestamp = function() return ("%d"):format((os.time() + seconds) * 1000) end
      local code = json.decode(send(query()).body).code
      protocol.timestamp = timestamp
      assert.equal("invalid-timestamp", code)
    end
    local changes = {
      function(_, target) return target .. "?a=1" end, function(_, target) return target .. "?" end,
      function(headers) headers[#headers + 1] = "alipay-app-auth-token: t" end,
    }
    for _, change in ipairs(changes) do
      local code = json.decode(send(query(), change).body).code
      assert.equal("invalid-signature", code)
    end
    req = query()
    req.payload = req.payload .. " "
    assert.equal("invalid-signature", json.decode(send(req).body).code)
  end)

  it("takes any order of the fields of Authorization, and more of them", function()
    local private = assert(key.load_private(gw:profile().private_key))
    local auth = ("timestamp=%s,expired_seconds=120,nonce=%s,app_id=%s"):format(protocol.timestamp(), protocol.nonce(), gw.app_id)
    local body = '{"out_trade_no":"none"}'
    local sign = private:sign(protocol.content(auth, "POST", "/v3/alipay/trade/query", body), "RSA2")
    local raw = assert(http.fetch(gw.endpoint .. "/v3/alipay/trade/query", { method = "POST", body = body,
      headers = { protocol.authorization(auth, sign), "Content-Type: application/json" } }))
    assert.equal("ACQ.TRADE_NOT_EXIST", json.decode(raw.body).code)
  end)

  it("takes an empty token for none", function()
    local private = assert(key.load_private(gw:profile().private_key))
    local auth = protocol.auth_string(gw.app_id, nil, protocol.nonce(), protocol.timestamp())
    local body = '{"out_trade_no":"none"}'
    local sign = private:sign(auth .. "\nPOST\n/v3/alipay/trade/query\n" .. body .. "\n", "RSA2")
    local raw = assert(http.fetch(gw.endpoint .. "/v3/alipay/trade/query", { method = "POST", body = body,
      headers = { protocol.authorization(auth, sign), "Content-Type: application/json", "alipay-app-auth-token: " } }))
    assert.equal("ACQ.TRADE_NOT_EXIST", json.decode(raw.body).code)
    assert.equal(auth .. "\nPOST\n/\n\n", protocol.content(auth, "POST", "/", "", ""))
  end)

  it("takes a body that is an object, and nothing else", function()
    for _, content in ipairs { "[]", " [ ]", "[1]", "null", "1", "{" } do
      local _, err = v3:request { verb = "POST", path = "/v3/alipay/trade/query", content = content }
      assert.same({ "api", "illegal-json" }, { err.kind, err.code }, content)
    end
    local _, err = v3:request { verb = "POST", path = "/v3/alipay/trade/query", content = ' {"out_trade_no":"none"}' }
    assert.equal("ACQ.TRADE_NOT_EXIST", err.code)
  end)

  it("explains a wrong signature by the line that differs", function()
    local wrong = alipay.client {
      app_id = gw.app_id, private_key = support.keys():pem(), gateway = gw.gateway,
      alipay_public_key = gw:profile().alipay_public_key,
    }:v3()
    local _, err = wrong.alipay.trade.query:post { content = { out_trade_no = "1" } }
    assert.same({ "invalid-signature", true, "identical" }, { err.code, err.unsigned, err.autopsy.verdict })
  end)

  it("spoils answers as it is told", function()
    local content = { content = { out_trade_no = "spoiled", total_amount = "1.00", subject = "a" } }
    local function pay(rule)
      gw:faults { "alipay.trade.*:" .. rule }
      return v3.alipay.trade.precreate:post(content)
    end
    for _, rule in ipairs { "sign=missing", "sign=null", "sign=wrong", "tamper", "duplicate-node" } do
      local res, err = pay(rule)
      assert.is_nil(res)
      assert.equal("signature", err.kind, rule)
    end
    local kinds = { ["http=502"] = "http", html = "http", reset = "network", limit = "api", ["unknown=done"] = "api" }
    for rule, kind in pairs(kinds) do
      local _, err = pay(rule)
      assert.equal(kind, err.kind, rule)
    end
    local _, err = pay "limit"
    assert.same({ true, true }, { err:is "app-call-limited", err.retryable })
    local res = assert(pay "v3=204")
    assert.same({ 204, "" }, { res.status, res.body })
    assert.equal(202, assert(pay "v3=202").status)
    assert.equal("spoiled", assert(pay "charset=gbk").data.out_trade_no)
    gw:faults { "alipay.trade.*:sign=missing" }
    _, err = v3.alipay.trade.query:post { content = { out_trade_no = "none" } }
    assert.same({ "ACQ.TRADE_NOT_EXIST", true, "unknown" }, { err.code, err.unsigned, err.outcome })
    gw:faults { "alipay.trade.*:v3=no-encrypt-header" }
    content.encrypt = true
    res = assert(v3.alipay.trade.precreate:post(content))
    assert.is_nil(res.headers["alipay-content-encrypt"])
    assert.equal("spoiled", res.data.out_trade_no)
  end)

  it("gives answers of the user, as they were written", function()
    gw:answer("alipay.user.agreement.query", '{"code":"10000","msg":"Success","n":1.50,"list":[1, 2]}')
    local res = assert(v3.alipay.user.agreement.query:get { content = { agreement_no = "1" } })
    assert.equal('{"n":1.50,"list":[1, 2]}', res.body)
    gw:answer("alipay.user.agreement.query", { code = "40004", msg = "Business Failed", sub_code = "X_Y", sub_msg = "no" })
    local _, err = v3.alipay.user.agreement.query:get { content = { agreement_no = "1" } }
    assert.same({ "X_Y", "no" }, { err.code, err.msg })
    gw:answer("alipay.user.agreement.query", nil)
  end)

  it("keeps requests for whoever looks", function()
    v3.alipay.trade.query:post { content = { out_trade_no = digest.nonce(8) } }
    local item = gw:state "requests"[1]
    assert.same({ "v3", "alipay.trade.query", "good" }, { item.protocol, item.method, item.signature })
    assert.matches("\nPOST\n/v3/alipay/trade/query\n", item.string_to_sign)
    gw:faults { "alipay.trade.query:http=502" }
    v3.alipay.trade.query:post { content = { out_trade_no = "none" } }
    item = gw:state "requests"[1]
    assert.same({ "http 502", "not checked" }, { item.verdict, item.signature })
    assert.is_nil(item.string_to_sign) -- nobody looked at it
  end)
end)
