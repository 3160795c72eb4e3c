-- SPDX-License-Identifier: MIT
-- The coroutine library, whose resume, wrap and close are ours so that Ctrl-C reaches every coroutine: equal to stock.

local host = require "spec.support.host"

local function case(name, code) return { name, run = "lua " .. "c.lua", files = { ["c.lua"] = code } } end

describe("coroutines as stock", function()
  host.same {
    case("resume gives values", "print(coroutine.resume(coroutine.create(function(...) return ... end), 1, nil, 3))"),
    case("resume of a dead one", "local c = coroutine.create(print) coroutine.resume(c) print(coroutine.resume(c))"),
    case("resume of itself", "print(coroutine.resume(coroutine.running()))"),
    case("resume of no coroutine", "print(pcall(coroutine.resume, 1)) print(pcall(coroutine.resume))"),
    case("resume with a function", "print(pcall(coroutine.resume, print))"),
    case("wrap of no function", "print(pcall(coroutine.wrap, 1)) print(pcall(coroutine.wrap))"),
    case("wrap passes values",
      "local f = coroutine.wrap(function(a) while true do a = coroutine.yield(a + 1) end end) print(f(1), f(2))"),
    case("wrap's error gets a position", "local f = coroutine.wrap(function() error 'x' end) print(pcall(f))"),
    case("wrap's error object passes", "local o = {} print(select(2, pcall(coroutine.wrap(function() error(o) end))) == o)"),
    case("wrap of a dead one", "local f = coroutine.wrap(function() end) f() print(pcall(f))"),
    case("an uncaught error through wrap", "coroutine.wrap(function() local t = nil; t.x = 1 end)()"),
    case("wrap closes what an error left open", [[
      local f = coroutine.wrap(function()
        local c <close> = setmetatable({}, { __close = function(_, e) print("closing", e) end })
        error "boom"
      end)
      print(pcall(f))]]),
    case("an error while closing", [[
      local f = coroutine.wrap(function()
        local c <close> = setmetatable({}, { __close = function() error "second" end })
        error "first"
      end)
      print(pcall(f))]]),
    case("resume leaves them open until close", [[
      local co = coroutine.create(function()
        local c <close> = setmetatable({}, { __close = function(_, e) print("closing", e) end })
        error "boom"
      end)
      print(coroutine.resume(co)) print(coroutine.status(co)) print(coroutine.close(co))]]),
    case("close of a suspended one", [[
      local co = coroutine.create(function()
        local c <close> = setmetatable({}, { __close = function(_, e) print("closing", e) end })
        coroutine.yield()
      end)
      coroutine.resume(co) print(coroutine.close(co), coroutine.status(co))]]),
    case("close with an error", [[
      local co = coroutine.create(function()
        local c <close> = setmetatable({}, { __close = function() error("in close", 0) end })
        coroutine.yield()
      end)
      coroutine.resume(co) print(coroutine.close(co)) print(coroutine.close(co))]]),
    case("close of a fresh one", "print(coroutine.close(coroutine.create(print)))"),
    case("close of the running one", "print(pcall(coroutine.close, coroutine.running()))"),
    case("close of a normal one", [[
      local co
      co = coroutine.create(function() coroutine.wrap(function() print(pcall(coroutine.close, co)) end)() end)
      coroutine.resume(co)]]),
    case("close of no coroutine", "print(pcall(coroutine.close, {}))"),
    case("status", [[
      local co
      co = coroutine.create(function()
        print(coroutine.status(co))
        coroutine.wrap(function() print(coroutine.status(co)) end)()
        coroutine.yield()
      end)
      print(coroutine.status(co)) coroutine.resume(co) print(coroutine.status(co)) coroutine.resume(co)
      print(coroutine.status(co))]]),
    case("a yield across pcall", "print(coroutine.wrap(function() return pcall(function() return coroutine.yield(1) end) end)())"),
    case("a yield across an iterator and a metamethod", [[
      local mt = { __add = function() return coroutine.yield "add" end }
      local f = coroutine.wrap(function()
        for x in function() return coroutine.yield "it" end do return x + setmetatable({}, mt) end
      end)
      print(f()) print(f(1)) print(f(2))]]),
    case("a yield across a C function",
      "print(coroutine.resume(coroutine.create(function() table.sort({ 1, 2 }, coroutine.yield) end)))"),
    case("a yield outside", "print(pcall(coroutine.yield))"),
    case("isyieldable and running",
      "print(coroutine.isyieldable(), select(2, coroutine.running()))"
      .. "coroutine.wrap(function() print(coroutine.isyieldable()) end)()"),
    case("too many values", "print(coroutine.resume(coroutine.create(print), table.unpack({}, 1, 999000)) == nil)"),
    case("too many results", "print(coroutine.resume(coroutine.create(function() return table.unpack({}, 1, 600000) end)))"
      .. "print(pcall(function() print((select('#', coroutine.resume(coroutine.create(function()"
      .. " return table.unpack({}, 1, 999990) end))))) end))"),
    case("deep nesting", [[
      local depth = 0
      local function nest() depth = depth + 1 return coroutine.wrap(nest)() end
      local ok, err = pcall(nest) print(depth, ok, (tostring(err):gsub("%d+:", "N:")):sub(-200))]]),
    case("deep nesting by resume", [[
      local depth = 0
      local function nest() depth = depth + 1 return select(2, coroutine.resume(coroutine.create(nest))) end
      print(nest(), depth)]]),
    case("a traceback of a coroutine",
      "local co = coroutine.create(function() local x = 1 coroutine.yield() end) coroutine.resume(co) print(debug.traceback(co))"),
    case("names in a traceback",
      "coroutine.resume(coroutine.create(function() print(debug.traceback()) end))"
      .. " coroutine.wrap(function() print(debug.traceback()) end)()"),
    case("an error without text in wrap", "print(pcall(coroutine.wrap(function() error() end)))"),
    case("collecting coroutines",
      "for i = 1, 1e4 do local f = coroutine.wrap(function() coroutine.yield() end) f() end print(collectgarbage 'count' < 20000)"),
  }
end)

