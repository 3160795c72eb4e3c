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
  local client, gw, v3, order = nil, nil, nil, 0

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
          assert.is_true(res ~= nil or err.kind == "api" and not err.code:find("signature", 1, true), method .. ": " .. tostring(err))
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

  describe("gives the same data as V2, but for code and msg:", function()
    local function number()
      order = order + 1
      return "same-" .. order
    end

    local function paid()
      local out_trade_no = number()
      local auth_code = "28" .. ("%016d"):format(order)
      assert(client.alipay.trade.pay:post {
        content = { out_trade_no = out_trade_no, total_amount = "10.00", subject = "茶", auth_code = auth_code, scene = "bar_code" },
      })
      return out_trade_no
    end

    local function user_token() return assert(client.alipay.system.oauthToken:post {
      query = { grant_type = "authorization_code", code = support.code(gw) },
    }).data.access_token end

    -- Options of a call by method; each call is made anew, so that both do the same.
    local CALLS = {
      ["alipay.trade.create"] = function()
        return { content = { out_trade_no = number(), total_amount = "1.00", subject = "a", buyer_id = require(
          "alipay.gateway.user").of(gw.app_id).user_id } }
      end,
      ["alipay.trade.precreate"] = function() return { content = { out_trade_no = number(), total_amount = "1.00", subject = "a" } } end,
      ["alipay.trade.pay"] = function()
        return { content = { out_trade_no = number(), total_amount = "2000.00", subject = "a",
          auth_code = "28" .. ("%016d"):format(order), scene = "bar_code" } }
      end,
      ["alipay.trade.query"] = function() return { content = { out_trade_no = paid() } } end,
      ["alipay.trade.cancel"] = function() return { content = { out_trade_no = paid() } } end,
      ["alipay.trade.close"] = function() return { content = { out_trade_no = "none" } } end,
      ["alipay.trade.refund"] = function() return { content = { out_trade_no = paid(), refund_amount = "1.00" } } end,
      ["alipay.trade.fastpay.refund.query"] = function()
        local out_trade_no = paid()
        assert(client.alipay.trade.refund:post {
          content = { out_trade_no = out_trade_no, refund_amount = "1.00", out_request_no = "r" },
        })
        return { content = { out_trade_no = out_trade_no, out_request_no = "r" } }
      end,
      ["alipay.trade.orderinfo.sync"] = function()
        local trade = assert(client.alipay.trade.query:post { content = { out_trade_no = paid() } })
        return { content = { trade_no = trade.data.trade_no, out_request_no = number(), biz_type = "CREDIT_AUTH" } }
      end,
      ["alipay.fund.trans.uni.transfer"] = function()
        return { content = { out_biz_no = number(), trans_amount = "1.00", product_code = "TRANS_ACCOUNT_NO_PWD", biz_scene =
          "DIRECT_TRANSFER", order_title = "t", payee_info = { identity = require("alipay.gateway.user").of(gw.app_id).user_id,
            identity_type = "ALIPAY_USER_ID" } } }
      end,
      ["alipay.fund.trans.common.query"] = function() return { content = { out_biz_no = "none", product_code = "TRANS_ACCOUNT_NO_PWD",
        biz_scene = "DIRECT_TRANSFER" } } end,
      ["alipay.data.dataservice.bill.downloadurl.query"] = function()
        return { content = { bill_type = "trade", bill_date = "2026-01-01" } }
      end,
      ["alipay.system.oauth.token"] = function()
        return { query = { grant_type = "authorization_code", code = support.code(gw) } }
      end,
      ["alipay.user.info.share"] = function() return { query = { auth_token = user_token() } } end,
      ["alipay.open.app.qrcode.create"] = function()
        return { content = { url_param = "pages/index", query_param = "x=1", describe = "二维码" } }
      end,
      ["alipay.open.auth.token.app"] = function() return { content = { grant_type = "authorization_code", code = "none" } } end,
      ["alipay.offline.material.image.upload"] = function()
        return { query = { image_type = "jpg", image_name = "海底捞" },
          body = alipay.multipart { image_content = alipay.bytes("\xff\xd8\xffpicture", { name = "a.jpg" }) } }
      end,
    }

    -- What differs from call to call: numbers that the gateway chooses, tokens, times, and the orders' own.
    local function plain(data)
      local copy = {}
      for name, value in pairs(type(data) == "table" and data or {}) do
        if name ~= "code" and name ~= "msg" and name ~= "sub_code" and name ~= "sub_msg" and name ~= "message" then
          local text = json.encode(value)
          copy[name] = text:gsub("same%-%d+", "N"):gsub("%d%d%d%d%-%d%d%-%d%d %d%d:%d%d:%d%d", "T"):gsub("%w*%d%w+", "D")
            :gsub("/q/%w+", "Q")
        end
      end
      return copy
    end

    for method in pairs(CALLS) do
      it(method, function()
        if not methods.find(method) then return end -- not simulated by this gateway
        local first, first_error = client:chain(method):post(CALLS[method]())
        local second, second_error = v3:chain(method):post(CALLS[method]())
        assert.equal(first == nil, second == nil, tostring(first_error) .. " / " .. tostring(second_error))
        if first then
          assert.same(plain(first.data), plain(second.data))
          assert.is_nil(second.data.code)
          assert.equal(first.data.code == "10003" and 202 or 200, second.status)
        else
          assert.is_true(second_error:is(first_error.sub_code), second_error.code)
          if second_error.unsigned then return assert.is_true(protocol.is_gateway_code(second_error.code)) end
          assert.same(plain(first_error.response.data), plain(second_error.response.data))
        end
      end)
    end

    it("every simulated method that V3 has", function()
      for _, method in ipairs(methods.names()) do
        local known = describe_method(method)
        if known and known.v3 then assert.is_function(CALLS[method], method) end
      end
    end)
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
      headers = { "Authorization: " .. protocol.authorization(auth, sign), "Content-Type: application/json" } }))
    assert.equal("ACQ.TRADE_NOT_EXIST", json.decode(raw.body).code)
  end)

  it("explains a wrong signature by the line that differs", function()
    local wrong = alipay.client {
      app_id = gw.app_id, private_key = support.keys():pem(), alipay_public_key = gw:profile().alipay_public_key, gateway = gw.gateway,
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
    for rule, kind in pairs { ["http=502"] = "http", html = "signature", reset = "network", limit = "api", ["unknown=done"] = "api" } do
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
  end)
end)
