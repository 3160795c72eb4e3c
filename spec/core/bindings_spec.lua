-- SPDX-License-Identifier: MIT
-- Bindings of the core where Lua could get at memory or at files that are not its own.

local http = require "alipay.core.http"
local loop = require "alipay.core.loop"
local server = require "alipay.core.server"

describe("bindings", function()
  local handle, started
  setup(function() started = assert(server.start { on_request = function(exchange) handle(exchange) end }) end)
  teardown(function() started:stop() end)

  local function ask(options, shared)
    local answer, message
    options = options or {}
    options.url = ("http://127.0.0.1:%d/"):format(started:port())
    assert(http.start(options, function(...) answer, message = ... end, shared))
    local ends = loop.now() + 60
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

  it("a header is found alone as it stands in the table of all", function()
    handle = function(exchange) exchange:respond(200, { ["X-One"] = "1", ["X-Two"] = "a", ["x-two"] = "b" }, "x") end
    local reply = ask()
    assert.equal("1", reply:header "x-one")
    assert.matches("^[ab], [ab]$", reply:header "x-two")
    assert.is_nil(reply:header "x")
    local headers = reply.headers
    for _, name in ipairs { "x-one", "x-two", "x", "content-length" } do
      assert.equal(headers[name], reply:header(name))
    end
    assert.same({ "1", nil, headers["x-two"], "1", n = 4 }, table.pack(ask():header("x-one", "x", "x-two", "x-one")))
    assert.has_error(function() reply:header(nil) end)
    assert.has_error(function() reply:header() end)
    assert.has_error(function() reply:header("1", "2", "3", "4", "5", "6", "7", "8", "9") end)
    assert.has_error(function() reply.header({}, "x-one") end)
  end)

  it("a request takes every option that it documents", function()
    handle = function(exchange) exchange:respond(200, {}, "x") end
    assert.equal("x", ask({ low_speed_limit = 1, low_speed_time = 5 }).body)
    assert.has_error(function() ask { low_speed_limits = 1 } end, "unknown option 'low_speed_limits'")
  end)

  it("what many requests have in common counts where a request does not say it", function()
    handle = function(exchange) exchange:respond(200, {}, ("x"):rep(100)) end
    local shared = { max_body = 10, proxy = "", url = "http://127.0.0.1:1/", app_id = "passed over" }
    assert.matches("larger than 10 bytes (max_body)", select(2, pcall(ask, {}, shared)), 1, true)
    assert.equal(100, ask({ max_body = 100 }, shared).size)
    assert.has_error(function() ask({}, { timeout = "passed over", http2 = 1 }) end,
      "option 'http2' must be a boolean, not a number")
    assert.has_error(function() ask({}, "none") end)
  end)

  it("options are the table's own: a metamethod makes none", function()
    local options = setmetatable({}, { __index = function(_, name) return name == "url" and "http://127.0.0.1:1/" or nil end })
    assert.has_error(function() http.start(options, print) end, "option 'url' is missing")
    handle = function(exchange) exchange:respond(200, {}, "x") end
    assert.equal("x", ask({ proxy = "" }, setmetatable({}, { __index = function(_, name) return name:rep(9) end })).body)
  end)

  it("a closed descriptor is an error, not something to wait for", function()
    local watched = require("socket").bind("127.0.0.1", 0)
    local descriptor = watched:getfd()
    loop.watch(descriptor, function() end)
    loop.step(0)
    watched:close()
    assert.has_error(function() loop.step(10) end, ("descriptor %d was closed while it was watched"):format(descriptor))
    loop.step(0)
    assert.has_error(function() loop.watch(descriptor, function() end) end, ("descriptor %d is not open"):format(descriptor))
    loop.watch(descriptor, nil)
  end)

  local HEAD = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n"

  it("many headers of one name are joined at a cost that grows with their number", function()
    local socket = require("socket").bind("127.0.0.1", 0)
    finally(function() socket:close() end)
    socket:settimeout(0)
    local _, port = socket:getsockname()
    local function cost(count)
      local lines, peer, reply = {}, nil, nil
      for i = 1, count do lines[i] = ("a: %d%s\r\n"):format(i, ("b"):rep(100)) end
      assert(http.start({ url = "http://127.0.0.1:" .. port .. "/", proxy = "" }, function(...) reply = { ... } end))
      while not reply do
        loop.step(0.01)
        if not peer then
          peer = socket:accept()
          if peer then peer:send(HEAD .. table.concat(lines) .. "\r\n") end
        end
      end
      peer:close()
      assert(reply[1], reply[2])
      collectgarbage "stop"
      local before = collectgarbage "count"
      local value = reply[1].headers.a
      local used = collectgarbage "count" - before
      collectgarbage "restart"
      assert.matches("^1b+, 2b+, 3b+, .*, " .. count .. "b+$", value)
      return used
    end
    local some, twice = cost(400), cost(800)
    assert.is_true(twice < 3 * some, twice .. " KB against " .. some)
  end)

  it("options that are wrong in themselves raise", function()
    local function starting(options)
      return function() http.start(options, print) end
    end
    assert.has_error(starting { method = "GET" }, "option 'url' is missing")
    assert.has_error(starting { url = "http://x", user_agent = "A: b\nC: d" }, "option 'user_agent' has a line break in it")
    assert.has_error(starting { url = "http://x", headers = { "no colon" } }, 'a header line must read "Name: value"')
    assert.has_error(starting { url = "http://x?a=1", query = "b=2" }, "the URL must end with its path, without a query")
    assert.has_error(starting { url = "http://x", deadline = "soon" }, "option 'deadline' must be a number, not a string")
  end)

  it("query and body are sent as they are, and kept until then", function()
    local seen = {}
    handle = function(exchange)
      local function joined(pairs_list)
        local texts = {}
        for i, pair in ipairs(pairs_list) do texts[i] = pair[1] .. "=" .. pair[2] end
        return table.concat(texts, "&")
      end
      local headers = exchange:headers()
      seen[#seen + 1] = {
        exchange:method() .. " " .. exchange:path(), joined(exchange:query()), headers["x-own"],
        joined(exchange:fields()),
      }
      exchange:respond(200, {}, "x")
    end
    local url = ("http://127.0.0.1:%d/g.do"):format(started:port())
    local function send(method, query, body)
      local answer, message
      local options = {
        url = url, method = method, query = query, body = body,
        headers = {
          "X-Own: " .. #seen, "Content-Type: application/x-www-form-urlencoded" }, deadline = loop.now() + 60, owner = "owner",
      }
      assert(http.start(options, function(owner, reply, problem)
        assert.equal("owner", owner)
        answer, message = reply, problem
      end))
      options, query, body = nil, nil, nil -- luacheck: ignore
      collectgarbage() -- the request keeps what it needs
      while not (answer or message) do loop.step(1) end
      return assert(answer, message)
    end
    send("POST", "app_id=1&sign=s%2B&t=t%201", "biz_content=%7B%22a%22%3A1%7D")
    send("GET", "biz_content=%7B%7D&sign=a")
    assert.same({ "POST /g.do", "app_id=1&sign=s+&t=t 1", "0", 'biz_content={"a":1}' }, seen[1])
    assert.same({ "GET /g.do", "biz_content={}&sign=a", "1", "" }, seen[2])
  end)
end)
