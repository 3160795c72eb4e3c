-- SPDX-License-Identifier: MIT
-- :save: the script that a session becomes prints what the prompt printed.

local fs = require "alipay.core.fs"
local save = require "alipay.repl.save"
local terminal = require "spec.support.terminal"

local program = fs.absolute(os.getenv "ALIPAY_LUA" or "./alipay-lua")

describe("a saved session", function()
  local home
  setup(function() home = assert(fs.temporary "repl-save-spec-") end)
  teardown(function() fs.remove(home) end)

  local function read(path)
    local file = assert(io.open(path))
    local text = file:read "a"
    file:close()
    return text
  end

  -- Runs a script: what it prints, and what it says on stderr.
  local function run(path, options)
    local ok = os.execute(("env NO_COLOR=1 ALIPAY_STATE_DIR=%s/state XDG_CONFIG_HOME=%s/config %s %s %s >%s/out 2>%s/err")
      :format(home, home, program, options or "", path, home, home))
    return read(home .. "/out"), read(home .. "/err"), ok
  end

  local function run_lines(...)
    local statements = {}
    for i, line in ipairs { ... } do statements[i] = type(line) == "table" and line or { text = line, awaited = false } end
    local script = save.script(statements)
    assert(fs.replace(home .. "/lines.lua", script, 384))
    local out, err = run(home .. "/lines.lua")
    return out, err, script
  end

  it("prints all values of a line, tables as the prompt shows them", function()
    local out, err = run_lines("5, 6", "nil", "{ 1, { a = 'b' } }", "7;", "_1", "=_ + 1 -- why", "x = 1", "print 'plain'",
      "(function() end)()", "_1, _2")
    assert.equal("", err)
    assert.equal('5  6\nnil\n{ 1, { a = "b" } }\n7\n8\nplain\n8  7\n', out)
  end)

  it("keeps to what its variables meant at the prompt", function()
    local out, err = run_lines("function f() return n end", "local n = 5", "f()", "local n = 6", "f()")
    assert.equal("", err)
    assert.equal("5\n6\n", out)
    local script
    out, err, script = run_lines("local n = 5", "local function f() return n end", "f()")
    assert.equal("5\n", out)
    assert.equal("", err)
    assert.matches("\nlocal n = 5\n", script)
    local many = {}
    for i = 1, 300 do many[i] = ("local v%d = %d"):format(i, i) end
    many[301] = "v300"
    assert.equal("300\n", (run_lines(table.unpack(many))))
  end)

  it("has room for lines that return, start with a bracket, or use the names of its own functions", function()
    local out, err = run_lines("if true then local r = 3 return r, 4 end", "t = { f = {} }", "(t).f.x = 'x'", "t.f.x",
      "function show(x) return x .. '!' end", "show 'a'", "::on::", "::on::",
      "return 'done'", "do local function g() return 1 end end")
    assert.equal("", err)
    assert.equal('3  4\n"x"\n"a!"\n"done"\n', out)
  end)

  it("leaves out lines with secrets, and keeps secret what the prompt kept secret", function()
    local out, err, script = run_lines("auth_token = '201208BB'", { text = "1 + 1", awaited = false, hidden = true }, "_")
    assert.equal("", err)
    assert.equal("2\n", out)
    assert.falsy(script:find("201208BB", 1, true))
  end)

  it("calls, waits and fails as the prompt did", function()
    local t <close> = setmetatable({ terminal.start { "--local", home = home, columns = 200 } },
      { __close = function(t) t[1]:close() end })
    local prompt = t[1]
    prompt:prompt()
    for _, line in ipairs {
      "content = { url_param = 'pages/index', query_param = 'x=1', describe = '二维码' }",
      "client.alipay.open.appQrcodeCreate:postAsync { content = content }",
      "_res.data.code, _.verified",
      "client.alipay.trade.query:post { content = { out_trade_no = '1' } }",
      "client.alipay.trade.query:post { content = { out_trade_no = '2' } };",
      "_err.kind",
      "async.run(function() async.sleep(0.01) return 'slept', 2 end)",
      "io.open '/nonexistent/file'",
    } do prompt:enter(line) end
    prompt:enter(":save " .. home .. "/session.lua")
    prompt:expect "8 statements in"
    local out, err, ok = run(home .. "/session.lua", "--local")
    assert.truthy(ok, err)
    assert.matches("^alipay.open.app.qrcode.create  10000 [^\n]*signature good.*\n\"10000\"  true\n\"api\"\n\"slept\"", out)
    assert.matches('nil  "/nonexistent/file: No such file or directory"  2\n$', out)
    assert.matches("^api error: [^\n]*\n", err)
    assert.equal(1, select(2, err:gsub("api error", "")))
  end)

  describe("with an app", function()
    local t
    before_each(function()
      fs.mkdir(home .. "/config")
      fs.mkdir(home .. "/config/alipay-lua")
      assert(fs.replace(home .. "/config/alipay-lua/config.lua", [[return { default = "sandbox", profiles = {
        sandbox = { app_id = "1", private_key = "k", alipay_public_key = "k", gateway = "http://127.0.0.1:9/gateway.do" },
        shop = { app_id = "2", private_key = "k", alipay_public_key = "k" },
      } }]], 384))
    end)
    after_each(function()
      t:close()
      fs.remove(home .. "/config")
    end)

    -- A session that is saved: the line that runs it.
    local function saved_line(options, path, ...)
      t = terminal.start(options)
      t:prompt()
      for _, line in ipairs { ... } do t:enter(line) end
      t:enter(":save " .. path)
      return assert(t:text():match "run it: alipay%-lua ([^\n]*)", t:text())
    end

    local function run_line(line) return run("", line) end

    it("names it, and refuses every other one", function()
      local line = saved_line({ "--profile", "shop", home = home, columns = 300 }, home .. "/it's.lua", "client.settings.app_id")
      assert.equal("--profile shop '" .. home .. "/it'\\''s.lua'", line)
      local out, err = run_line(line)
      assert.equal('"2"\n', out)
      assert.equal("", err)
      local ok
      out, err, ok = run_line((line:gsub("^%-%-profile shop ", "")))
      assert.equal("", out)
      assert.matches("made with app 2 at https://openapi.alipay.com/gateway.do, and would run with app 1 at ", err, 1, true)
      assert.matches("--profile shop", err, 1, true)
      assert.falsy(ok)
      out = run_line((line:gsub("shop", "sandbox", 1)))
      assert.equal("", out)
    end)

    it("keeps to the app of its last call, and has as comments what went to another one", function()
      local path = home .. "/two.lua"
      local line = saved_line({ home = home, columns = 300 }, path, "a = client.settings.app_id", ":profile shop",
        "b = client.settings.app_id", "b", "1 + 1")
      t:expect "1 of them ran with another app"
      assert.equal("--profile shop " .. path, line)
      local out, err = run_line(line)
      assert.equal('"2"\n2\n', out)
      assert.equal("", err)
      assert.matches("\n-- (with app 1 at http://127.0.0.1:9/gateway.do:)\n-- a = client.settings.app_id\n", read(path), 1, true)
    end)

    it("runs with the local gateway, and with that alone", function()
      local line = saved_line({ "--local", home = home, columns = 300 }, home .. "/local.lua",
        "x = client.alipay.trade.nosuch:post {}", "_err.kind")
      assert.equal("--local " .. home .. "/local.lua", line)
      local out, err = run_line(line)
      assert.equal('"api"\n', out)
      assert.equal("", err)
      local ok
      out, err, ok = run_line(home .. "/local.lua")
      assert.same({ "", nil }, { out, ok })
      assert.matches("--local", err, 1, true)
    end)

    it("has a line that runs, whatever its file is called", function()
      for _, name in ipairs { "call", "-i" } do
        local line = saved_line({ home = home, columns = 300 }, name, "1 + 1")
        t:close()
        os.remove(name)
        assert.equal("./" .. name, line)
      end
    end)
  end)
end)
