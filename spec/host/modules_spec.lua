-- SPDX-License-Identifier: MIT
-- Modules from elsewhere: C modules of Debian, a LuaRocks-like tree, busted and its specs, and ours beside them.

local fs = require "alipay.core.fs"
local host = require "spec.support.host"

describe("a module that is not there", function()
  local PATHS = "package.path, package.cpath = '?.lua;?/?', '?.so;?/init' "
  host.same {
    { "is missed in stock Lua's words", run = "lua -e 'require \"no.such\"'", code = 1 },
    { "where the user set the paths", run = "lua -e " .. host.quote(PATHS .. "print(pcall(require, 'XXX'))") },
    { "where there are no paths", run = "lua -e " .. host.quote "package.path, package.cpath = '', '' print(pcall(require, 'X'))" },
    { "where a searcher is taken away",
      run = "lua -e " .. host.quote "table.remove(package.searchers, 1) print(pcall(require, 'x'))" },
    { "when it has a name like one of ours", run = "lua -e 'print(pcall(require, \"alipay.nosuch\"))'" },
    { "when it cannot be loaded", run = "lua -e 'require \"bad\"'", files = { ["bad.lua"] = "x = = 1" }, code = 1 },
  }
end)

describe("modules", function()
  local folder
  setup(function() folder = host.folder(host.program) end)
  teardown(function() fs.remove(folder) end)

  local function run(line, options)
    options = options or {}
    options.run = line
    return host.run(folder, options)
  end

  for name, code in pairs {
    lfs = "print(type(require('lfs').currentdir()))",
    socket = "print(type(require('socket').gettime()))",
    ["luasql.sqlite3"] = "local env = require('luasql.sqlite3').sqlite3()"
      .. "print(type(env:connect(':memory:'):execute('create table t (x)')))",
    cjson = "print(type(require('cjson').decode('[1]')))",
    ["cjson.safe"] = "print(type(require('cjson.safe').new))",
  } do
    it("loads " .. name, function()
      local result = run("lua -e " .. host.quote(code))
      assert.equal("", result.err)
      assert.equal(0, result.code)
    end)
  end

  it("keeps the users' cjson apart from ours", function()
    local result = run("lua -e " .. host.quote [[
      local cjson = require "cjson"
      cjson.encode_number_precision(3)
      print(require("alipay.json").encode { id = 2088102146225135 }, cjson.encode(1.23456))]])
    assert.equal('{"id":2088102146225135}\t1.23\n', result.out)
  end)

  it("finds the user's cjson first, and ours only where there is none", function()
    local files = { ["cjson.lua"] = "return { name = 'mine' }" }
    local code = host.quote [[print(require("cjson").name, require("alipay.json").encode { 9007199254740993 })]]
    assert.equal("mine\t[9007199254740993]\n", run("lua -e " .. code, { files = files, env = "LUA_PATH='./?.lua'" }).out)
    assert(fs.remove(folder .. "/cjson.lua"))
    code = host.quote [[print(require("cjson").encode { 1 }, require("cjson.safe").decode "[")]]
    assert.matches("^%[1%]\tnil\tExpected ", run("lua -e " .. code, { env = "LUA_PATH=./none LUA_CPATH=./none" }).out)
  end)

  it("binds the user's cjson.so to no function of ours, which may be of another release", function()
    local pipe <close> = assert(io.popen("nm -D --defined-only " .. host.quote(host.program)))
    local symbols = pipe:read "a"
    assert.matches(" luaopen_alipay_core_json\n", symbols) -- nm did look
    for _, name in ipairs { "luaopen_cjson", "strbuf_", "fpconv_" } do assert.not_matches(name, symbols) end
  end)

  it("finds a LuaRocks tree through LUA_PATH and LUA_CPATH", function()
    fs.mkdir(folder .. "/tree/share/lua/5.4/pkg")
    fs.mkdir(folder .. "/tree/lib/lua/5.4")
    host.write(folder .. "/tree/share/lua/5.4/pkg/init.lua",
      "return { sub = require 'pkg.sub', name = ..., file = select(2, ...) }")
    host.write(folder .. "/tree/share/lua/5.4/pkg/sub.lua", "return 'sub'")
    local result = run("lua -e \"print(require('pkg').sub, require('pkg').name, require('pkg').file)\"", {
      env = "LUA_PATH='./tree/share/lua/5.4/?.lua;./tree/share/lua/5.4/?/init.lua;;' LUA_CPATH='./tree/lib/lua/5.4/?.so;;'",
    })
    assert.equal("sub\tpkg\t./tree/share/lua/5.4/pkg/init.lua\n", result.out)
  end)

  it("takes the library from ALIPAY_LUA_PATH, but not with -E", function()
    host.write(folder .. "/alipay.lua", "return 'mine'")
    local code = "lua %s -e \"print(require('alipay') == 'mine')\""
    assert.equal("true\n", run(code:format "", { env = "ALIPAY_LUA_PATH=." }).out)
    assert.equal("false\n", run(code:format "-E", { env = "ALIPAY_LUA_PATH=." }).out)
    assert(fs.remove(folder .. "/alipay.lua"))
  end)

  it("works alone in another folder", function()
    local result = run("cp -L lua alone && ./alone -e 'print(require(\"alipay\").version)'")
    assert.matches("^%d+%.%d+%.%d+\n$", result.out)
  end)

  local SPEC = [[
    describe("a suite", function()
      it("has two words", function() assert.equal(1, 1) end)
      it("another", function() error "not this one" end)
    end)]]
  local busted = io.popen("command -v busted"):read "l"

  it("runs busted with an option of two words", function()
    local result = run("lua " .. busted .. " -o TAP --filter='two words' two_spec.lua", { files = { ["two_spec.lua"] = SPEC } })
    assert.matches("ok 1 %- a suite has two words", result.out)
    assert.falsy(result.out:find "another")
    assert.equal(0, result.code)
  end)

  it("is what busted --lua starts", function()
    local result = run("lua " .. busted .. " --lua=./lua -o TAP who_spec.lua", {
      files = { ["who_spec.lua"] = "it('who', function() assert.truthy(package.searchers[5]) require 'alipay' end)" },
    })
    assert.matches("ok 1", result.out)
    assert.equal(0, result.code)
  end)

  it("runs a script that runs busted itself", function()
    local result = run("lua self.lua -o TAP", {
      files = {
        ["self.lua"] = "require 'busted.runner'()\n"
          .. "describe('self', function() it('runs', function() assert.truthy(arg[0]) end) end)",
      },
    })
    assert.matches("ok 1 %- self runs", result.out)
    assert.equal(0, result.code)
  end)

  it("hands the failure of a suite on", function()
    local result = run("lua " .. busted .. " -o TAP bad_spec.lua",
      { files = { ["bad_spec.lua"] = "it('x', function() error 'x' end)" } })
    assert.equal(1, result.code)
  end)

  it("says once that ALIPAY_SIGN_THREADS is no number of threads, when calls first need it", function()
    local script = [[
      local async = require "alipay.async"
      local client = require("alipay").client()
      for _ = 1, 2 do
        local calls = {}
        for i = 1, 4 do calls[i] = client.alipay.trade.query:postAsync { content = { out_trade_no = "1" } } end
        for i = 1, 4 do assert(select(2, calls[i]:wait()).kind == "api") end
      end
      print(async.sign_threads())]]
    local cores = require("alipay.core.signer").cores()
    local function with(value)
      return run("lua --local s.lua", { env = "ALIPAY_SIGN_THREADS=" .. value, files = { ["s.lua"] = script } })
    end
    for _, wrong in ipairs { "x", "-1", "65", "1.5" } do
      local result = with(wrong)
      assert.equal(0, result.code)
      assert.equal(("warning: ALIPAY_SIGN_THREADS must be a number from 0 to 64, not '%s': %d threads sign\n"):format(wrong, cores),
        result.err)
      assert.equal(cores .. "\n", result.out)
    end
    for value, count in pairs { ["0"] = 0, ["3"] = 3, ["''"] = cores } do
      local result = with(value)
      assert.equal("", result.err)
      assert.equal(count .. "\n", result.out)
    end
  end)

  it("leaves require, its messages and package alone", function()
    local result = run([[lua -e 'print(#package.searchers, package.loadlib ~= nil, pcall(require, "no.such"))']])
    assert.matches("^6\ttrue\tfalse\tmodule 'no.such' not found:\n\tno field package.preload%['no.such'%]", result.out)
  end)
end)