describe("Ctrl-C", function()
  local ours
  setup(function() ours = host.folder(host.program) end)
  teardown(function() require("alipay.core.fs").remove(ours) end)

  -- The script says when it is ready; then it gets one SIGINT (in the background `timeout` would send it twice). One that goes on is
  -- killed.
  local function interrupt(code, options)
    return host.run(ours, {
      files = { ["i.lua"] = "local function spin() io.stdout:write('ready\\n'):flush() while true do end end\n" .. code },
      run = ([[
        mkfifo p 2>/dev/null; set -m
        timeout --foreground -s KILL 20 lua %s i.lua >p 2>e & read line <p
        kill -INT $!; wait $!; c=$?; cat e >&2; exit $c]]):format(options or ""),
    })
  end

  for name, code in pairs {
    ["stops the main chunk"] = "spin()",
    ["stops a coroutine"] = "coroutine.resume(coroutine.create(spin)) spin = nil while true do end",
    ["stops a coroutine made by wrap"] = "coroutine.wrap(spin)()",
    ["stops a coroutine in a coroutine"] = "coroutine.wrap(function() coroutine.wrap(spin)() end)() while true do end",
    ["goes up when a resume below a wrap caught it"] = [[coroutine.resume(coroutine.create(function()
      coroutine.wrap(spin)() end)) while true do end]],
    ["goes up through coroutines of both kinds"] = [[coroutine.wrap(function() coroutine.resume(coroutine.create(function()
      pcall(coroutine.wrap(function() coroutine.wrap(spin)() end)) end)) end)() while true do end]],
    ["stops a pending close"] = [[local co = coroutine.create(function()
      local c <close> = setmetatable({}, { __close = spin }) coroutine.yield() end)
      coroutine.resume(co) coroutine.close(co) while true do end]],
    ["goes up when a coroutine caught it"] = "coroutine.wrap(function() pcall(spin) end)() while true do end",
    ["stops a task"] = "require('alipay.async').run(spin) require('alipay.async').sleep(60)",
    ["ends a wait for the network"] = [[
      local http, loop = require "alipay.core.http", require "alipay.async.loop"
      local silent = require("socket").bind("127.0.0.1", 0) -- connects, and never answers
      local address, port = silent:getsockname()
      assert(http.start({ url = "http://" .. address .. ":" .. port .. "/", method = "GET", timeout = 60, proxy = "" }, print))
      loop.turn(0.2)
      io.stdout:write "ready\n" io.stdout:flush()
      loop.pump(function() return false end)]],
  } do
    it(name, function()
      local result = interrupt(code)
      assert.equal(1, result.code)
      assert.matches("interrupted!", result.err)
    end)
  end
end)
