-- SPDX-License-Identifier: MIT
-- Scripts, errors, exit codes and the environment, beside the stock interpreter.

local host = require "spec.support.host"

local deep = "local function f(n) if n == 0 then error('deep') end return (f(n - 1)) end f(30)"
local files = {
  ["err.lua"] = "local function f() error('boom') end\nfunction g() f() end\ng()",
  ["deep.lua"] = deep,
  ["bang.lua"] = "#!/usr/bin/env lua\nprint('bang') error 'line 2'",
  ["hash.lua"] = "# any text\nprint(debug.getinfo(1).currentline)",
  ["bom.lua"] = "\239\187\191print('bom')",
  ["bombang.lua"] = "\239\187\191#!x\nprint(debug.getinfo(1).currentline)",
  ["init.lua"] = "x = 'from file'",
  ["ret.lua"] = "return 7",
  ["close.lua"] = "local c <close> = setmetatable({}, {__close = function() print 'closed' end})\n"
    .. "os.exit(tonumber(arg[1]), arg[2] == 'x')",
  ["gc.lua"] = "setmetatable({}, {__gc = function() print 'collected' end})\nos.exit(3, arg[1] == 'x')",
}

local obj = [[error(setmetatable({}, {__tostring = function() return 'object' end}))]]

describe("running as stock", function()
  host.same {
    { "an error with its traceback", run = "lua err.lua", files = files, code = 1 },
    { "a long traceback", run = "lua deep.lua", files = files },
    { "a traceback through pcall and C", run = [[lua -e 'table.sort({1,2,3}, function() error "in sort" end)']] },
    { "a traceback through string.gsub", run = [[lua -e '("x"):gsub(".", function() error "in gsub" end)']] },
    { "an error in a coroutine", run = [[lua -e 'coroutine.wrap(function() error "co" end)()']] },
    { "an error in a required module", run = "lua -e 'require \"err\"'", files = files },
    { "calling a nil global", run = "lua -e 'nosuch()'" },
    { "calling a nil field", run = "lua -e 'string.nosuch()'" },
    { "calling a nil method", run = "lua -e '(\"x\"):nosuch()'" },
    { "arithmetic on a table", run = "lua -e 'local t = {} ; print(t + 1)'" },
    { "a stack overflow", run = "lua -e 'local function f() return 1 + f() end f()'" },
    { "an object with __tostring", run = ("lua -e %q"):format(obj), err = "lua: object\n", code = 1 },
    { "a table without __tostring", run = "lua -e 'error {}'", code = 1 },
    { "nil as error", run = "lua -e 'error()'", code = 1 },
    { "a number as error", run = "lua -e 'error(42)'", code = 1 },
    { "a boolean as error", run = "lua -e 'error(true)'", code = 1 },
    { "__tostring that raises", run = [[lua -e 'error(setmetatable({}, {__tostring = function() error "in" end}))']] },
    { "__tostring that gives no string",
      run = [[lua -e 'error(setmetatable({}, {__tostring = function() return 1 end}))']] },
    { "__name without __tostring", run = [[lua -e 'error(setmetatable({}, {__name = "my type"}))']] },
    { "error with level 0", run = [[lua -e 'error("plain", 0)']] },
    { "error with level 2", run = [[lua -e 'local function f() error("two", 2) end f()']] },
    { "an error message with several lines", run = [[lua -e 'error("a\nb", 0)']] },
    { "an assertion", run = "lua -e 'assert(false)'" },
    { "an assertion with an object", run = "lua -e 'assert(nil, {})'" },
    { "the program's name as typed", run = "./lua -e 'error(1)'", code = 1 },
    { "a #! first line", run = "lua bang.lua", files = files },
    { "a # first line keeps line numbers", run = "lua hash.lua", files = files, out = "2\n" },
    { "a BOM", run = "lua bom.lua", files = files, out = "bom\n" },
    { "a BOM before #", run = "lua bombang.lua", files = files, out = "2\n" },
    { "a # line on stdin", run = "lua -", stdin = "#!x\nprint 'ok'", out = "ok\n" },
    { "compiled code as script",
      run = [[lua -e 'io.open("c.out", "wb"):write(string.dump(load "print(1, ...)")):close()' && lua c.out a]] },
    { "a value returned by a script is no exit code", run = "lua ret.lua", files = files, code = 0 },
    { "os.exit with a number", run = "lua -e 'os.exit(7)'", code = 7 },
    { "os.exit(true)", run = "lua -e 'os.exit(true)'", code = 0 },
    { "os.exit(false)", run = "lua -e 'os.exit(false)'", code = 1 },
    { "os.exit(code, true) closes variables", run = "lua close.lua 5 x", files = files, out = "closed\n", code = 5 },
    { "os.exit without close leaves them", run = "lua close.lua 5", files = files, code = 5 },
    { "os.exit(code, true) runs finalizers", run = "lua gc.lua x", files = files, out = "collected\n", code = 3 },
    { "os.exit flushes output", run = "lua -e 'io.write \"x\" os.exit(0)'", out = "x" },
    { "finalizers run at a normal end", run = [[lua -e 'setmetatable({}, {__gc = function() print "gc" end})']], out = "gc\n" },
    { "an error in a finalizer is a warning",
      run = [[lua -W -e 'setmetatable({}, {__gc = function() error "in gc" end})' ]] },
    { "LUA_INIT runs a text", run = "lua -e 'print(x)'", env = "LUA_INIT='x=1'", out = "1\n" },
    { "LUA_INIT runs a file", run = "lua -e 'print(x)'", env = "LUA_INIT=@init.lua", files = files, out = "from file\n" },
    { "LUA_INIT_5_4 wins", run = "lua -e 'print(x)'", env = "LUA_INIT='x=1' LUA_INIT_5_4='x=2'", out = "2\n" },
    { "LUA_INIT runs before a script sees arg", run = "lua ret.lua", env = "LUA_INIT='print(arg[0])'", files = files },
    { "an error in LUA_INIT", run = "lua -e 'print(1)'", env = "LUA_INIT='error(1)'", code = 1 },
    { "a syntax error in LUA_INIT", run = "lua -e 'print(1)'", env = "LUA_INIT='x='", code = 1 },
    { "a missing file in LUA_INIT", run = "lua -e 'print(1)'", env = "LUA_INIT=@nosuch.lua", code = 1 },
    { "an empty LUA_INIT", run = "lua -e 'print(1)'", env = "LUA_INIT=", out = "1\n" },
    { "LUA_PATH with ;; in front", run = "lua -e 'print(package.path)'", env = "LUA_PATH=';;/x/?.lua'" },
    { "LUA_PATH with ;; behind", run = "lua -e 'print(package.path)'", env = "LUA_PATH='/x/?.lua;;'" },
    { "LUA_PATH_5_4 wins", run = "lua -e 'print(package.path)'", env = "LUA_PATH=/y/?.lua LUA_PATH_5_4=/x/?.lua",
      out = "/x/?.lua\n" },
    { "LUA_CPATH", run = "lua -e 'print(package.cpath)'", env = "LUA_CPATH='/x/?.so;;'" },
    { "package.path by default", run = "lua -e 'print(package.path, package.cpath)'" },
    { "package.config", run = "lua -e 'print(package.config)'" },
    { "the collector is generational", run = "lua -e 'print(collectgarbage \"incremental\")'", out = "generational\n" },
    { "the globals",
      run = [[lua -e 'local t = {} for k in pairs(_G) do t[#t+1] = k end table.sort(t) print(table.concat(t, " "))']] },
    { "nothing of ours is loaded",
      run = [[lua -e 'local t = {} for k in pairs(package.loaded) do t[#t+1] = k end table.sort(t) print(table.concat(t, " "))']] },
    { "the locale", run = "lua -e 'print(os.setlocale())'", out = "C\n" },
    { "the version", run = "lua -e 'print(_VERSION)'", out = "Lua 5.4\n" },
    { "reading the rest of stdin", run = "lua -e 'print(io.read \"a\")'", stdin = "rest" },
    { "output to a closed pipe", run = "lua -e 'for i = 1, 1e5 do print(i) end' | head -1", out = "1\n" },
    { "require's second result", run = "lua -e 'print(select(2, require \"ret\"))'", files = files },
    { "debug.debug reads stdin", run = "lua -e 'debug.debug()'", stdin = "print(1)\ncont\n" },
  }
end)

describe("where the contract differs from stock", function()
  local ours
  setup(function() ours = host.folder(host.program) end)
  teardown(function() require("alipay.core.fs").remove(ours) end)

  it("a script on stdin that fails ends with 1 (stock: 0)", function()
    local result = host.run(ours, { run = "lua", stdin = "error 'x'" })
    assert.equal(1, result.code)
    assert.equal("lua: stdin:1: x\nstack traceback:\n\t[C]: in function 'error'\n\tstdin:1: in main chunk\n\t[C]: in ?\n",
      result.err)
  end)

  it("a script that dies of one of our error objects ends with its code", function()
    local result = host.run(ours, { run = [[lua -e 'error(require("alipay.error").new("network", { message = "m" }))']] })
    assert.equal(3, result.code)
    assert.equal("lua: network error: m\n", result.err)
  end)
end)
