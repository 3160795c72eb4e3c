-- SPDX-License-Identifier: MIT
-- Promises and tasks: when handlers run, what waits for what, how work is cancelled, and what a program does at its end.

local async = require "alipay.async"
local core = require "alipay.core.loop"
local support = require "spec.support.client"

describe("calls under way", function()
  local client, liar, held
  setup(function()
    client, liar = support.liar(function(exchange, self)
      held[#held + 1] = function(text) self.reply(exchange, text or self.signed '{"code":"10000"}') end
    end)
  end)
  teardown(function() liar.server:stop() end)
  before_each(function() held = {} end)
  after_each(function() assert.equal(0, core.stat().in_flight) end)

  local function start() return client.alipay.trade.query:postAsync { content = { out_trade_no = "1" } } end
  local function arrived(count) require("alipay.async.loop").pump(function() return #held >= count end, 10) end

  it("have not happened when they return", function()
    local p = start()
    assert.equal("pending", p.status)
    assert.equal(0, #held)
    arrived(1)
    held[1]()
    assert.is_true(assert(p:wait()).verified)
    assert.equal("fulfilled", p.status)
  end)

  it("run side by side", function()
    local both = async.all { start(), start() }
    arrived(2)
    held[2]()
    held[1]()
    assert.equal(2, #assert(both:wait()))
  end)

  it("run handlers from the loop, never inside next", function()
    local p, order = start(), {}
    arrived(1)
    held[1]()
    p:wait()
    p:next(function() order[#order + 1] = "handler" end)
    order[#order + 1] = "after next"
    async.sleep(0)
    assert.same({ "after next", "handler" }, order)
  end)

  it("hand on values, promises and errors", function()
    local p = start():next(function() return start() end):next(function(res) return res.data.code end)
    arrived(1)
    held[1]()
    arrived(2)
    held[2]()
    assert.equal("10000", p:wait())
    local value, err = async.run(function() error("raised", 0) end):wait()
    assert.is_nil(value)
    assert.equal("raised", err)
    local cleaned = false
    value, err = async.run(function() return nil, "failed" end):finally(function() cleaned = true end):wait()
    assert.same({ true }, { cleaned })
    assert.same({ nil, "failed" }, { value, err })
    local caught = async.run(function() return nil, "failed" end):catch(function(e) return "caught " .. e end)
    assert.equal("caught failed", caught:wait())
  end)

  it("suspend only their task", function()
    local order = {}
    local one = async.run(function()
      assert(client.alipay.trade.query:post { content = { out_trade_no = "1" } })
      order[#order + 1] = "one"
    end)
    local two = async.run(function() order[#order + 1] = "two" end)
    arrived(1)
    assert.same({ "two" }, order)
    held[1]()
    async.all { one, two }:wait()
    assert.same({ "two", "one" }, order)
  end)

  it("work in a user's coroutine, a sort, a gsub and a tostring", function()
    local function call()
      local count = #held
      local p = start()
      arrived(count + 1)
      held[count + 1]()
      return assert(p:wait()).verified
    end
    assert.is_true(coroutine.wrap(call)())
    local list = { 2, 1 }
    table.sort(list, function(a, b) return call() and a < b end)
    assert.same({ 1, 2 }, list)
    assert.equal("true", (("x"):gsub("x", function() return tostring(call()) end)))
    assert.equal("true", tostring(setmetatable({}, { __tostring = function() return tostring(call()) end })))
    assert.is_true(async.run(function() return coroutine.wrap(call)() end):wait())
  end)

  it("can be waited for a while", function()
    local p = start()
    local value, err = p:wait(0.05)
    assert.is_nil(value)
    assert.equal("timeout", err.kind)
    assert.equal("pending", p.status)
    arrived(1)
    held[1]()
    assert(p:wait())
  end)

  it("are aborted by cancel", function()
    local p = start()
    arrived(1)
    p:cancel()
    p:cancel()
    local value, err = p:wait()
    assert.is_nil(value)
    assert.equal("cancelled", err.kind)
    assert.equal(0, core.stat().in_flight)
    held[1]()
  end)

  it("are aborted when the only one that wants them is cancelled", function()
    local p = start()
    local wanted = p:next(function() end)
    wanted:cancel()
    assert.equal("cancelled", p.status)
    p = start()
    local one, two = p:next(function() end), p:next(function() end)
    one:cancel()
    assert.equal("pending", p.status)
    two:cancel()
    assert.equal("cancelled", p.status)
  end)

  it("are aborted with the task that waits for them, which closes what it holds", function()
    local closed = false
    local task = async.run(function()
      local _ <close> = setmetatable({}, { __close = function() closed = true end })
      client.alipay.trade.query:post { content = { out_trade_no = "1" } }
      error "not to be reached"
    end)
    arrived(1)
    task:cancel()
    assert.is_true(closed)
    assert.equal(0, core.stat().in_flight)
    held[1]()
  end)
end)

describe("a program", function()
  local function run(code, ...) return support.run("-e '" .. code .. "'", ...) end
  local ASYNC = 'local async = require "alipay.async" '

  it("finishes started work before it ends", function()
    local out, err, code = run(ASYNC .. 'async.run(function() async.sleep(0.05) print "done" end) print "end of script"')
    assert.same({ "end of script\ndone\n", "", 0 }, { out, err, code })
  end)

  it("fails when a rejection went unhandled, and says where it was made", function()
    local out, err, code = run(ASYNC .. 'async.run(function() error "oops" end)')
    assert.equal("", out)
    assert.equal(1, code)
    assert.matches("unhandled rejection: .*oops", err)
    assert.matches("started at %(command line%):1", err)
  end)

  it("does not report a rejection that was looked at, or that came of cancelling", function()
    local _, err, code = run(ASYNC .. [[
      local p = async.run(function() error("x", 0) end)
      async.sleep(0.01)
      p:catch(function() end)
      async.run(function() async.sleep(60) end):cancel()]])
    assert.same({ "", 0 }, { err, code })
  end)

  it("fails when somebody gave up waiting before the rejection came", function()
    local out, err, code = run(ASYNC .. [[
      local go_on
      local gate = async.promise(function(resolve) go_on = resolve end)
      local late = async.run(function() async.await(gate) error("late", 0) end)
      print(select(2, late:wait(0.01)).kind)
      go_on()]])
    assert.same({ "timeout\n", 1 }, { out, code })
    assert.matches("unhandled rejection: late", err)
  end)

  it("says so when a task waits for what never comes", function()
    local _, err, code = run(ASYNC
      .. 'local never = require "alipay.async.promise".new() async.run(function() async.await(never) end)')
    assert.equal(1, code)
    assert.matches("1 task still waiting", err)
  end)
end)
