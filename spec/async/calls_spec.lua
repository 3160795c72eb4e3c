-- SPDX-License-Identifier: MIT
-- Calls by the dozen: signatures on threads, cancelling at every stage, errors in callbacks, what a closing state and Ctrl-C
-- leave behind, and a gateway that fails at random.

local alipay = require "alipay"
local async = require "alipay.async"
local core = require "alipay.core.loop"
local fs = require "alipay.core.fs"
local loop = require "alipay.async.loop"
local support = require "spec.support.client"

local function idle() local stat = core.stat() return stat.in_flight + stat.queued + stat.held + stat.timers == 0 end

describe("concurrent calls", function()
  local client, liar, hold, held
  setup(function()
    client, liar = support.liar(function(exchange, self)
      held[#held + 1] = exchange
      if not hold then self.reply(exchange, self.signed '{"code":"10000"}') end
    end)
  end)
  teardown(function()
    liar.server:stop()
    async.sign_threads(require("alipay.core.signer").cores())
  end)
  before_each(function() held, hold = {}, false end)
  after_each(function() assert.is_true(idle()) end)

  local function call(options)
    options = options or {}
    options.content = { out_trade_no = "1" }
    return client.alipay.trade.query:post(options)
  end
  local function arrived(count) loop.pump(function() return #held >= count end, 120) end

  for _, threads in ipairs { 0, 1, 3 } do
    it(("are signed with %d threads"):format(threads), function()
      async.sign_threads(threads)
      local results, failures = async.map({ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 }, { limit = 6 }, function() return call() end)
      assert.same({}, failures)
      assert.equal(12, #results)
      for _, res in ipairs(results) do assert.is_true(res.verified) end
    end)
  end

  it("report a key that cannot sign, from a thread too", function()
    local settings = {}
    for name, value in pairs(client.settings) do settings[name] = value end
    settings.sign_type = "SM2"
    local wrong = alipay.client(settings)
    local _, failures = async.map({ 1, 2, 3 }, function() return wrong.alipay.some.query:post {} end)
    for i = 1, 3 do assert.equal("signature", failures[i].kind) end
  end)

  it("may have settings of their own for threads, which are checked", function()
    assert.has_error(function() async.sign_threads(-1) end)
    assert.has_error(function() async.sign_threads(65) end)
    local settings = {}
    for name, value in pairs(client.settings) do settings[name] = value end
    settings.sign_threads = 1.5
    assert.has_error(function() alipay.client(settings) end)
    settings.sign_threads = 0
    assert.is_true(alipay.client(settings).alipay.trade.query:post({ content = { out_trade_no = "1" } }).verified)
  end)

  it("are cancelled at every stage", function()
    hold = true
    async.sign_threads(1)
    local function start() return client.alipay.trade.query:postAsync { content = { out_trade_no = "1" } } end
    local queued = start() -- signed at once, in the queue of the loop
    local signing = start() -- a thread makes its signature
    assert.equal(1, core.stat().held)
    signing:cancel()
    queued:cancel()
    assert.is_true(idle())
    local flying = start()
    arrived(1)
    flying:cancel()
    assert.is_true(idle())
    hold = false
    local done = start()
    while core.stat().in_flight + core.stat().queued > 0 do core.step(0.1) end
    done:cancel() -- delivered to the promise, its handlers not yet run
    local again = start()
    assert(again:wait())
    again:cancel()
    assert.equal("fulfilled", again.status)
    for _, p in ipairs { queued, signing, flying } do assert.equal("cancelled", select(2, p:wait()).kind) end
  end)

  it("leave nothing when hundreds are cancelled in flight", function()
    hold = true
    local limit = core.limit()
    core.limit(300)
    local function descriptors() return #fs.list "/proc/self/fd" end
    local function round()
      local ps = {}
      for i = 1, 300 do ps[i] = client.alipay.trade.query:postAsync { content = { out_trade_no = "1" } } end
      arrived(300)
      for i = 1, 300 do ps[i]:cancel() end
      assert.is_true(idle())
      held = {}
      collectgarbage()
      for _ = 1, 20 do core.step(0) end
    end
    round()
    local first = descriptors()
    round()
    assert.is_true(loop.pump(function() return descriptors() <= first end, 60))
    core.limit(limit)
  end)

  it("end with an error in on_progress, and nobody else does", function()
    local other = async.run(call)
    local reason = "bad progress"
    local _, err = call { content = {}, body = alipay.multipart { file = alipay.bytes(("x"):rep(100000)) },
      on_progress = function() error(reason, 0) end }
    assert.equal(reason, err)
    assert(other:wait())
  end)

  it("fail when they are slower than the low-speed limit", function()
    hold = true
    local settings = {}
    for name, value in pairs(client.settings) do settings[name] = value end
    settings.low_speed_limit, settings.low_speed_time = 1000, 1
    local _, err = alipay.client(settings).alipay.trade.query:post { content = { out_trade_no = "1" } }
    assert.equal("timeout", err.kind)
    assert.matches("too slow %(low_speed_limit%)", err.message)
  end)

  it("share one answer among many that wait for it", function()
    hold = true
    local p = client.alipay.trade.query:postAsync { content = { out_trade_no = "1" } }
    local one, two = async.run(async.await, p), async.run(async.await, p)
    arrived(1)
    one:cancel() -- somebody else still wants it
    assert.equal("pending", p.status)
    liar.reply(held[1], liar.signed '{"code":"10000"}')
    assert.is_true(two:wait().verified)
    assert.is_true(p:wait().verified)
  end)

  it("say which failures may be sent again", function()
    hold = true
    local query = client.alipay.trade.query:postAsync { content = { out_trade_no = "1" } }
    local pay = client.alipay.some.pay:postAsync { content = {} }
    arrived(2)
    for _, exchange in ipairs(held) do exchange:drop() end
    local _, err = query:wait()
    assert.same({ true, true }, { err.retryable, err.idempotent })
    _, err = pay:wait()
    assert.same({ true, false }, { err.retryable, err.idempotent })
  end)

  it("are repeated by retry, and by nothing else", function()
    local function drop_first(exchange)
      if #held == 1 then exchange:drop() else liar.reply(exchange, liar.signed '{"code":"10000"}') end
    end
    call() -- leaves a connection, on which libcurl would send again by itself
    held, hold = {}, true
    local waiting = async.run(call)
    arrived(1)
    drop_first(held[1])
    local _, err = waiting:wait()
    assert.equal("network", err.kind)
    assert.equal(1, #held)
    held = {}
    waiting = async.retry({ delay = 0.001 }, function() return call() end)
    arrived(1)
    drop_first(held[1])
    arrived(2)
    drop_first(held[2])
    assert.is_true(waiting:wait().verified)
  end)
end)

describe("a program", function()
  local function script(code)
    local folder = assert(fs.temporary "async-spec-")
    local path = folder .. "/script.lua"
    assert(fs.create(path, [[
      local alipay, async, key = require "alipay", require "alipay.async", require "alipay.core.key"
      local loop, core = require "alipay.async.loop", require "alipay.core.loop"
      local k = key.generate("RSA", 1024)
      local arrived = 0
      local server = assert(require "alipay.core.server".start { on_request = function(exchange)
        arrived = arrived + 1
        HELD = HELD or {}
        HELD[#HELD + 1] = exchange
        if arrived == interrupt_at then io.popen("kill -INT $PPID"):close() end -- system() would ignore the signal
      end })
      local client = alipay.client { app_id = "2014072300007148", private_key = k:pem(), alipay_public_key = k:public():pem(),
        gateway = "http://127.0.0.1:" .. server:port() .. "/gateway.do", proxy = "" }
    ]] .. code))
    return path, folder
  end

  it("may close its state with 100 requests in flight and more being signed", function()
    local path, folder = script [[
      for i = 1, 150 do client.alipay.trade.query:postAsync { content = { out_trade_no = "1" } } end
      while arrived < 100 do loop.turn() end
      for i = 1, 50 do client.alipay.trade.query:postAsync { content = { out_trade_no = "1" } } end
      assert(core.stat().in_flight == 100)
      os.exit(0, true)
    ]]
    local out, err, code = support.run(path)
    assert.same({ "", "", 0 }, { out, err, code })
    fs.remove(folder)
  end)

  it("may exit at once while threads make signatures", function()
    local path, folder = script [[
      for i = 1, 100 do client.alipay.trade.query:postAsync { content = { out_trade_no = "1" } } end
      loop.turn()
      os.exit(7)
    ]]
    for _ = 1, 5 do assert.same({ "", "", 7 }, { support.run(path) }) end
    fs.remove(folder)
  end)

  it("that is interrupted in a map cancels everything, cleans up, and ends with 1", function()
    local path, folder = script [[
      interrupt_at = 20
      loop.on_close(function() print("in flight " .. core.stat().in_flight) end)
      async.run(function()
        local _ <close> = setmetatable({}, { __close = function() print "task closed" end })
        async.sleep(1000)
      end)
      async.map(function() return 1 end, { limit = 20 }, function()
        return client.alipay.trade.query:post { content = { out_trade_no = "1" } }
      end)
      print "not reached"
    ]]
    local out, err, code = support.run(path)
    assert.same({ "task closed\nin flight 0\n", 1 }, { out, code })
    assert.matches("interrupted!", err)
    fs.remove(folder)
  end)

  for what, call in pairs {
    ["one call"] = [[client.alipay.trade.query:post { content = { out_trade_no = "1" } }]],
    ["a download"] = [[require("alipay.http").fetch("http://127.0.0.1:" .. server:port())]],
  } do
    it(("that is interrupted in %s ends it, and what catches that goes on and waits for other things"):format(what), function()
      local path, folder = script("interrupt_at = 1\nprint(pcall(function() return " .. call .. " end))" .. [[
        print("in flight " .. core.stat().in_flight, pcall(async.sleep, 0.01))
      ]])
      local out, err, code = support.run(path)
      assert.matches("^false\t[^\n]*interrupted!\nin flight 0\ttrue\n$", out)
      assert.same({ "", 0 }, { err, code })
      fs.remove(folder)
    end)
  end

  it("ends the call that waits when an error of something else leaves its wait", function()
    local path, folder = script [[
      core.timer(0, function() error("of a timer", 0) end)
      print(pcall(function() return client.alipay.trade.query:post { content = { out_trade_no = "1" } } end))
      print(core.stat().in_flight + core.stat().queued)
    ]]
    assert.same({ "false\tof a timer\n0\n", "", 0 }, { support.run(path) })
    fs.remove(folder)
  end)

  it("that is interrupted while somebody waits for a promise leaves the call to whoever has it", function()
    local path, folder = script [[
      interrupt_at = 1
      local promise = client.alipay.trade.query:postAsync { content = { out_trade_no = "1" } }
      print(pcall(promise.wait, promise))
      print("in flight " .. core.stat().in_flight)
      promise:cancel()
    ]]
    local out, err, code = support.run(path)
    assert.matches("^false\t[^\n]*interrupted!\nin flight 1\n$", out)
    assert.same({ "", 0 }, { err, code })
    fs.remove(folder)
  end)

  it("accounts for each of thousands of calls when the gateway is slow, drops and fails", function()
    local out, err, code = support.run("tests/soak.lua 1000 100", {
      ASAN_OPTIONS = "quarantine_size_mb=1", -- or freed memory counts as used
    })
    assert.same({ "", 0 }, { err, code })
    assert.matches("every call accounted for\n$", out)
  end)

  it("that is interrupted while its end waits for tasks says no more than that", function()
    local path, folder = script [[
      async.run(function() async.sleep(1000) end)
      local ask = loop.before_wait
      function loop.before_wait() -- the script is over by now
        loop.before_wait = ask
        io.popen("kill -INT $PPID"):close()
      end
    ]]
    local out, err, code = support.run(path)
    assert.same({ "", 1 }, { out, code })
    assert.matches("^[^\n]+: interrupted!\n$", err)
    fs.remove(folder)
  end)
end)
