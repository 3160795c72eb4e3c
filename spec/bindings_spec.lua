-- SPDX-License-Identifier: MIT
-- Bindings of the core where Lua could get at memory or at files that are not its own.

local http = require "alipay.core.http"
local loop = require "alipay.core.loop"
local server = require "alipay.core.server"

describe("bindings", function()
  local handle, started
  setup(function() started = assert(server.start { on_request = function(exchange) handle(exchange) end }) end)
  teardown(function() started:stop() end)

  local function ask(options)
    local answer, message
    options = options or {}
    options.url = ("http://127.0.0.1:%d/"):format(started:port())
    assert(http.start(options, function(...) answer, message = ... end))
    local ends = loop.now() + 10
    while not answer and not message and loop.now() < ends do loop.step(1) end
    return assert(answer, message)
  end

  it("a function that closes its exchange and then fails leaves the answer of the close", function()
    handle = function(exchange)
      do local _ <close> = exchange end
      for _ = 1, 20 do loop.step(0.01) end -- the connection gets its answer and is done
      collectgarbage()
      error "late"
    end
    local answer
    assert(http.start({ url = ("http://127.0.0.1:%d/"):format(started:port()) }, function(reply) answer = reply end))
    local failed
    for _ = 1, 100 do
      local fine, message = pcall(loop.step, 0.1)
      failed = failed or not fine and message
      if answer and failed then break end
    end
    assert.matches("late", failed, 1, true)
    assert.equal(500, answer.status)
  end)

  it("an answer has a real status and a path without NUL", function()
    local seen = {}
    handle = function(exchange)
      for _, status in ipairs { 0, 100, 1000, (1 << 32) + 200 } do
        seen[#seen + 1] = pcall(exchange.respond, exchange, status, {}, "") or nil
      end
      seen.fine, seen.message = pcall(exchange.respond_file, exchange, 200, {}, "/dev/null\0.png")
      exchange:respond(204, {}, "")
    end
    assert.equal(204, ask().status)
    assert.equal(0, #seen)
    assert.is_false(seen.fine)
    assert.matches("NUL", seen.message, 1, true)
  end)

  it("a request takes every option that it documents", function()
    handle = function(exchange) exchange:respond(200, {}, "x") end
    assert.equal("x", ask({ low_speed_limit = 1, low_speed_time = 5 }).body)
    assert.has_error(function() ask { low_speed_limits = 1 } end, "unknown option 'low_speed_limits'")
  end)

  it("options are the table's own: a metamethod makes none", function()
    local options = setmetatable({}, { __index = function(_, name) return name == "url" and "http://127.0.0.1:1/" or nil end })
    assert.has_error(function() http.start(options, print) end, "option 'url' is missing")
  end)
end)
