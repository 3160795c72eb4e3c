-- SPDX-License-Identifier: MIT
-- What each fault does to a call by V2, and to the work behind it.

local control = require "spec.support.control"
local form = require "alipay.core.form"
local http = require "alipay.core.http"
local json = require "alipay.json"
local loop = require "alipay.core.loop"
local spec_keys = require "spec.support.keys"
local support = require "spec.support.gateway"

local METHOD = "alipay.open.app.qrcode.create"
local CONTENT = '{"url_param":"page/index","query_param":"x=1","describe":"二维码"}'

describe("a fault that was asked for", function()
  local gw
  setup(function() gw = support.start() end)
  teardown(function() support.finish(gw) end)
  before_each(function() gw:faults {} end)

  local function rules(...)
    local list = {}
    for i, rule in ipairs { ... } do list[i] = METHOD .. ":" .. rule end
    gw:faults(list)
  end

  local function made() return gw.store:first("SELECT count(*) AS count FROM qrcodes").count end

  -- A signed call; its response, or nil, message, class.
  local function send(extra)
    local params = support.sign(gw, support.params(gw, METHOD, extra))
    params.biz_content = nil
    extra = extra or {}
    local body = form.encode { biz_content = extra.biz_content or CONTENT }
    return support.fetch { url = gw.gateway .. "?" .. form.encode(params), method = "POST", body = body }
  end
  -- A call that nobody waits for.
  local function begin()
    local params = support.sign(gw, support.params(gw, METHOD, { biz_content = CONTENT }))
    local request = {}
    local started = http.start({ url = gw.gateway .. "?" .. form.encode(params), proxy = "" }, function() request.ended = true end)
    function request.cancel() started:cancel() end
    return request
  end
  local function call(extra)
    extra = extra or {}
    extra.biz_content = CONTENT
    return support.call(gw, METHOD, extra)
  end
  local function raw() return send { biz_content = CONTENT } end

  it("resets before or after the work", function()
    local before = made()
    rules "reset"
    local none, message = raw()
    assert.is_nil(none)
    assert.is_string(message)
    assert.equal(before, made())
    rules "reset=after"
    assert.is_nil((raw()))
    assert.equal(before + 1, made())
  end)

  it("answers with a proxy's page, and does nothing", function()
    local before = made()
    rules "http=502"
    local response = raw()
    assert.equal(502, response.status)
    assert.matches("<h1>502 Bad Gateway</h1>", response.body, 1, true)
    rules "html"
    response = raw()
    assert.same({ 200, "text/html" }, { response.status, response.headers["content-type"] })
    assert.matches("^<html>", response.body)
    assert.equal(before, made())
  end)

  it("says that the outcome is unknown, having done the work or not", function()
    local before = made()
    rules "unknown=not-done"
    local node, _, good = call()
    assert.same({ "20000", "isp.unknow-error", true, before }, { node.code, node.sub_code, good, made() })
    rules "unknown=done"
    node, _, good = call()
    assert.same({ "20000", "isp.unknow-error", true, before + 1 }, { node.code, node.sub_code, good, made() })
  end)

  it("limits", function()
    local before = made()
    rules "limit"
    local node, _, good = call()
    assert.same({ "40005", "isv.app-call-limited", true, before }, { node.code, node.sub_code, good, made() })
    node = support.call(gw, METHOD, { biz_content = CONTENT }, spec_keys.private "stranger")
    assert.equal("isv.invalid-signature", node.sub_code)
  end)

  it("spoils the signature", function()
    rules "sign=wrong"
    local node, _, good = call()
    assert.same({ "10000", false }, { node.code, good })
    rules "sign=missing"
    local _, _, verdict, rest = call()
    assert.same({}, { verdict, rest.sign })
    rules "sign=null"
    assert.equal(json.null, json.decode(raw().body).sign)
  end)

  it("changes the node, or puts a forged one before it", function()
    rules "tamper"
    local node, _, good = call()
    assert.same({ "true", false }, { node.tampered, good })
    rules "duplicate-node"
    local _, count = raw().body:gsub('"alipay_open_app_qrcode_create_response":', "")
    assert.equal(2, count)
    rules "tamper"
    local encrypted = require("alipay.core.cipher").encrypt(CONTENT, gw.keys.encrypt_key, "AES")
    local body = send({ biz_content = encrypted, encrypt_type = "AES" }).body
    local _, text = support.cut(gw, body)
    assert.is_string(text)
    assert.is_false((select(3, support.cut(gw, body))))
  end)

  it("answers under a certificate that clients do not have, but can get", function()
    local sns = { app_cert_sn = gw:certificates().app_sn, alipay_root_cert_sn = gw:certificates().root_sn }
    rules "nth=1:cert=rotated"
    local _, _, good, rest = call(sns)
    assert.is_false(good)
    assert.not_equal(gw:certificates().alipay_sn, rest.alipay_cert_sn)
    local node = support.call(gw, "alipay.open.app.alipaycert.download", {
      biz_content = json.encode { alipay_cert_sn = rest.alipay_cert_sn },
    })
    assert.is_string(node.alipay_cert_content)
    _, _, good, rest = call(sns)
    assert.same({ true, gw:certificates().alipay_sn }, { good, rest.alipay_cert_sn })
  end)

  it("answers in GBK, and with plain slashes", function()
    rules "charset=gbk"
    gw:answer(METHOD, { code = "10000", msg = "Success", describe = "二维码" })
    local response = raw()
    gw:answer(METHOD, nil)
    assert.equal("text/html;charset=GBK", response.headers["content-type"])
    assert.matches("\xB6\xFE\xCE\xAC\xC2\xEB", response.body, 1, true)
    rules "slash=plain"
    local body = raw().body
    assert.matches("http://", body, 1, true)
    assert.is_true((select(3, support.cut(gw, body))))
    rules()
    assert.matches("http:\\/\\/", raw().body, 1, true)
  end)

  it("cuts an answer off", function()
    rules "truncate=10"
    local none, message = raw()
    assert.is_nil(none)
    assert.is_string(message)
    rules "truncate=100000"
    assert.equal("10000", call().code)
  end)

  it("drips, whole", function()
    rules "drip=100000"
    local node, _, good = call()
    assert.same({ "10000", true }, { node.code, good })
    rules "drip=1"
    local request, count = begin(), made()
    while made() == count do loop.step(1) end
    assert.is_nil(request.ended) -- hundreds of bytes take minutes
    request.cancel()
  end)

  it("delays what is answered, not what is done, and nobody else's call", function()
    rules "nth=1:delay=3600"
    local request, count = begin(), made()
    while made() == count do loop.step(1) end
    assert.equal("10000", call().code)
    assert.is_nil(request.ended)
    request.cancel()
    rules "delay=0.01"
    assert.equal("10000", call().code)
    rules("delay=0.01", "http=503")
    assert.equal(503, raw().status)
  end)

  it("counts from when it was set, by control call too", function()
    local given = { rules = { METHOD .. ":every=2:limit" } }
    local function two() return { call().code, call().code } end
    assert.same(given, (control.call(gw, "faults", given)))
    assert.same({ "10000", "40005" }, two())
    assert.equal("10000", call().code)
    assert.same(given, (control.call(gw, "faults", given)))
    assert.same({ "10000", "40005" }, two())
    local answer, status = control.call(gw, "faults", { rules = { METHOD .. ":limit", "alipay.trade.pay:delay" } })
    assert.equal(400, status)
    assert.matches("rule 'alipay.trade.pay:delay': 'delay' needs seconds", answer.error, 1, true)
    assert.same(given, (control.call(gw, "faults", {})))
    answer, status = control.call(gw, "faults", { rules = { 1 } })
    assert.same({ 400, "rule 1 is not a text" }, { status, answer.error })
    assert.same({ rules = {} }, (control.call(gw, "faults", { rules = {} })))
    assert.same({ "10000", "10000" }, two())
    assert.has_error(function() gw:faults { "x" } end,
      "gateway: rule 'x': it needs a method and a fault, as alipay.trade.pay:delay=3")
  end)

  it("meets pages too", function()
    gw:faults { "alipay.trade.page.pay:http=504" }
    local params = support.sign(gw, support.params(gw, "alipay.trade.page.pay", { biz_content = "{}" }))
    assert.equal(504, support.fetch({ url = gw.gateway .. "?" .. form.encode(params) }).status)
  end)
end)
