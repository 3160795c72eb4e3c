-- SPDX-License-Identifier: MIT
-- Requests for others to send: page forms and URLs for browsers, order strings for the app.

local alipay = require "alipay"
local async = require "alipay.async"
local form = require "alipay.core.form"
local gateway_support = require "spec.support.gateway"
local key = require "alipay.core.key"
local support = require "spec.support.client"
local text = require "alipay.core.text"

local FIVE = [[&<>"' 二维码]]
local ENTITIES = { ["&amp;"] = "&", ["&lt;"] = "<", ["&gt;"] = ">", ["&quot;"] = '"', ["&#39;"] = "'" }

local function plain(html)
  return (html:gsub("&[a-z0-9#]+;", ENTITIES))
end

local function as_table(pairs_list)
  local params = {}
  for _, pair in ipairs(pairs_list) do
    assert.is_nil(params[pair[1]])
    params[pair[1]] = pair[2]
  end
  return params
end

describe("page and order", function()
  local client, gw, public
  setup(function()
    client, gw = support.gateway()
    public = key.load_private(gw:profile().private_key):public()
  end)
  teardown(function() support.finish(gw) end)

  local function content()
    return { subject = FIVE, out_trade_no = "1", total_amount = "88.88", product_code = "FAST_INSTANT_TRADE_PAY" }
  end
  local function verified(params)
    return public:verify(form.canonical(params), params.sign, params.sign_type)
  end

  -- What a browser would send for a form.
  local function read_form(html)
    local action = plain(assert(html:match 'action="([^"]*)"'))
    local fields = {}
    for name, value in html:gmatch 'name="([^"]*)" value="([^"]*)"' do fields[plain(name)] = plain(value) end
    return action, fields
  end

  it("the form holds biz_content, and everything else is in its action", function()
    local query = { return_url = "http://a.example/?x='1'&y=<2>" }
    local html = assert(client.alipay.trade.page.pay:page { content = content(), query = query })
    local action, fields = read_form(html)
    local params = as_table(form.decode(action:match "%?(.*)$"))
    assert.equal("utf-8", params.charset)
    assert.equal("alipay.trade.page.pay", params.method)
    assert.equal(query.return_url, params.return_url)
    assert.is_nil(params.biz_content)
    assert.equal("biz_content", (next(fields)))
    assert.is_nil(next(fields, "biz_content"))
    params.biz_content = fields.biz_content
    assert.matches(FIVE:gsub('"', '\\"'), params.biz_content, 1, true)
    assert.is_true(verified(params))
    assert.matches("<noscript><button type=\"submit\">", html, 1, true)
  end)

  it("none of the five characters stands in it unescaped", function()
    local query = { return_url = "http://a.example/?" .. FIVE }
    local html = assert(client.alipay.trade.page.pay:page { content = content(), query = query })
    local value = html:match 'name="biz_content" value="(.-)">\n'
    assert.is_nil(value:find "[<>\"']")
    assert.is_nil(value:gsub("&[a-z0-9#]+;", ""):find("&", 1, true))
    for entity in pairs(ENTITIES) do assert.matches(entity, value, 1, true) end
    local action = html:match 'action="(.-)" accept'
    assert.is_nil(action:find "[<>\"']")
    assert.is_nil(action:gsub("&amp;", ""):find("&", 1, true))
  end)

  it("what a browser makes of it shows a page at the gateway", function()
    local action, fields = read_form(assert(client.alipay.trade.page.pay:page { content = content() }))
    local response = assert(gateway_support.fetch {
      url = action, method = "POST", headers = { "Content-Type: application/x-www-form-urlencoded" }, body = form.encode(fields),
    })
    assert.equal(200, response.status)
    assert.matches('<body class="cashier">', response.body, 1, true)
    assert.matches("二维码", response.body, 1, true)
  end)

  it("http = GET gives the URL", function()
    local url = assert(client.alipay.trade.wap.pay:page { content = content(), http = "GET" })
    assert.is_true(verified(as_table(form.decode(url:match "%?(.*)$"))))
    local response = assert(gateway_support.fetch { url = url })
    assert.equal(200, response.status)
    assert.matches('<body class="cashier">', response.body, 1, true)
  end)

  it("a spoilt one gets the platform's page in GBK", function()
    local url = assert(client.alipay.trade.page.pay:page { content = content(), http = "GET" })
    local response = assert(gateway_support.fetch { url = (url:gsub("88%.88", "88.89")) })
    assert.equal("text/html;charset=GBK", response.headers["content-type"])
    assert.is_false(text.is_utf8(response.body))
    local shown = plain(assert(text.convert(response.body, "GB18030", "UTF-8")))
    assert.matches("调试错误，请回到请求来源地", shown, 1, true)
    assert.matches("invalid-signature", shown, 1, true)
    assert.matches("&biz_content={", shown, 1, true)
    response = assert(gateway_support.fetch { url = (url:gsub("app_id=%d+", "app_id=1")) })
    assert.matches("invalid-app-id", text.convert(response.body, "GB18030", "UTF-8"), 1, true)
  end)

  it("pager does the same for the verbs of calls", function()
    assert.matches("^<!DOCTYPE html>", (assert(client.alipay.trade.page.pay:post { content = content(), pager = true })))
    assert.matches("^http://127", (assert(client.alipay.trade.page.pay:get { content = content(), pager = true })))
    assert.matches("^http://127", (assert(client.alipay.trade.page.pay:post { content = content(), pager = "GET" })))
    local promise = client.alipay.trade.page.pay:postAsync { content = content(), pager = true }
    assert.matches("^<!DOCTYPE html>", (assert(promise:wait())))
    assert.is_table(client.alipay.open.appQrcodeCreate:post {
      content = { url_param = "a", query_param = "b", describe = "c" }, pager = false,
    })
  end)

  it("an order string is signed, encoded, and ends with its signature", function()
    local order = assert(client.alipay.trade.app.pay:order { content = content() })
    assert.matches("^app_id=.*&sign=[%w%%.]+$", order)
    local params = as_table(form.decode(order))
    assert.equal("alipay.trade.app.pay", params.method)
    assert.is_true(verified(params))
    assert.matches('<body class="cashier">', gateway_support.fetch({ url = gw.gateway .. "?" .. order }).body, 1, true)
  end)

  it("mini programs want it encoded once more", function()
    local order = assert(client.alipay.trade.app.pay:order { content = content(), mini = true })
    assert.is_nil(order:find "[=&%s]")
    local once = form.decode("x=" .. order)[1][2]
    assert.is_true(verified(as_table(form.decode(once))))
  end)

  it("nothing is sent", function()
    local settings = gw:profile()
    settings.gateway = "http://127.0.0.1:1/gateway.do"
    local offline = alipay.client(settings)
    assert.is_string(offline.alipay.trade.page.pay:page { content = content() })
    assert.is_string(offline.alipay.trade.app.pay:order { content = content() })
  end)

  it("a page in GBK holds GBK", function()
    local settings = gw:profile()
    settings.params = { charset = "GBK" }
    local html = assert(alipay.client(settings).alipay.trade.page.pay:page { content = content() })
    assert.matches('<meta charset="GBK">', html, 1, true)
    local action, fields = read_form(html)
    local params = as_table(form.decode(action:match "%?(.*)$"))
    params.biz_content = fields.biz_content
    assert.is_true(verified(params))
    assert.matches("二维码", text.convert(fields.biz_content, "GB18030", "UTF-8"), 1, true)
  end)

  it("a signer that takes time holds up its task only", function()
    local settings = gw:profile()
    local private = key.load_private(settings.private_key)
    settings.private_key = nil
    function settings.signer(bytes, sign_type)
      async.sleep(0.02)
      return private:sign(bytes, sign_type)
    end
    local slow = alipay.client(settings)
    local seen = {}
    local task = async.run(function()
      seen[#seen + 1] = "before"
      local order = assert(slow.alipay.trade.app.pay:order { content = content() })
      seen[#seen + 1] = "after"
      return order
    end)
    async.run(function() seen[#seen + 1] = "meanwhile" end)
    assert.is_true(verified(as_table(form.decode(assert(task:wait())))))
    assert.same({ "before", "meanwhile", "after" }, seen)
  end)

  it("wrong options raise", function()
    local pay = client.alipay.trade.page.pay
    assert.has_error(function() pay:page { content = content(), http = "PUT" } end)
    assert.has_error(function() pay:page { content = content(), body = alipay.multipart {} } end)
    assert.has_error(function() pay:order { content = content(), http = "GET" } end)
    assert.has_error(function() pay:post { body = alipay.multipart {}, pager = true } end)
    assert.has_error(function() pay:post { content = content(), pager = "PUT" } end)
  end)
end)
