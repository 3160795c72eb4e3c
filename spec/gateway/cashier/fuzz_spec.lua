-- SPDX-License-Identifier: MIT
-- Random parameters at the cashier: signed orders of any shape, addresses and forms that were tampered with. No request may fail
-- inside, no page may hold what a client sent without escaping it, no money may move without the form's token. FUZZ_SEED tries another
-- seed, FUZZ_SECONDS goes on for so long.

local form = require "alipay.core.form"
local html = require "alipay.util.html"
local json = require "alipay.json"
local shops = require "spec.support.trade"
local support = require "spec.support.gateway"

local SEEDS = { 1, 2 }
local ROUNDS = 150
local SECONDS = tonumber(os.getenv "FUZZ_SECONDS")
if os.getenv "FUZZ_SEED" then SEEDS = { math.tointeger(os.getenv "FUZZ_SEED") } end

-- Stands in whatever is sent; found in a page as it is, it was not escaped.
local MARK = "<mark'\"&"

local TEXTS = {
  "", "1", "A1", "8.80", "0.01", "0", "-1", "1e9", "100000000", "NaN", "88.888", "茶", MARK, MARK:rep(40), "{token}",
  "{!switch}", "%s%n%d",
  "\0", "\r\nX-Evil: 1", "\27[31m", "\xFF\xFE", "\xD6\xD0", "javascript:alert(1)", "http://127.0.0.1/back?x=1#y",
  "http://a b/", "//x",
  "http://127.0.0.1/" .. MARK, "https://[::1]:9/", "myapp://pay", "data:text/html,x", "1m", "90m", "1c", "2999-01-01 00:00:00",
  "2000-01-01 00:00:00", "success", "open", "cancel", "balance", "wait", ("x"):rep(300), ("9"):rep(400), "../../etc/passwd",
  "4", "0",
}
local NAMES = {
  "out_trade_no", "total_amount", "subject", "product_code", "body", "quit_url", "timeout_express", "time_expire",
  "passback_params",
  "qr_pay_mode", "seller_id", "goods_detail", "extend_params", "buyer_open_id", "enable_pay_channels", MARK, "",
}
local METHODS = { "alipay.trade.page.pay", "alipay.trade.wap.pay", "alipay.trade.app.pay", "alipay.trade.precreate" }
local CHARSETS = { "utf-8", "utf-8", "utf-8", "utf-8", "utf-8", "UTF-8", "GBK", "gb18030", "GB2312", "latin1", MARK }