describe("Ctrl-C by exit code", function()
  local folder
  setup(function() folder = host.folder(host.program) end)
  teardown(function() fs.remove(folder) end)

  local function interrupted(line, times)
    return host.run(folder, {
      files = { ["spin.lua"] = "io.stderr:write 'ready\\n' ;(('a'):rep(500)):find(('a*'):rep(30) .. 'b')" },
      run = ([[mkfifo p 2>/dev/null; %s 2>p & exec 3<p; read line <&3; sleep 0.2; kill -INT $!;
        %s wait $!; c=$?; cat <&3 >/dev/null; exit $c]])
        :format(line, times == 2 and "sleep 0.2; kill -INT $!;" or ""),
    })
  end

  it("a command ends with 130", function()
    local result = host.run(folder, {
      run = [[lua gateway --port 0 --dir gw >out & until [ -s out ]; do sleep 0.02; done; kill -INT $!; wait $!]],
    })
    assert.equal(130, result.code)
  end)

  it("code of C that the first one cannot stop is ended by the second", function()
    -- The first signal may come just before the code of C begins, and then stops the script with 1: try again.
    local code
    for _ = 1, 20 do
      code = interrupted("lua spin.lua", 2).code
      if code == 130 then break end
      assert.equal(1, code)
    end
    assert.equal(130, code)
  end)
end)
