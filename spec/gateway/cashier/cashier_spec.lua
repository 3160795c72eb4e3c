-- SPDX-License-Identifier: MIT
-- The cashier: pages of orders, behind codes and in the place of the platform's; what buyers do there, and where they go afterwards.

local cashier = require "spec.support.cashier"
local fs = require "alipay.core.fs"
local html = require "alipay.util.html"
local merchant = require "spec.support.merchant"
local notify = require "alipay.notify"
local rows = require "alipay.gateway.trade.rows"
local shops = require "spec.support.trade"
local support = require "spec.support.gateway"

local PAGE, WAP = "alipay.trade.page.pay", "alipay.trade.wap.pay"
local read_form = cashier.form

describe("the cashier", function()
  local shop, gw, client, browser

  setup(function()
    shop = shops.start()
    gw = shop.gw
    browser = cashier.browser(shop)
    client = require("alipay").client(gw:profile())
  end)
  teardown(function() shop:finish() end)

  local function get(...) return browser:get(...) end
  local function open(...) return browser:open(...) end
  local function submit(...) return browser:submit(...) end
  local function row_of(number) return rows.by(gw, "out_trade_no", number) end

  it("shows an order, and makes no trade by it", function()
    local response, number = open(PAGE, { subject = "Tea 茶", body = "green" })
    assert.equal(200, response.status)
    assert.equal("text/html;charset=utf-8", response.headers["content-type"])
    for _, text in ipairs { "Tea 茶", "green", number, "8.80", PAGE, "Not opened yet" } do
      assert.matches(text, response.body, 1, true)
    end
    assert.equal("ACQ.TRADE_NOT_EXIST", shop:status(number))
  end)

  it("takes the payment and sends the buyer back with what verifies", function()
    for _, method in ipairs { PAGE, WAP } do
      local server = merchant.start()
      finally(function() server:stop() end)
      server.answer = "success"
      local response, number = open(method, nil, { return_url = "http://127.0.0.1/back?own=1#part", notify_url = server.url })
      local done = submit(read_form(response), "success")
      assert.equal(200, done.status)
      assert.equal("TRADE_SUCCESS", shop:status(number))
      local url = done.headers.refresh:match "^2; url=(.*)$"
      assert.matches("^http://127%.0%.0%.1/back%?own=1&charset=utf%-8&.*#part$", url)
      local n = assert(notify.verify_return(url, client, { ignore = { "own" } }))
      local expected = {
        method = method .. ".return", out_trade_no = number, total_amount = "8.80", app_id = gw.app_id, auth_app_id = gw.app_id,
        version = "1.0", charset = "utf-8", seller_id = shop.seller_id, trade_no = row_of(number).trade_no,
      }
      for name, value in pairs(expected) do assert.equal(value, n.params[name], name) end
      assert.is_string(n.params.timestamp)
      for _, name in ipairs { "passback_params", "trade_status" } do assert.is_nil(n.params[name]) end
      assert.matches(html.escape(url), done.body, 1, true)
      assert(notify.verify(server:take().body, client, { out_trade_no = number, trade_status = "TRADE_SUCCESS" }))
    end
  end)

  it("gives a paid order the same return page by a control call", function()
    local _, number = open(PAGE, nil, { return_url = "http://127.0.0.1/back" })
    local done = assert(shop:pay(number))
    assert(notify.verify_return(done.return_url, client))
    assert.is_nil(done.result)
    local _, without = open(PAGE)
    assert.is_nil(shop:pay(without).return_url)
  end)

  it("lets buyers cancel, fail, and only open; the order can be paid afterwards", function()
    for outcome, expected in pairs {
      cancel = { "Payment cancelled", WAP, "2; url=http://127.0.0.1/quit" }, balance = { "Payment failed", WAP },
      open = { "The order is open", PAGE },
    } do
      local response, number = open(expected[2], nil, { return_url = "http://127.0.0.1/back" })
      local done = submit(read_form(response), outcome)
      assert.matches(expected[1], done.body, 1, true)
      assert.equal(expected[3], done.headers.refresh)
      assert.equal("WAIT_BUYER_PAY", shop:status(number))
      local again = get(done.body:match '<a class="button" href="(/[^"]*)"' or read_form(response).action)
      assert.equal(200, submit(read_form(again), "success").status)
      assert.equal("TRADE_SUCCESS", shop:status(number))
    end
  end)

  it("asks who pays, until the order has its buyer", function()
    local response, number = open(PAGE)
    for _, buyer in ipairs(shop.buyers) do assert.matches(buyer.user_id, response.body, 1, true) end
    submit(read_form(response), "open", { buyer = shop.buyers[2].user_id })
    assert.equal(shop.buyers[2].user_id, row_of(number).buyer_id)
    local page = get(read_form(response).action)
    assert.is_nil(page.body:find(shop.buyers[1].user_id, 1, true))
    local refused = submit(read_form(page), "success", { buyer = shop.buyers[1].user_id })
    assert.matches("has another buyer", refused.body, 1, true)
    assert.matches("there is no buyer nobody", submit(read_form(page), "success", { buyer = "nobody" }).body, 1, true)
    assert.equal("WAIT_BUYER_PAY", shop:status(number))
  end)

  it("shows what is paid, closed or expired without buttons", function()
    local response, number = open(PAGE)
    local action = read_form(response).action
    submit(read_form(response), "success")
    local twice = submit(read_form(response), "success")
    assert.matches("is paid already", twice.body, 1, true)
    for _, page in ipairs { twice, get(action) } do assert.is_nil(page.body:find("<form", 1, true)) end
    assert.matches(">Paid<", get(action).body, 1, true)
    assert.equal(number, row_of(number).out_trade_no)
    local late = open(PAGE, { timeout_express = "1m" })
    shop:pass(60)
    local page = get(read_form(late).action)
    assert.matches(">Expired<", page.body, 1, true)
    assert.is_nil(page.body:find("<form", 1, true))
    local opened = open(PAGE, { timeout_express = "1m" })
    submit(read_form(opened), "open")
    shop:pass(60)
    assert.matches(">Closed<", get(read_form(opened).action).body, 1, true)
  end)

  it("is behind the code of an order, which is scanned by opening it", function()
    local node = shop:call("precreate", shop:order { subject = "扫码" })
    local path = node.qr_code:match "/q/%w+$"
    assert.equal(gw.endpoint .. path, node.qr_code)
    local picture = get(path .. ".png")
    assert.equal("image/png", picture.headers["content-type"])
    local file = gw.dir .. "/code.png"
    assert(fs.replace(file, picture.body))
    local pipe <close> = assert(io.popen("zbarimg -q --raw " .. file .. " 2>/dev/null"))
    assert.equal(node.qr_code .. "\n", pipe:read "a")
    assert(support.fetch { url = node.qr_code, method = "HEAD" })
    assert.equal("ACQ.TRADE_NOT_EXIST", shop:status(node.out_trade_no))
    local page = get(path)
    assert.matches(path .. ".png", page.body, 1, true)
    assert.matches("扫码", page.body, 1, true)
    assert.equal("WAIT_BUYER_PAY", shop:status(node.out_trade_no))
    local done = submit(read_form(page), "success")
    assert.is_nil(done.headers.refresh)
    assert.equal("TRADE_SUCCESS", shop:status(node.out_trade_no))
    assert.matches(">Paid<", get(path).body, 1, true)
  end)

  it("refuses with a page in GBK and status 200", function()
    local _, number, query = open(PAGE)
    shop:pay(number)
    local text = require "alipay.core.text"
    for code, address in pairs {
      ["ACQ.TRADE_HAS_SUCCESS"] = "?" .. query, ["invalid-signature"] = "?" .. query:gsub("&sign=...", "&sign=AAA"),
      ["missing-method"] = nil,
    } do
      local response = get(gw.gateway .. address)
      assert.equal(200, response.status)
      assert.equal("text/html;charset=GBK", response.headers["content-type"])
      assert.matches(code, text.convert(response.body, "GBK", "UTF-8"), 1, true)
    end
    assert.matches("ACQ.INVALID_PARAMETER", open(PAGE, { subject = "" }).body, 1, true)
  end)

  it("acts only on its own forms", function()
    local response, number = open(PAGE)
    local page, other = read_form(response), read_form((open(PAGE)))
    local function refused(status, ...)
      local answer = submit(...)
      assert.equal(status, answer.status)
      assert.equal("ACQ.TRADE_NOT_EXIST", shop:status(number))
    end
    refused(403, page, "success", { token = false })
    refused(403, page, "success", { token = other.token })
    refused(403, page, "success", nil, { "Origin: http://evil.example" })
    refused(403, page, "success", nil, { "Origin: null" })
    refused(403, page, "success", nil, { "Referer: http://127.0.0.1.evil.example/" })
    refused(403, page, "success", nil, { "Sec-Fetch-Site: cross-site" })
    refused(400, page, "steal")
    refused(400, page, nil)
    local twice = assert(support.fetch {
      url = gw.endpoint .. page.action, method = "POST", headers = { "Content-Type: application/x-www-form-urlencoded" },
      body = ("token=%s&token=%s&outcome=success"):format(page.token, page.token),
    })
    assert.equal(403, twice.status)
    local host = gw.endpoint:match "//(.*)$"
    local answer = submit(page, "success", nil, { "Origin: http://" .. host, "Referer: http://" .. host .. "/gateway.do?x=1",
      "Sec-Fetch-Site: same-origin" })
    assert.equal(200, answer.status)
    assert.equal("TRADE_SUCCESS", shop:status(number))
  end)

  it("is found by whoever knows the whole address alone", function()
    local page = read_form((open(PAGE)))
    local id, secret = page.action:match "^/cashier/(%d+)%-(%x+)"
    for _, path in ipairs {
      "/cashier/" .. id, "/cashier/" .. id .. "-", "/cashier/" .. id .. "-" .. ("0"):rep(32), "/cashier/999999-" .. secret,
      "/cashier/" .. id .. "0-" .. secret, "/cashier/99999999999999999999-" .. secret, "/cashier/", "/cashier/x", "/q/", "/q/none",
      "/q/none.png", "/q/%00", "/_page/none",
    } do
      assert.equal(404, get(path).status, path)
    end
    local node = shop:call("precreate", shop:order())
    for _, path in ipairs { node.qr_code, node.qr_code .. ".png", gw.endpoint .. "/_page/style.css" } do
      assert.equal(405, support.fetch({ url = path, method = "POST", body = "" }).status)
    end
    for _, line in ipairs(gw.lines) do assert.is_nil(line:find(secret, 1, true)) end
  end)

  it("escapes what it shows, and lets nothing run", function()
    local evil = [["><script>alert('1')</script>{token}{!x}%s]]
    local response, number = open(PAGE, { subject = evil, body = evil, qr_pay_mode = "2" }, { return_url = "javascript:alert(1)" })
    local done = submit(read_form(response), "success")
    for _, page in ipairs { response, done } do
      assert.is_nil(page.body:find("<script", 1, true))
      assert.matches("{token}{!x}%%s", page.body)
      assert.is_nil(page.body:find('href="javascript', 1, true))
      local policy = page.headers["content-security-policy"]
      assert.matches("default-src 'none'", policy, 1, true)
      assert.matches("frame-ancestors 'none'", policy, 1, true)
      assert.is_nil(policy:find("unsafe", 1, true))
      assert.equal("nosniff", page.headers["x-content-type-options"])
    end
    assert.is_nil(done.headers.refresh)
    assert.matches("javascript:alert(1)", done.body, 1, true)
    assert.equal("TRADE_SUCCESS", shop:status(number))
    local framed = open(PAGE, { qr_pay_mode = "4" })
    assert.is_nil(framed.headers["content-security-policy"]:find("frame-ancestors", 1, true))
    local breaking = open(WAP, { quit_url = "http://127.0.0.1/ä\r\nSet-Cookie: a=b" })
    local cancelled = submit(read_form(breaking), "cancel")
    assert.matches("Payment cancelled", cancelled.body, 1, true)
    assert.is_nil(cancelled.headers.refresh)
    assert.is_nil(cancelled.headers["set-cookie"])
  end)

  it("speaks Chinese and English", function()
    local action = read_form((open(PAGE))).action:match "^[^?]*"
    local function language(header, query)
      return get(action .. (query or ""), { "Accept-Language: " .. header }).body:match '<html lang="(%a+)"'
    end
    for header, expected in pairs {
      ["zh-CN,zh;q=0.9,en;q=0.8"] = "zh", ["en-US,en"] = "en", ["fr,zh-TW;q=0.5"] = "zh", ["fr"] = "en", ["zhx"] = "en",
      ["*"] = "en",
    } do
      assert.equal(expected, language(header), header)
    end
    assert.equal("zh", language("en", "?lang=zh"))
    assert.equal("en", language("zh", "?lang=en"))
    assert.equal("zh", language("zh", "?lang=<x>"))
    assert.matches("确认付款", get(action .. "?lang=zh").body, 1, true)
  end)

  it("has all its words in both languages", function()
    local words = require "alipay.gateway.cashier.words"
    for name in pairs(words.en) do assert.is_string(words.zh[name], name) end
    for name in pairs(words.zh) do assert.is_string(words.en[name], name) end
  end)
end)
