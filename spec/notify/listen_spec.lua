-- SPDX-License-Identifier: MIT
-- Receiving notifications: what is answered, what is handled, what the journal says.

local async = require "alipay.async"
local form = require "alipay.core.form"
local fs = require "alipay.core.fs"
local loop = require "alipay.async.loop"
local notify = require "alipay.notify"
local promise = require "alipay.async.promise"
local support = require "spec.support.notify"
local visit = require "alipay.http"

local FORM = "Content-Type: application/x-www-form-urlencoded;charset=utf-8"

describe("notify.listen", function()
  local dir, listener, seen, problems, behave

  local function start(extra)
    local options = {
      client = support.client(), journal = dir .. "/journal.db",
      on_notify = function(n)
        seen[#seen + 1] = n
        return behave(n)
      end,
      on_problem = function(message) problems[#problems + 1] = message end,
    }
    for name, value in pairs(extra or {}) do options[name] = value end
    return assert(notify.listen(options))
  end

  before_each(function()
    dir, seen, problems = support.folder(), {}, {}
    behave = function() return true end
    listener = start()
  end)
  after_each(function()
    listener:stop()
    fs.remove(dir)
  end)

  local function post(body, options)
    options = options or {}
    local reply = assert(visit.fetch(options.url or listener.url, {
      method = options.method or "POST", headers = { options.type or FORM }, body = body, proxy = "",
    }))
    return reply.body, reply
  end

  it("answers exactly success when the handler returns true", function()
    local body, reply = post(support.body())
    assert.equal("success", body)
    assert.equal(200, reply.status)
    assert.equal("7", reply.headers["content-length"])
    assert.equal(1, #seen)
    assert.is_true(seen[1]:is_paid())
    assert.equal("海底捞 100% 好吃 & \"辣\"", seen[1].params.subject)
    assert.equal(1, #listener:list "handled")
    assert.equal(384, fs.stat(dir .. "/journal.db").mode & 511)
  end)

  it("reports problems on stderr by default, without control characters of others", function()
    local other = assert(notify.listen {
      client = support.client(), journal = dir .. "/other.db", on_notify = function(n) error(n.params.subject, 0) end,
    })
    local stderr, said = io.stderr, {}
    io.stderr = { write = function(_, ...) said[#said + 1] = table.concat { ... } end } -- luacheck: ignore 122
    local body = post(support.body { subject = "Tea\27[2J\u{9b}31m" }, { url = other.url })
    io.stderr = stderr -- luacheck: ignore 122
    other:stop()
    assert.equal("fail", body)
    assert.matches("^notify: handling .* failed: Tea\\x1b%[2J\\u{009b}31m\n", table.concat(said))
  end)

  it("answers fail to everything else that a handler does, and hands it over again", function()
    for _, misbehave in ipairs {
      function() return false end, function() return nil end, function() return "success" end,
      function() return nil, "later" end, function() error "broken" end,
    } do
      behave = misbehave
      assert.equal("fail", (post(support.body())))
    end
    assert.equal(5, #seen)
    assert.equal(1, #listener:list "failed")
    assert.matches("broken", problems[#problems], 1, true)
    behave = function() return true end
    assert.equal("success", (post(support.body())))
    assert.equal(6, #seen)
    assert.equal(6, listener:list("handled")[1].attempts)
  end)

  it("handles one event once, however often it comes", function()
    for _ = 1, 3 do assert.equal("success", (post(support.body()))) end
    assert.equal("success", (post(support.body { notify_time = "2026-11-24 00:00:00" })))
    assert.equal(1, #seen)
    assert.equal("success", (post(support.body { notify_id = "another" })))
    assert.equal(2, #seen)
  end)

  it("handles one event once when it comes again meanwhile, and goes on with others", function()
    local released = promise.new()
    behave = function(n) return n.params.notify_id == "quick" or async.await(released) end
    local body = support.body()
    local slow = { async.run(post, body), async.run(post, body) }
    assert.equal("success", (post(support.body { notify_id = "quick" })))
    assert.equal("pending", slow[1].status)
    promise.fulfil(released, true)
    local answers = assert(async.await(async.all(slow)))
    assert.same({ "success", "success" }, answers)
    assert.equal(2, #seen)
  end)

  it("refuses what is not signed by Alipay, and keeps nothing of it", function()
    local forged = support.body():gsub("88%.80", "0.01")
    for _, body in ipairs { forged, forged, "", "a=b", "\0\255%zz&&=&=", support.body() .. "&trade_no=1" } do
      assert.equal("fail", (post(body)))
    end
    assert.equal(0, #seen)
    for _, state in ipairs { "received", "handling", "handled", "failed", "uncertain" } do
      assert.equal(0, #listener:list(state))
    end
    assert.matches("refused", problems[1], 1, true)
  end)

  it("refuses what is for another app, or not as expected", function()
    assert.equal("fail", (post(support.body { app_id = "2", auth_app_id = "2" })))
    listener:stop()
    listener = start { expect = { seller_id = "2088000000000000" } }
    assert.equal("fail", (post(support.body())))
    assert.matches("seller_id is '2088102119685838'", table.concat(problems, "\n"), 1, true)
    assert.equal(0, #seen)
  end)

  it("keeps unsigned parameters of the URL apart", function()
    assert.equal("success", (post(support.body(), { url = listener.url .. "?shop=17&total_amount=0.01" })))
    assert.equal("88.80", seen[1].params.total_amount)
    assert.same({ shop = "17", total_amount = "0.01" }, seen[1].own)
  end)

  it("takes any Content-Type and multipart forms for what they are", function()
    assert.equal("success", (post(support.body(), { type = "Content-Type: text/html" })))
    local parts = {}
    for name, value in pairs(support.sign(support.params { notify_id = "parts" })) do
      parts[#parts + 1] = { name = name, data = value }
    end
    local reply = assert(visit.fetch(listener.url, { method = "POST", multipart = parts, proxy = "" }))
    assert.equal("success", reply.body)
    assert.equal(form.decode(seen[1].raw)[1][1], "app_id")
  end)

  it("takes GBK as it travels, and keeps it so", function()
    local params = {}
    for name, value in pairs(support.params { charset = "GBK" }) do
      params[name] = require("alipay.core.text").convert(value, "UTF-8", "GB18030")
    end
    local body = form.encode(support.sign(params))
    assert.equal("success", (post(body, { type = "Content-Type: application/x-www-form-urlencoded; text/html; charset=GBK" })))
    assert.equal("海底捞 100% 好吃 & \"辣\"", seen[1].params.subject)
    assert.equal(body, listener:list("handled")[1].raw)
  end)

  it("serves its path by POST only", function()
    local _, reply = post(support.body(), { url = listener.url .. "/x" })
    assert.equal(404, reply.status)
    _, reply = post(nil, { method = "GET" })
    assert.equal(405, reply.status)
  end)

  it("commits the handler's own writes together with the state", function()
    behave = function(n)
      return n:commit(function(db)
        assert(db:exec "CREATE TABLE IF NOT EXISTS orders (trade_no TEXT PRIMARY KEY)")
        assert(db:exec("INSERT INTO orders VALUES (?)", n.params.trade_no))
        if n.params.notify_id == "bad" then error "no" end
        return n.params.notify_id ~= "unwanted"
      end)
    end
    assert.equal("success", (post(support.body())))
    assert.equal("fail", (post(support.body { notify_id = "bad", trade_no = "2" })))
    assert.equal("fail", (post(support.body { notify_id = "unwanted", trade_no = "3" })))
    assert.equal("fail", (post(support.body { notify_id = "same trade" })))
    assert.same({ { trade_no = support.params().trade_no } }, listener.journal.db:query "SELECT * FROM orders")
    behave = function(n)
      assert(n:commit(function() return true end))
      assert.is_nil((n:commit(function() return true end)))
      error "after the commit"
    end
    assert.equal("success", (post(support.body { notify_id = "bad", trade_no = "2" })))
    assert.equal("handled", listener.journal:state "bad")
  end)

  it("does not mix other work into a commit that waits", function()
    behave = function(n)
      if n.params.notify_id == "inner" then return true end
      assert(n:commit(function()
        assert.equal("fail", (post(support.body { notify_id = "inner" })))
        return true
      end))
      return true
    end
    assert.equal("success", (post(support.body())))
    assert.equal("success", (post(support.body { notify_id = "inner" })))
  end)

  it("handles again what failed, or was only received, at the next start", function()
    behave = function() return false end
    assert.equal("fail", (post(support.body())))
    behave = function() return true end
    listener:stop()
    listener = start()
    loop.pump(function() return #listener:list "handled" == 1 end, 60)
    assert.equal(2, #seen)
    assert.equal("success", (post(support.body())))
    assert.equal(2, #seen)
    assert.equal(seen[1].params.subject, seen[2].params.subject)
    assert.equal(seen[1].raw, seen[2].raw)
  end)

  it("asks what became of an uncertain one, or is told", function()
    local function leave_uncertain(id)
      post(support.body { notify_id = id })
      assert(listener.journal.db:exec("UPDATE notifications SET state = 'handling' WHERE id = ?", id))
      listener:stop()
    end
    local answers = { yes = true, no = false }
    for _, id in ipairs { "yes", "no", "unknown" } do
      leave_uncertain(id)
      listener = start { on_uncertain = function(n) return answers[n.params.notify_id] end }
      local before = #seen
      assert.is_true(loop.pump(function()
        if id == "unknown" then return (problems[#problems] or ""):find(id, 1, true) end
        return listener.journal:state(id) == "handled"
      end, 60))
      assert.equal(id == "unknown" and "uncertain" or "handled", listener.journal:state(id))
      assert.equal(before + (id == "no" and 1 or 0), #seen)
    end
    assert.matches("listener:resolve('unknown', true or false)", problems[#problems], 1, true)
    assert.equal("fail", (post(support.body { notify_id = "unknown" })))
    local before = #seen
    assert.is_false((listener:resolve("nosuch", true)))
    assert.is_true((listener:resolve("unknown", false)))
    loop.pump(function() return listener.journal:state "unknown" == "handled" end, 60)
    assert.equal(before + 1, #seen)
    leave_uncertain "broken question"
    listener = start { on_uncertain = function() error "no idea" end }
    loop.pump(function() return problems[#problems]:find("no idea", 1, true) end, 60)
    assert.equal("uncertain", listener.journal:state "broken question")
    assert.is_true((listener:resolve("broken question", true)))
    assert.equal("success", (post(support.body { notify_id = "broken question" })))
  end)

  it("lets one program at a time use a journal", function()
    local second, err = notify.listen { client = support.client(), journal = dir .. "/journal.db", on_notify = print }
    assert.is_nil(second)
    assert.matches("another program", tostring(err), 1, true)
    listener:stop()
    listener:stop()
    listener = start()
  end)

  it("finishes what is being handled when it is stopped", function()
    local released = promise.new()
    behave = function() return async.await(released) end
    local answer = async.run(post, support.body())
    loop.pump(function() return #seen == 1 end, 60)
    listener:stop()
    promise.fulfil(released, true)
    async.await(answer)
    loop.pump(function() return next(listener.working) == nil end, 60)
    listener = start()
    assert.equal(1, #listener:list "handled")
  end)

  it("refuses wrong options", function()
    assert.has_error(function() notify.listen {} end, "notify.listen: option 'on_notify' is needed")
    assert.error_matches(function() notify.listen { on_notify = print, ports = 1 } end,
      "notify.listen: unknown option 'ports' (options are client, expect,", 1, true)
    local none, err = notify.listen { on_notify = print, client = support.client(), journal = "/dev/null/x.db" }
    assert.is_nil(none)
    assert.equal("parameter", err.kind)
  end)
end)
