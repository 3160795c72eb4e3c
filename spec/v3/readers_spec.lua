-- SPDX-License-Identifier: MIT
-- Who reads an event stream: several tasks, one that is cancelled, nobody any more.

local async = require "alipay.async"
local command = require "spec.support.command"
local loop = require "alipay.core.loop"
local support = require "spec.support.client"

describe("an event stream", function()
  local client, liar, answer
  setup(function()
    client, liar = support.liar(function(exchange) answer(exchange) end, { timeout = 60 })
    client = client:v3()
  end)
  teardown(function() liar.server:stop() end)

  local CALL = { path = "/v3/stream/a", content = {} }
  local HEADERS = { ["content-type"] = "text/event-stream" }

  -- A peer that says something now and then; `peer.closed` once nobody listens any more.
  local function peer()
    local state = { closed = 0, streams = {} }
    answer = function(exchange)
      local stream = assert(exchange:stream(200, HEADERS))
      table.insert(state.streams, stream)
      stream:write "data: first\n\n"
      local function poke()
        local _, reason = stream:write ": alive\n"
        if reason == "closed" then state.closed = state.closed + 1 else loop.timer(0.005, poke, true) end
      end
      poke()
    end
    function state.await(count)
      assert(async.run(function()
        while state.closed < count do async.sleep(0.005) end
        return true
      end):wait(60))
    end
    return state
  end

  it("that is thrown away ends its connection", function()
    local state = peer()
    for _ = 1, 3 do assert.equal("first", client:stream(CALL):next().data) end
    collectgarbage()
    collectgarbage()
    state.await(3)
  end)

  it("is kept by the task that waits for it", function()
    local state = peer()
    local p = async.run(function() -- nobody else has the stream
      local stream = client:stream(CALL)
      stream:next()
      return stream:next().data
    end)
    async.run(function()
      while not state.streams[1] do async.sleep(0.005) end
      collectgarbage()
      collectgarbage()
      async.sleep(0.02)
      state.streams[1]:write "data: second\n\n"
      state.streams[1]:close()
    end):wait(60)
    assert.equal("second", p:wait(60))
  end)

  it("gives each event to one of the tasks that read it, and its end to all", function()
    answer = function(exchange)
      local stream, count = assert(exchange:stream(200, HEADERS)), 0
      local function more()
        count = count + 1
        stream:write(("data: %d\n\n"):format(count))
        if count < 50 then loop.timer(0.001, more, true) else stream:close() end
      end
      more()
    end
    local stream, seen, ends = client:stream(CALL), {}, 0
    local function read()
      for event in stream do seen[#seen + 1] = math.tointeger(event.data) end
      ends = ends + 1
    end
    async.all { async.run(read), async.run(read), async.run(read) }:wait(60)
    table.sort(seen)
    assert.same({ 50, 1, 50, 3 }, { #seen, seen[1], seen[50], ends })
  end)

  it("goes on for one reader when another is cancelled, and ends with the last", function()
    local state = peer()
    local stream = client:stream(CALL)
    assert.equal("first", stream:next().data)
    local function read() return stream:next() end
    local one, two = async.run(read), async.run(read)
    async.sleep(0)
    async.run(function()
      async.sleep(0.01)
      one:cancel()
      state.streams[1]:write "data: second\n\n"
    end):wait(60)
    assert.equal("second", two:wait(60).data)
    assert.equal(0, state.closed)
    local three = async.run(read)
    async.run(function()
      async.sleep(0.01)
      three:cancel()
    end):wait(60)
    state.await(1)
    assert.equal("cancelled", select(2, stream:next()).kind)
  end)

  it("two of them, in one task, do not disturb each other", function()
    local state = peer()
    async.run(function()
      local a, b <close> = client:stream(CALL), client:stream(CALL)
      assert.same({ "first", "first" }, { a:next().data, b:next().data })
      a:cancel()
      for i, stream in ipairs(state.streams) do stream:write(("data: %d\n\n"):format(i)) end
      assert.equal("2", b:next().data)
    end):wait(60)
    state.await(2)
  end)

  -- It would last for as long as the stream, ten minutes, if somebody had to wait for it.
  it("that nobody reads keeps no program alive, whoever has it", function()
    local box = command.sandbox()
    finally(box.remove)
    local script = box.write("first.lua", [[
      local key = require("alipay.core.key").generate()
      local served = require("alipay.core.server").start { on_request = function(exchange)
        exchange:stream(200, { ["content-type"] = "text/event-stream" }):write "data: 1\n\n"
      end }
      local client = require("alipay").client { app_id = "1", private_key = key:pem(), alipay_public_key = key:public():pem(),
        gateway = ("http://127.0.0.1:%d/gateway.do"):format(served:port()) }
      kept = client:stream { path = "/v3/stream/a" }
      print(kept:next().data)
      require("alipay.async").run(function()
        require("alipay.async").sleep(0.05)
        print "other work is done first"
      end)
    ]])
    local out = command.shell("timeout 60 " .. command.program .. " " .. script .. " 2>&1; echo $?")
    assert.equal("1\nother work is done first\n0\n", out)
  end)
end)
