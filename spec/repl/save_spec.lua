-- SPDX-License-Identifier: MIT
-- :save: the script that a session becomes prints what the prompt printed.

local fs = require "alipay.core.fs"
local saved = require "alipay.repl.saved"
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
    local script = saved.script(statements)
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
end)
