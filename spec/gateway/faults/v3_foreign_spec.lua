-- SPDX-License-Identifier: MIT
-- Every fault in the form that it has by V3, as a client sees it that shares nothing with this project: curl sends, openssl signs,
-- verifies and encrypts.

local command = require "spec.support.command"
local foreign = require "spec.support.foreign_v3"

describe("a foreign client of V3 meets", function()
  local box, gateway, client

  setup(function()
    box = command.sandbox()
    gateway = command.gateway(box)
    client = foreign.new(box, gateway)
  end)
  teardown(function() box.remove() end)

  local orders = 0
  local function precreate(options)
    orders = orders + 1
    return client.ask("POST", "/v3/alipay/trade/precreate",
      ('{"out_trade_no":"f%d","total_amount":"1.00","subject":"茶/a"}'):format(orders), options)
  end
  local function query() return client.ask("POST", "/v3/alipay/trade/query", '{"out_trade_no":"none"}') end

  it("nothing where no fault was asked for", function()
    client.faults()
    local said, body, head = precreate()
    assert.same({ 200, 0, "good" }, said)
    assert.matches('^{"out_trade_no":"f%d+","qr_code":"http', body)
    assert.matches("\nalipay%-trace%-id: %x+\n", head)
    assert.is_nil(head:gsub("^[^\n]*\n", ""):match "\nalipay%-%l*%u")
    said, body = query()
    assert.same({ 400, 0, "good" }, said)
    assert.matches('"code":"ACQ.TRADE_NOT_EXIST"', body, 1, true)
    said, body = client.ask("POST", "/v3/alipay/no/such", "{}")
    assert.same({ 404, 0, "none" }, said)
    assert.matches('"code":"invalid-method"', body, 1, true)
  end)

  -- Rule; what a success becomes; what its body has; what a refusal of the business becomes, where that is another question.
  for _, case in ipairs {
    { "sign=missing", { 200, 0, "none" }, '"qr_code"', { 400, 0, "none" } },
    { "sign=null", { 200, 0, "none" }, '"qr_code"', { 400, 0, "none" } },
    { "sign=wrong", { 200, 0, "bad" }, '"qr_code"', { 400, 0, "bad" } },
    { "tamper", { 200, 0, "bad" }, '"tampered":"true"}', { 400, 0, "bad" } },
    { "duplicate-node", { 200, 0, "bad" }, '"out_trade_no":"f%d+"}$', { 400, 0, "bad" } },
    { "v3=202", { 202, 0, "good" }, '"qr_code"' },
    { "v3=204", { 204, 0, "good" }, "^$" },
    { "charset=gbk", { 200, 0, "good" }, '"qr_code"' },
    { "slash=plain", { 200, 0, "good" }, "http://" },
    { "http=502", { 502, 0, "none" }, "<h1>502 Bad Gateway</h1>" },
    { "html", { 200, 0, "none" }, "<title>System Maintenance</title>" },
    { "unknown=done", { 500, 0, "none" }, '"code":"unknow%-error"' },
    { "unknown=not-done", { 500, 0, "none" }, '"code":"unknow%-error"' },
    { "limit", { 429, 0, "none" }, '"code":"app%-call%-limited"' },
    { "delay=0.01", { 200, 0, "good" }, '"qr_code"' },
    { "drip=2000", { 200, 0, "good" }, '"qr_code"' },
    { "truncate=5", { 200, 18, "bad" }, '^{"out$' },
    { "reset", { nil, 52, "none" }, "^$" },
    { "reset=after", { nil, 52, "none" }, "^$" },
  } do
    it(case[1], function()
      client.faults("alipay.trade.*:" .. case[1])
      local said, body = precreate()
      assert.same(case[2], said)
      assert.matches(case[3], body)
      if not case[4] then return end
      said, body = query()
      assert.same(case[4], said)
      assert.matches('"code":"ACQ.TRADE_NOT_EXIST"', body, 1, true)
    end)
  end

  it("ciphertext without the header that says so", function()
    local function ask()
      local key = assert(command.shell("printf %s '" .. gateway.encrypt_key .. "' | base64 -d | od -An -tx1 | tr -d ' \\n'"))
      local cipher = ("openssl enc -%%s -aes-128-cbc -K %s -iv %s -base64 -A"):format(key, ("0"):rep(32))
      local body = command.shell(([[printf %s '{"out_trade_no":"e","total_amount":"1.00","subject":"a"}' | ]]) .. cipher:format "e")
      local said, text, head = client.ask("POST", "/v3/alipay/trade/precreate", body, "-H 'alipay-encrypt-type: AES'")
      assert.same({ 200, 0, "good" }, said, text)
      assert.matches('"out_trade_no":"e"', (command.shell(cipher:format "d" .. " < " .. client.dir .. "/body")), 1, true)
      assert.is_nil(text:find("{", 1, true))
      return head:match "\nalipay%-content%-encrypt: (%w+)"
    end
    client.faults()
    assert.equal("AES", ask())
    client.faults "alipay.trade.*:v3=no-encrypt-header"
    assert.is_nil(ask())
  end)

  it("the number of a certificate that signed nothing, and a certificate that it does not have", function()
    local sn = box.run("cert sn " .. gateway.app_cert):match "%x+"
    local root = box.run("cert sn --root " .. gateway.alipay_root_cert):match "[%x_]+"
    local alipay_sn = box.run("cert sn " .. gateway.alipay_cert):match "%x+"
    command.shell(("openssl x509 -in %s -noout -pubkey > %s/cert.pub"):format(gateway.alipay_cert, box.dir))
    local by_certificate = foreign.new(box, gateway, { auth = ",app_cert_sn=" .. sn, verify_by = box.dir .. "/cert.pub" })
    local function ask(...)
      client.faults(...)
      local said, _, head = by_certificate.ask("POST", "/v3/alipay/trade/query", '{"out_trade_no":"none"}',
        "-H 'alipay-root-cert-sn: " .. root .. "'")
      return said, head:match "\nalipay%-sn: (%x+)"
    end
    local said, named = ask()
    assert.same({ { 400, 0, "good" }, alipay_sn }, { said, named })
    said, named = ask "alipay.trade.*:v3=wrong-sn"
    assert.same({ 400, 0, "good" }, said)
    assert.not_equal(alipay_sn, named)
    said, named = ask "alipay.trade.*:cert=rotated"
    assert.same({ 400, 0, "bad" }, said)
    assert.not_equal(alipay_sn, named)
  end)

  describe("in an event stream", function()
    local function ask() return client.ask("POST", "/v3/stream/alipay/cloud/nextbuilder/agent/chat/generate", '{"query":"hi"}') end

    it("none, a cut in the middle, slowness, a refusal in its place", function()
      client.faults()
      local said, whole, head = ask()
      assert.same({ 200, 0, "none" }, said, whole)
      assert.matches("\ncontent%-type: text/event%-stream;charset=utf%-8\n", head)
      assert.matches('^event: start\nid: 0\ndata: {"type":"start"}\n\nid: 1\ndata: {"payload":"[^"]+","type":"text"}\n\n', whole)
      client.faults "alipay.cloud.nextbuilder.*:truncate=40"
      local part
      said, part = ask()
      assert.same({ 200, 18, "none" }, said)
      assert.equal(whole:sub(1, 40), part)
      client.faults "alipay.cloud.nextbuilder.*:drip=3000"
      said, part = ask()
      assert.same({ { 200, 0, "none" }, whole }, { said, part })
      client.faults "alipay.cloud.nextbuilder.*:limit"
      said, part = ask()
      assert.same({ 429, 0, "none" }, said)
      assert.matches('"code":"app-call-limited"', part, 1, true)
    end)
  end)
end)
