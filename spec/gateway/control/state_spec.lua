-- SPDX-License-Identifier: MIT
-- What a gateway tells of itself: requests, apps, tokens, uploads. Nothing of it is a token that one could use.

local control = require "spec.support.control"
local digest = require "alipay.core.digest"
local form = require "alipay.core.form"
local json = require "alipay.json"
local requests = require "alipay.gateway.requests"
local spec_keys = require "spec.support.keys"
local support = require "spec.support.gateway"

describe("the state of a gateway", function()
  local gw, private
  setup(function() private = spec_keys.private "app" end)
  before_each(function() gw = support.start() end)
  after_each(function() support.finish(gw) end)

  local function state(given)
    local answer, status = control.call(gw, "state", given)
    assert.equal(200, status)
    return answer.items
  end

  it("has each request with its string to sign, verdict and reply, the newest first", function()
    local content = '{"url_param":"a","query_param":"b","describe":"c"}'
    local params = support.params(gw, "alipay.open.app.qrcode.create", { biz_content = content })
    support.sign(gw, params)
    assert(support.fetch { url = gw.gateway .. "?" .. form.encode(params) })
    support.call(gw, "alipay.user.info.share", {}, private)
    support.call(gw, "alipay.x.y")
    local items = state { kind = "requests" }
    assert.equal(3, #items)
    assert.same({ "alipay.x.y", "40002 isv.invalid-method" }, { items[1].method, items[1].verdict })
    assert.equal("not checked", items[1].signature)
    assert.same({ "40002 isv.invalid-signature", "bad" }, { items[2].verdict, items[2].signature })
    assert.same({ "10000", "good", "v2", "GET" }, { items[3].verdict, items[3].signature, items[3].protocol, items[3].http })
    params.sign = nil
    assert.equal(form.canonical(params), items[3].string_to_sign)
    assert.equal(digest.sha256(form.canonical(params)), items[3].sha256)
    assert.matches('"code":"10000"', items[3].reply, 1, true)
    assert.matches("method=alipay.x.y", items[1].string_to_sign, 1, true)
    assert.equal(1, #state { kind = "requests", method = "alipay.x.y" })
    assert.equal(2, #state { kind = "requests", limit = 2 })
  end)

  it("names the faults that a request met", function()
    gw:faults { "alipay.user.*:sign=wrong", "alipay.user.*:tamper" }
    support.call(gw, "alipay.user.info.share")
    assert.same({ "sign=wrong", "tamper" }, gw:state("requests")[1].faults)
  end)

  it("shows GBK as text", function()
    local params = support.params(gw, "alipay.x.y", { charset = "gbk", biz_content = '{"a":"\xB6\xFE"}' })
    assert(support.fetch { url = gw.gateway .. "?" .. form.encode(support.sign(gw, params)) })
    local item = state({ kind = "requests" })[1]
    assert.equal('{"a":"二"}', item.params.biz_content)
    assert.matches("不存在的方法名", item.reply, 1, true)
  end)

  it("masks what is a token, wherever it stands", function()
    local code = support.consent(gw)
    local pair = support.call(gw, "alipay.system.oauth.token", { grant_type = "authorization_code", code = code })
    support.call(gw, "alipay.user.info.share", { auth_token = pair.access_token })
    support.call(gw, "alipay.user.info.share", { auth_token = pair.access_token }, private)
    support.call(gw, "alipay.system.oauth.token", { grant_type = "refresh_token", refresh_token = pair.refresh_token })
    for _, kind in ipairs { "requests", "tokens", "apps" } do
      local text = json.encode(state { kind = kind })
      for _, secret in ipairs { code, pair.access_token, pair.refresh_token } do
        assert.is_nil(text:find(secret, 1, true))
      end
      assert.is_nil(text:find("PRIVATE", 1, true))
    end
    local tokens = state { kind = "tokens" }
    assert.equal(2, #tokens)
    assert.same({ "user", false, true }, { tokens[1].kind, tokens[1].revoked, tokens[2].revoked })
    assert.equal(pair.access_token:sub(1, 4) .. "****" .. pair.access_token:sub(-4), tokens[2].access_token)
  end)

  it("has apps and uploads", function()
    local app = control.call(gw, "apps", {
      app_id = "2021000000000042", public_key = private:public():pem(), notify_url = "http://127.0.0.1:1/m",
    })
    assert.same({ "2021000000000042", "http://127.0.0.1:1/m", false }, { app.app_id, app.notify_url, app.own })
    assert.same({ gw.app_id, "2021000000000042" }, { state({ kind = "apps" })[1].app_id, state({ kind = "apps" })[2].app_id })
    assert.equal(private:public():base64(), state({ kind = "apps", app_id = "2021000000000042" })[1].public_key)
    support.upload(gw, "\xFF\xD8\xFF")
    local uploads = state { kind = "uploads" }
    assert.same({ "photo", "jpg", 3 }, { uploads[1].image_name, uploads[1].image_type, uploads[1].size })
    assert.equal("\xFF\xD8\xFF", support.fetch({ url = uploads[1].image_url }).body)
  end)

  it("takes no app that it cannot know", function()
    local pem = private:public():pem()
    for sentence, given in pairs {
      ["'app_id' must be a number"] = { app_id = "x", public_key = pem }, ["must be a number of"] = { public_key = pem },
      ["'public_key' must be PEM text"] = { app_id = "1", public_key = gw.dir .. "/keys/app_public_key.pem" },
      ["'cert' must be PEM"] = { app_id = "1", cert = "file://x" }, ["give its public_key"] = { app_id = "1" },
      ["must be an http or https"] = { app_id = "1", public_key = pem, notify_url = "ftp://x" },
      ["public_key: "] = { app_id = "1", public_key = "-----BEGIN PUBLIC KEY-----" },
    } do
      local answer, status = control.call(gw, "apps", given)
      assert.equal(400, status)
      assert.matches(sentence, answer.error, 1, true)
    end
    assert.equal(1, #state { kind = "apps" })
  end)

  it("refuses what there is not", function()
    for sentence, given in pairs {
      ["'kind' must be one of apps, "] = { kind = "money" }, ["must be one of"] = {},
      ["'limit' must be at least 1"] = { kind = "apps", limit = 0 },
      ["unknown field 'colour'"] = { kind = "apps", colour = "red" }, ["'trade_no' must be"] = { kind = "apps", trade_no = 1 },
    } do
      local answer, status = control.call(gw, "state", given)
      assert.equal(400, status)
      assert.matches(sentence, answer.error, 1, true)
    end
    assert.has_error(function() gw:state "money" end)
    assert.has_error(function() gw:state("apps", { colour = "red" }) end)
  end)

  it("keeps the last thousand requests, and no more bytes than there is room for", function()
    local fake = { requests = requests.new(), clock = os.time, announce = function() end }
    local function add(size) requests.add(fake, { params = { a = ("x"):rep(size) } }, { ms = 0 }) end
    for _ = 1, 1001 do add(1) end
    assert.same({ 2, 1001, 2000 }, { fake.requests.first, fake.requests.last, fake.requests.bytes })
    add(30000000)
    add(30000000)
    assert.same({ 1003, 1003 }, { fake.requests.first, fake.requests.last })
  end)

  it("is announced to subscribers, of whom one may fail", function()
    local told = {}
    gw.subscribers[function(kind, item) told[#told + 1] = { kind, item.call.method } end] = true
    gw.subscribers[function() error "gone" end] = true
    support.call(gw, "alipay.x.y")
    assert.same({ { "requests", "alipay.x.y" } }, told)
    assert.matches("gone", table.concat(gw.lines, "\n"), 1, true)
  end)
end)
