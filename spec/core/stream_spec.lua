-- SPDX-License-Identifier: MIT
-- Answers that are written piece by piece, as scripts see them.

local http = require "alipay.core.http"
local loop = require "alipay.core.loop"
local server = require "alipay.core.server"

describe("a streamed answer", function()
  local running, exchange

  before_each(function()
    exchange = nil
    running = assert(server.start { on_request = function(arrived) exchange = arrived end })
  end)
  after_each(function()
    running:stop()
    exchange = nil
    collectgarbage()
  end)

  local function step_until(reached)
    local limit = loop.now() + 60
    while not reached() do
      assert(loop.now() < limit, "nothing happened in a minute")
      loop.step(0.05)
    end
  end

  -- A request whose exchange has arrived; the table gets `response` or `failure`.
  local function request()
    local result = {}
    assert(http.start({ url = ("http://127.0.0.1:%d/path?x=1"):format(running:port()), proxy = "" }, function(response, message)
      result.response, result.failure, result.done = response, message, true
    end))
    step_until(function() return exchange end)
    return result
  end

  local function wait(result)
    step_until(function() return result.done end)
    return result.response
  end

  it("arrives whole when it is closed", function()
    local result = request()
    local stream = exchange:stream(201, { ["Content-Type"] = "text/event-stream" })
    for i = 1, 3 do
      assert.is_true(stream:write(("data: %d\n\n"):format(i)))
      loop.step(0)
    end
    assert.is_nil(result.done)
    assert.equal("/path", exchange:path())
    assert.equal("127.0.0.1", (exchange:peer()))
    assert.is_true(select(2, exchange:peer()) > 0)
    stream:close()
    stream:close()
    local response = wait(result)
    assert.equal(201, response.status)
    assert.equal("text/event-stream", response.headers["content-type"])
    assert.equal("data: 1\n\ndata: 2\n\ndata: 3\n\n", response.body)
    local ok, reason = stream:write "late"
    assert.is_nil(ok)
    assert.equal("closed", reason)
  end)

  it("takes all or nothing", function()
    request()
    local stream <close> = exchange:stream(200, {})
    local ok, reason = stream:write(("x"):rep(65537))
    assert.is_nil(ok)
    assert.equal("full", reason)
    assert.is_true(stream:write(("x"):rep(65536)))
  end)

  it("keeps its exchange alive, and ends when it is forgotten", function()
    local result = request()
    local stream = exchange:stream(200, {})
    exchange = nil
    collectgarbage()
    assert.is_true(stream:write "kept")
    stream = nil -- luacheck: ignore 311
    collectgarbage()
    assert.equal("kept", wait(result).body)
  end)

  it("is closed when the server or its exchange goes", function()
    request()
    local stream = exchange:stream(200, {})
    running:stop()
    assert.equal("closed", select(2, stream:write "x"))
    running = assert(server.start { on_request = function(arrived) exchange = arrived end })
    exchange = nil
    local result = request()
    stream = exchange:stream(200, {})
    assert.is_true(stream:write "x")
    getmetatable(exchange).__close(exchange)
    assert.equal("closed", select(2, stream:write "x"))
    stream:close()
    stream:drop()
    wait(result)
    assert.is_string(result.failure)
  end)

  it("can be broken off", function()
    local result = request()
    local stream = exchange:stream(200, {})
    stream:write "half"
    stream:drop()
    stream:drop()
    wait(result)
    assert.is_nil(result.response)
    assert.is_string(result.failure)
  end)

  it("is one answer", function()
    local result = request()
    assert.has_error(function() exchange:stream(99, {}) end)
    assert.has_error(function() exchange:stream(200, { A = 1 }) end)
    assert.has_error(function() exchange:stream(200, { A = "b\r\nC: d" }) end)
    collectgarbage() -- the stream that did not begin
    local stream = exchange:stream(200, {})
    assert.has_error(function() exchange:stream(200, {}) end, "the exchange was answered before")
    assert.has_error(function() exchange:respond(200, {}, "") end, "the exchange was answered before")
    assert.has_error(function() exchange:drop() end, "the exchange was answered before")
    assert.has_error(function() stream:write {} end)
    stream:close()
    assert.equal(200, wait(result).status)
  end)
end)
