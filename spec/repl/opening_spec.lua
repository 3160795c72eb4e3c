-- SPDX-License-Identifier: MIT
-- How the prompt opens: its rc file, without settings, in production, behind a script, on a terminal that cannot do much.

local fs = require "alipay.core.fs"
local terminal = require "spec.support.terminal"

local t

local function start(options)
  t = terminal.start(options or {})
  return t:prompt()
end

describe("the prompt that opens", function()
  after_each(function()
    if t then t:close() end
    t = nil
  end)

  it("runs the rc file first, and shows its error", function()
    local home = assert(fs.temporary "rc-spec-")
    fs.mkdir(home .. "/config/alipay-lua")
    assert(fs.create(home .. "/config/alipay-lua/rc.lua", "local mine = 5\nfunction twice(x) return 2 * x end\n"))
    t = terminal.start { home = home }
    t:prompt()
    assert.equal("10", t:ask "twice(mine)")
    t:close()
    assert(fs.replace(home .. "/config/alipay-lua/rc.lua", "error 'in rc'"))
    t = terminal.start { home = home }
    t:prompt()
    assert.matches("rc.lua:1: in rc", t:text(), 1, true)
    fs.remove(home)
  end)

  it("says clearly that nothing is configured, when the client is first used", function()
    start()
    assert.equal("alipay>", t:lines()[#t:lines()])
    assert.matches("^parameter error: .*app_id", t:ask "client")
    assert.equal("2", t:ask "1 + 1")
  end)

  it("makes production unmistakable", function()
    t = terminal.start { env = { ALIPAY_APP_ID = "2014072300007148", ALIPAY_PRIVATE_KEY = "/nonexistent/none",
      ALIPAY_PUBLIC_KEY = "/nonexistent/none" } }
    t:prompt "alipay(PRODUCTION 2014072300007148)> "
    t:close()
    t = terminal.start {
      env = { ALIPAY_APP_ID = "1", ALIPAY_PRIVATE_KEY = "/nonexistent/none", ALIPAY_PUBLIC_KEY = "/nonexistent/none", NO_COLOR = "",
        LC_ALL = "C" },
    }
    t:expect "PRODUCTION"
    assert.matches("\27%[1;97;41malipay%(PRODUCTION 1%)>\27%[0m", t.seen)
  end)

  it("honours _PROMPT and a replaced print", function()
    start()
    t:submit("_PROMPT = '\\27[1mlua:\\27[0m '\r", "lua: ")
    t:at "lua: |"
    t:submit "_PROMPT = nil\r"
    t:enter "local old = print; function print(...) old('mine', ...) end"
    t:type "1 + 1\r"
    t:expect "mine    2"
  end)

  it("opens after a script with -i, with its variables", function()
    local home = assert(fs.temporary "i-spec-")
    assert(fs.create(home .. "/s.lua", "made = 'by script'"))
    t = terminal.start { "-i", home .. "/s.lua", home = home }
    t:prompt()
    assert.equal('"by script"', t:ask "made")
    assert.matches("^alipay%-lua ", t:text())
    assert.falsy(t:text():find("Lua.org", 1, true)) -- one banner is enough
    fs.remove(home)
  end)

  it("opens from any script", function()
    local home = assert(fs.temporary "start-spec-")
    assert(fs.create(home .. "/s.lua",
      "local x = 42\nrequire('alipay.repl').start { env = { x = x }, prompt = 'mine> ', banner = 'hello' }\nprint 'after'"))
    t = terminal.start { home .. "/s.lua", home = home }
    t:prompt "mine> "
    assert.matches("^hello\n", t:text())
    t:type "x\r"
    t:expect "\n42\n"
    t:type "\4"
    t:expect "after"
    assert.equal(0, t:wait())
    fs.remove(home)
  end)

  it("is there without editing on a terminal that cannot move its cursor, and where output goes elsewhere", function()
    for _, out in ipairs { "", " | cat" } do
      local program = fs.absolute(os.getenv "ALIPAY_LUA" or "./alipay-lua")
      t = terminal.start { env = { TERM = out == "" and "dumb" or "xterm" }, "-e",
        out == "" and ("require('alipay.cli.local').start() os.exit(require('alipay.repl').run())")
          or ("os.exit(os.execute %q)"):format(program .. " --local" .. out) }
      t:prompt "alipay(local)> "
      t:type "for i = 1, 2 do\r print(i * 21)\rend\r"
      t:expect "42\n"
      t:type "_, err = client.alipay.trade.nosuch:post {}; return err.kind\r"
      t:expect '"api"\n'
      t:type ":res\r"
      t:expect "HTTP 200"
      t:type "async.run(function() async.sleep(0.01) print 'from a task' end);\r"
      t:expect "> from a task"
      if out == "" then
        t:type "print 'it runs' while true do end\r"
        t:expect_bytes "it runs\r?\n"
        t:type "\3"
        t:expect("interrupted!"):prompt()
        t:type "half"
        t:expect "> half"
        t:type "\3"
        t:expect("half^C\n"):prompt()
        t:type "6 * 7\r"
        t:expect "> 6 * 7\n42\n"
      end
      t:type "\4"
      assert.equal(0, t:wait())
      assert.falsy(t.seen:find("\27", 1, true))
      t:close()
    end
  end)
end)
