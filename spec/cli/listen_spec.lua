-- SPDX-License-Identifier: MIT
-- `alipay-lua listen` as a user runs it: what is printed, what a shop gets, what the platform is answered, also when the listener is
-- killed on the way.

local form = require "alipay.core.form"
local fs = require "alipay.core.fs"
local json = require "alipay.json"
local loop = require "alipay.core.loop"
local notify_support = require "spec.support.notify"
local process = require "alipay.core.process"
local server = require "alipay.core.server"
local support = require "spec.support.command"
local visit = require "alipay.http"

describe("alipay-lua listen", function()
  local box, shop, got, behave, children

  local function settings()
    return (("ALIPAY_STATE_DIR=@ XDG_CONFIG_HOME=@ NO_COLOR=1 ALIPAY_APP_ID=# ALIPAY_PRIVATE_KEY=@/app.pem "
      .. "ALIPAY_PUBLIC_KEY=@/alipay.pem"):gsub("@", box.dir):gsub("#", notify_support.APP_ID))
  end

  -- A listener in a process of its own; its URL, and functions to end it.
  local function listen(arguments, environment)
    local pipe = assert(io.popen(("echo $$; exec env %s %s %s --json listen --port 0 %s 2>>%s/stderr"):format(
      environment or "", settings(), support.program, arguments or "", box.dir)))
    local child = { pid = pipe:read "l", pipe = pipe }
    local line = assert(pipe:read "l", box.read "stderr")
    local ready = assert(json.decode(line))
    child.url, child.forward_to = ready.url, ready.forward_to
    function child.stop(signal)
      if not child.pipe then return end
      os.execute(("kill -%s %s"):format(signal or "TERM", child.pid))
      local rest = child.pipe:read "a"
      local _, _, code = child.pipe:close()
      child.pipe = nil
      return rest, code
    end
    children[#children + 1] = child
    return child
  end

  before_each(function()
    box, got, children = support.sandbox(), {}, {}
    assert(fs.create(box.dir .. "/app.pem", notify_support.app:pem()))
    assert(fs.create(box.dir .. "/alipay.pem", notify_support.alipay:public():pem()))
    assert(fs.create(box.dir .. "/stderr", ""))
    behave = function(exchange) exchange:respond(200, {}, "success") end
    shop = assert(server.start { on_request = function(exchange)
      got[#got + 1] = {
        body = exchange:body(), headers = exchange:headers(), query = exchange:query(), path = exchange:path(),
      }
      behave(exchange)
    end })
  end)
  after_each(function()
    for _, child in ipairs(children) do child.stop "KILL" end
    shop:stop()
    box.remove()
  end)

  local function address()
    return ("http://127.0.0.1:%d/shop"):format(shop:port())
  end

  local function post(url, body)
    local reply, err = visit.fetch(url, {
      method = "POST", body = body, proxy = "", timeout = 30,
      headers = { "Content-Type: application/x-www-form-urlencoded; charset=utf-8", "X-Shop: 7" },
    })
    return reply and reply.body, err
  end

  it("shows no password of the address that it hands on to", function()
    assert.equal("http://****@127.0.0.1:1/x", listen("--forward-to http://user:hunter2@127.0.0.1:1/x").forward_to)
  end)

  it("hands on the bytes that came, with their headers, and answers as the shop did", function()
    local child = listen("--forward-to " .. address())
    local body = notify_support.body()
    assert.equal("success", post(child.url .. "?tenant=3", body))
    assert.equal(1, #got)
    assert.equal(body, got[1].body)
    assert.equal("/shop", got[1].path)
    assert.same({ { "tenant", "3" } }, got[1].query)
    assert.equal("7", got[1].headers["x-shop"])
    assert.equal("application/x-www-form-urlencoded; charset=utf-8", got[1].headers["content-type"])
    assert.equal(("127.0.0.1:%d"):format(shop:port()), got[1].headers.host)
    -- The same event again is answered from the journal.
    assert.equal("success", post(child.url, body))
    assert.equal(1, #got)
    local out, code = child.stop()
    assert.equal(0, code)
    local line = assert(json.decode(out:match "^[^\n]+"))
    assert.equal("paid", line.event)
    assert.equal("88.80", line.params.total_amount)
    assert.same({ good = true, status = 200, answer = "success" }, line.forwarded)
  end)

  it("answers fail for every other answer of the shop, follows no redirect, and hands on again", function()
    local child = listen("--timeout 1 --forward-to " .. address())
    local answers = {
      function(exchange) exchange:respond(200, {}, "success\n") end,
      function(exchange) exchange:respond(500, {}, "success") end,
      function(exchange) exchange:respond(302, { Location = address() }, "") end,
      function(exchange) exchange:drop() end,
      function() end, -- never answers
    }
    for i, answer in ipairs(answers) do
      behave = answer
      assert.equal("fail", post(child.url, notify_support.body()))
      assert.equal(i, #got)
    end
    behave = function(exchange) exchange:respond(200, {}, "success") end
    assert.equal("success", post(child.url, notify_support.body()))
    local out = child.stop()
    assert.matches("not exactly 'success'", out, 1, true)
    assert.matches("HTTP status 500", out, 1, true)
    assert.matches("HTTP status 302", out, 1, true)
  end)

  it("refuses what Alipay did not sign, and hands nothing of it on", function()
    local child = listen("--forward-to " .. address())
    assert.equal("fail", post(child.url, (notify_support.body():gsub("88%.80", "0.01"))))
    assert.equal(0, #got)
    child.stop()
    assert.matches("refused: ", box.read "stderr", 1, true)
  end)

  it("shows and hands on the kinds that were asked for, and answers for the others", function()
    local child = listen("--kind refund --forward-to " .. address())
    assert.equal("success", post(child.url, notify_support.body()))
    assert.equal(0, #got)
    assert.equal("success", post(child.url, notify_support.body {
      notify_id = "refund-1", refund_fee = "1.00", gmt_refund = "2026-11-23 16:50:00.001",
    }))
    assert.equal(1, #got)
    local out = child.stop()
    assert.equal("refund", json.decode(out:match "^[^\n]+").event)
  end)

  -- Runs the command while the shop is served here; output and exit code.
  local function run(arguments)
    local result
    assert(process.start({
      argv = { "sh", "-c", ("exec env %s %s %s 2>&1"):format(settings(), support.program, arguments) }, timeout = 60,
      environment = { "LC_ALL=C.UTF-8" },
    }, function(ended, message) result = ended or { output = message } end))
    while not result do loop.step(1) end
    return result.output, result.code
  end

  it("hands on again from the journal, by id and by time", function()
    local child = listen()
    assert.equal("success", post(child.url, notify_support.body()))
    assert.equal("success", post(child.url, notify_support.body { notify_id = "second" }))
    assert.equal(0, #got)
    local out, code = run("listen --replay second --forward-to " .. address())
    assert.equal(0, code, out)
    assert.equal(1, #got)
    assert.matches("paid  order-20261123-1  88.80  2026112322001101770500000001  -> success", out, 1, true)
    assert.matches("notify_id=second", got[1].body, 1, true)
    out, code = run("listen --since 2020-01-01 --forward-to " .. address())
    assert.equal(0, code, out)
    assert.equal(3, #got)
    out, code = run("listen --since 2099-01-01 --forward-to " .. address())
    assert.equal(0, code)
    assert.matches("nothing to hand on", out, 1, true)
    behave = function(exchange) exchange:respond(503, {}, "") end
    out, code = run("listen --replay second --forward-to " .. address())
    assert.equal(3, code)
    assert.matches("1 of 1 were not handed on: HTTP status 503", out, 1, true)
    out, code = run("listen --replay third --forward-to " .. address())
    assert.equal(2, code)
    assert.matches("has no message third", out, 1, true)
    child.stop()
  end)

  it("loses nothing when it is killed at any step", function()
    for _, step in ipairs { "verified", "received", "handling", "returned", "handled", "answered" } do
      local before = #got
      local id = "killed-at-" .. step
      local init = ([[LUA_INIT='require("alipay.notify.handling").observer = function(step) ]]
        .. [[if step == "%s" then os.execute("kill -9 $PPID") end end' ]]):format(step)
      local dying = listen("--forward-to " .. address(), init)
      local answer = post(dying.url, notify_support.body { notify_id = id })
      dying.stop "KILL"
      local again = listen("--forward-to " .. address())
      if answer ~= "success" then assert.equal("success", post(again.url, notify_support.body { notify_id = id })) end
      again.stop()
      assert.is_true(#got > before, step)
      assert.matches("notify_id=" .. id, got[#got].body, 1, true)
    end
  end)

  it("hands on at its start what a killed run had in its hands", function()
    local dying
    behave = function() os.execute("kill -9 " .. dying.pid) end
    dying = listen("--forward-to " .. address())
    post(dying.url, notify_support.body())
    assert.equal(1, #got)
    behave = function(exchange) exchange:respond(200, {}, "success") end
    local again = listen("--forward-to " .. address())
    while #got < 2 do loop.step(1) end
    assert.equal(got[1].body, got[2].body)
    again.stop()
  end)

  it("answers the platform's test of an app gateway with the app's key, signed", function()
    local child = listen("--forward-to " .. address())
    local params = notify_support.sign({
      service = "alipay.service.check", charset = "GBK", sign_type = "RSA2",
      biz_content = "<XML><EventType>verifygw</EventType></XML>",
    }, "V2")
    local answer = post(child.url, form.encode(params))
    local inner, sign = answer:match(
      '^<%?xml version="1%.0" encoding="GBK"%?><alipay><response>(.*)</response><sign>(.-)</sign>')
    assert.equal(("<biz_content>%s</biz_content><success>true</success>"):format(notify_support.app:public():base64()), inner)
    assert.is_true(notify_support.app:public():verify(inner, sign, "RSA2"))
    assert.equal(0, #got)
    params.biz_content = "<XML/>"
    assert.equal("fail", post(child.url, form.encode(params)))
    child.stop()
  end)

  it("says what is wrong with its arguments", function()
    for arguments, message in pairs {
      ["--port 70000"] = "'70000' is not a whole number from 0 to 65535",
      ["--forward-to ftp://x"] = "is no http or https address",
      ["--timeout never"] = "is no number of seconds",
      ["--since yesterday --forward-to http://a"] = "is no time",
      ["--replay x"] = "add --forward-to URL",
      ["--kind ,"] = "names no kind",
      ["--replay x --forward-to http://a --journal " .. box.dir .. "/none.db"] = "it is not there",
    } do
      local out, code = run("listen " .. arguments)
      assert.equal(2, code, arguments)
      assert.matches(message, out, 1, true)
    end
  end)
end)
