-- SPDX-License-Identifier: MIT
-- The gateway's own page: who gets the control token with it, what it loads, and the events that keep it live.

local control = require "spec.support.control"
local json = require "alipay.json"
local loop = require "alipay.core.loop"
local merchant = require "spec.support.merchant"
local socket = require "socket"
local shops = require "spec.support.trade"
local support = require "spec.support.gateway"

describe("the gateway's page", function()
  local shop, gw, host

  setup(function()
    shop = shops.start()
    gw = shop.gw
    host = gw.endpoint:match "//(.*)$"
  end)
  teardown(function() shop:finish() end)

  local function get(path, ...)
    return assert(support.fetch { url = gw.endpoint .. path, headers = { ... } })
  end

  local function has_token(...)
    local page = get("/", ...)
    assert.equal(200, page.status)
    return page.body:find(gw.control_token, 1, true) ~= nil
  end

  it("comes with the token to whoever opens it here", function()
    assert.is_true(has_token())
    assert.is_true(has_token("Sec-Fetch-Site: none"))
    assert.is_true(has_token("Sec-Fetch-Site: same-origin", "Referer: " .. gw.endpoint .. "/?lang=zh"))
    assert.is_true(has_token("Host: localhost:" .. host:match "%d+$"))
    assert.is_true(has_token "Host: 127.0.0.1")
  end)

  it("comes without it to everybody else", function()
    assert.is_false(has_token "Host: evil.example")
    assert.is_false(has_token("Host: localhost.evil.example:" .. host:match "%d+$"))
    assert.is_false(has_token "Host: 127.0.0.1.evil.example")
    assert.is_false(has_token "Origin: http://evil.example")
    assert.is_false(has_token "Origin: null")
    assert.is_false(has_token "Referer: http://evil.example/")
    assert.is_false(has_token("Referer: http://" .. host .. ".evil.example/"))
    assert.is_false(has_token "Sec-Fetch-Site: cross-site")
    assert.is_false(has_token "Sec-Fetch-Site: same-site")
  end)

  it("comes without it to other users and machines", function()
    local visitor = require "alipay.gateway.visitor"
    for _, peer in ipairs {
      { "10.0.0.1", 80 }, { "127.0.0.1", 1 }, { "::1", 1 }, { "fe80::", 80 }, { "", 0 }, { "127.0.0.1.2", 80 },
    } do
      assert.is_false(visitor.is_this_user(gw, { peer = function() return table.unpack(peer) end }), peer[1])
    end
    local status = assert(io.open "/proc/self/status"):read "a"
    if not status:find "\nUid:\t0\t0" then return end -- only root becomes somebody else
    local file = gw.dir .. "/page"
    local as_nobody = "setpriv --reuid=65534 --clear-groups curl -s --noproxy '*' " .. gw.endpoint .. "/"
    os.execute(("(%s > %s; echo end >> %s) &"):format(as_nobody, file, file))
    local body
    merchant.step_until(function()
      local kept <close> = io.open(file, "r")
      body = kept and kept:read "a" or ""
      return body:find "end\n$"
    end)
    assert.matches(gw.app_id, body, 1, true)
    assert.is_nil(body:find(gw.control_token, 1, true))
  end)

  it("is in Chinese and English, and runs its own script alone", function()
    assert.matches("本地网关", get("/", "Accept-Language: zh-CN").body, 1, true)
    local page = get("/?lang=en", "Accept-Language: zh-CN")
    assert.matches("local gateway", page.body, 1, true)
    assert.matches("alipay.trade.precreate", page.body, 1, true)
    local policy = page.headers["content-security-policy"]
    for _, part in ipairs { "default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'" } do
      assert.matches(part, policy, 1, true)
    end
    assert.is_nil(policy:find("unsafe", 1, true))
    assert.is_nil(page.body:find "<script>")
    local loaded = 0
    for path in page.body:gmatch '="(/_page/[^"]+)"' do
      local file = get(path)
      assert.equal(200, file.status, path)
      assert.equal("nosniff", file.headers["x-content-type-options"])
      loaded = loaded + 1
    end
    assert.equal(3, loaded)
    assert.equal(405, support.fetch({ url = gw.endpoint .. "/_page/page.js", method = "POST", body = "" }).status)
  end)

  it("asks for kinds that there are", function()
    local script = get("/_page/page.js").body
    local kinds = 0
    for kind in script:gmatch "\n  (%l+): %[say" do
      local answer, status = control.call(gw, "state", { kind = kind, limit = 200 })
      assert.equal(200, status, kind)
      assert.is_table(answer.items)
      kinds = kinds + 1
    end
    assert.equal(9, kinds)
    for name in script:gmatch 'button%([^\n]-, "(%l+)", ' do assert.not_equal(404, select(2, control.call(gw, name, {})), name) end
    assert.is_nil(script:find "innerHTML")
    assert.is_nil(script:find "eval")
  end)

  it("shows the pictures of codes that were made", function()
    shop:call("alipay.open.app.qrcode.create", { url_param = "p", query_param = "x=1", describe = "二维码" })
    local item = control.call(gw, "state", { kind = "qrcodes" }).items[1]
    assert.equal("二维码", item.describe)
    assert.equal("image/png", support.fetch({ url = item.qr_code_url }).headers["content-type"])
  end)

  -- A connection that reads events: text that arrived, and the kinds in it.
  local function watch(lines)
    local peer = assert(socket.connect("127.0.0.1", tonumber(host:match "%d+$")))
    peer:settimeout(0)
    assert(peer:send("GET /_control/events HTTP/1.1\r\nHost: " .. host .. "\r\n" .. (lines or "Authorization: Bearer "
      .. gw.control_token .. "\r\n") .. "\r\n"))
    local heard = { text = "", peer = peer }
    function heard.listen()
      local whole, _, part = peer:receive "*a"
      heard.text = heard.text .. (whole or part or "")
      return heard.text
    end
    function heard.until_there(text)
      merchant.step_until(function() return heard.listen():find(text, 1, true) end)
    end
    return heard
  end

  it("is told of what is new, gathered", function()
    local heard = watch()
    heard.until_there "text/event-stream"
    heard.until_there "retry: 1000"
    shop:create()
    heard.until_there '"requests"'
    heard.until_there '"changes"'
    loop.step(0.2)
    local before = select(2, heard.listen():gsub("event: changed", ""))
    for _ = 1, 50 do gw:announce "many" end
    heard.until_there '"many"'
    gw:announce "last"
    heard.until_there '"last"'
    assert.equal(before + 2, (select(2, heard.listen():gsub("event: changed", ""))))
    local data = heard.text:match "data: (%b{})"
    assert.is_table(json.decode(data).kinds)
    heard.peer:close()
    merchant.step_until(function()
      gw:announce "changes"
      return next(gw.subscribers) == nil
    end)
  end)

  it("is told only with the token, from its own origin, and not too often at once", function()
    for lines, status in pairs {
      [""] = 401, ["Authorization: Bearer wrong\r\n"] = 401,
      ["Authorization: Bearer " .. gw.control_token .. "\r\nOrigin: http://evil.example\r\n"] = 403,
    } do
      local heard = watch(lines)
      heard.until_there("HTTP/1.1 " .. status)
      heard.peer:close()
    end
    assert.equal(405, support.fetch({ url = gw.control .. "/events", method = "POST", body = "",
      headers = { "Authorization: Bearer " .. gw.control_token } }).status)
    local all = {}
    for i = 1, 32 do
      all[i] = watch()
      all[i].until_there "retry"
    end
    local one_more = watch()
    one_more.until_there "HTTP/1.1 503"
    for _, heard in ipairs(all) do heard.peer:close() end
    merchant.step_until(function()
      gw:announce "changes"
      loop.step(0.15)
      return next(gw.subscribers) == nil
    end)
  end)

  it("ends with the gateway", function()
    local other = support.start()
    host = other.endpoint:match "//(.*)$"
    local kept = gw
    gw = other
    local heard = watch()
    heard.until_there "retry"
    support.finish(other)
    gw, host = kept, kept.endpoint:match "//(.*)$"
    local ended
    merchant.step_until(function()
      ended = select(2, heard.peer:receive "*a") == "closed"
      return ended
    end)
    loop.step(0.2)
  end)
end)