local function pick(list) return list[math.random(#list)] end

local function value(depth)
  local kind = math.random(10)
  if kind <= 6 or depth > 3 then return pick(TEXTS) end
  if kind == 7 then return math.random(-5, 1000) end
  if kind == 8 then return pick { true, false, json.null, 8.5, 1e300 } end
  local made = {}
  for i = 1, math.random(0, 3) do made[kind == 9 and i or pick(NAMES)] = value(depth + 1) end
  return made
end

-- An order that is whole more often than not, and its text.
local function order(number)
  local content = { out_trade_no = "F" .. number, total_amount = "8.80", subject = "x" .. MARK, product_code = "P" }
  for _ = 1, math.random(0, 3) * math.random(0, 1) do content[pick(NAMES)] = value(1) end
  local fine, text = pcall(json.encode, content)
  if not fine or not require("alipay.core.text").is_utf8(text) then text = '{"out_trade_no":"F"}' end
  if math.random(12) == 1 then text = text:sub(1, math.random(#text)) end
  return text
end

-- Some bytes of a text changed.
local function tamper(text)
  for _ = 1, math.random(0, 3) do
    local at = math.random(#text + 1)
    text = text:sub(1, at - 1) .. pick { "", "%00", "&", "=", "/", "x", "%", "-", "?",
      "\195\164" } .. text:sub(at + math.random(0, 2))
  end
  return (text:gsub("[%c #\x7F-\xFF]", form.escape))
end

describe("the cashier with random parameters", function()
  local shop, gw

  setup(function()
    shop = shops.start()
    gw = shop.gw
  end)
  teardown(function() shop:finish() end)

  local round

  -- No page says what was sent as it was sent, no header has a line of a client's.
  local function judge(response)
    if not response then return nil end -- a target that is no HTTP at all
    local said = ("round %s: %s"):format(round, response.body:sub(1, 2000))
    assert.is_true(response.status < 500, said)
    if (response.headers["content-type"] or ""):find "^text/html;charset=utf%-8" and response.body:find "^<!DOCTYPE" then
      assert.is_nil(response.body:find(MARK, 1, true), said)
      assert.is_nil(response.body:find('href="javascript', 1, true), said)
    end
    assert.is_nil(response.headers["x-evil"], said)
    for position = 1, #gw.lines do assert.is_nil(gw.lines[position]:find("internal error", 1, true), gw.lines[position]) end
    for i = #gw.lines, 1, -1 do gw.lines[i] = nil end
    return response
  end

  local function fetch(options)
    options.headers = options.headers or { pick { "Accept-Language: zh", "Accept-Language: " .. MARK, "Accept: */*" } }
    return judge((support.fetch(options)))
  end

  local function paid()
    return gw.store:first("SELECT count(*) AS count FROM trades WHERE paid IS NOT NULL").count
  end

  local function submit(action, fields)
    return fetch {
      url = gw.endpoint .. action, method = "POST", body = fields,
      headers = { "Content-Type: application/x-www-form-urlencoded", pick { "A: b", "Origin: " .. gw.endpoint,
      "Origin: http://evil" } },
    }
  end

  -- What a buyer may find on a page, and what he may do to it. The money that moved without the page's token.
  local function play(response)
    local action, token = response.body:match ' action="(/[^"]*)"', response.body:match 'name="token" value="(%x+)"'
    if not action then return end
    action = html.unescape(action)
    local before = paid()
    submit(action, form.encode { token = pick { "", MARK, token:reverse(), "0" }, outcome = "success", buyer = pick(TEXTS) })
    submit(action, tamper(form.encode { outcome = pick(TEXTS), [pick(NAMES)] = pick(TEXTS) }))
    local path = action:match "^[^?]*"
    local other = tamper(path) .. "x"
    if other:match "^[^?]*" ~= path then submit(other, form.encode { token = token, outcome = "success" }) end
    fetch { url = gw.endpoint .. tamper(action) }
    assert.equal(before, paid(), "round " .. round)
    submit(action, form.encode {
      token = token, outcome = pick { "success", "success", "success", "open", "cancel", "balance", pick(TEXTS) },
      buyer = pick { shop.buyers[1].user_id, shop.buyers[1].user_id, shop.buyers[2].logon_id, pick(TEXTS) },
    })
    fetch { url = gw.endpoint .. action }
  end

  local function one()
    local method = pick(METHODS)
    local params = support.params(gw, method, {
      biz_content = order(math.random(1000000)), charset = pick(CHARSETS), return_url = pick { false, pick(TEXTS) },
      notify_url = false,
    })
    local query = form.encode(support.sign(gw, params))
    if math.random(6) == 1 then query = tamper(query) end
    local response
    if math.random(2) == 1 then
      response = fetch { url = gw.gateway .. "?" .. query }
    else
      response = fetch { url = gw.gateway .. "?charset=" .. form.escape(params.charset), method = "POST", body = query,
        headers = { "Content-Type: application/x-www-form-urlencoded" } }
    end
    if not response then return end
    local code = response.body:match [["qr_code":"[^"]-(\/q\/%w+)"]]
    if code then response = fetch { url = gw.endpoint .. code:gsub("\\", "") .. pick { "", ".png", "x",
      "?lang=" .. form.escape(MARK) } } end
    if response then play(response) end
  end

  for _, seed in ipairs(SEEDS) do
    it("does what it should, seed " .. seed, function()
      math.randomseed(seed)
      local started, rounds = os.time(), 0
      repeat
        rounds = rounds + 1
        round = ("%d of seed %d"):format(rounds, seed)
        one()
        if rounds % 50 == 0 then shop:pass(60) end
      until SECONDS and os.time() - started >= SECONDS or not SECONDS and rounds == ROUNDS
      assert.is_true(paid() > 0)
      if SECONDS then print(("%d rounds, %d paid"):format(rounds, paid())) end
    end)
  end
end)
