-- SPDX-License-Identifier: MIT
-- The prompt as people meet it: the real program in a pseudo-terminal.

local fs = require "alipay.core.fs"
local terminal = require "spec.support.terminal"

local t

local function start(options)
  t = terminal.start(options or {})
  return t:prompt()
end

-- The lines after the last one that ends with what was typed.
local function answer_to(line)
  local lines, from = t:lines(), nil
  for i, shown in ipairs(lines) do
    if shown:sub(-#line) == line then from = i end
  end
  assert(from, "not on the screen: " .. line .. "\n" .. t:text())
  return table.concat(lines, "\n", from + 1, #lines - 1)
end

local function ask(line)
  t:enter(line)
  return answer_to(line)
end

-- Runs code that says that it runs, waits for the function that is given back, and goes on with `code`.
local function busy_until_opened(code)
  local gate = t.home .. "/gate"
  assert(os.execute("mkfifo " .. gate .. " 2>/dev/null || [ -p " .. gate .. " ]"))
  t.seen = ""
  t:type(("print 'it runs' io.open(%q):read() %s\r"):format(gate, code or ""))
  t:expect_bytes "it runs\r?\n"
  return function()
    local file = assert(io.open(gate, "w"))
    file:write "\n"
    file:close()
  end
end

describe("the prompt", function()
  after_each(function()
    if t then t:close() end
    t = nil
  end)

  it("shows values of expressions, with and without =", function()
    start()
    assert.equal("2", ask "1+1")
    assert.equal("3", ask "=1+2")
    assert.equal('"x"  nil  true', ask "'x', nil, true")
    assert.equal("", ask "x = 5")
    assert.equal("", ask "6*7;")
    assert.equal("nil", ask "nosuch")
  end)

  it("keeps locals and globals from line to line", function()
    start()
    ask "local a, b <const> = 1, 2"
    assert.equal("3", ask "a + b")
    ask "local function f(n) return n < 2 and 1 or n * f(n - 1) end"
    assert.equal("120", ask "f(5)")
    ask "g = 7"
    assert.equal("7", ask "_G.g")
    assert.equal("nil", ask "_G.a")
    ask "local a"
    assert.equal("nil", ask "a")
  end)

  it("keeps results and errors", function()
    start()
    ask "40"
    ask "_ + 2"
    assert.equal("82", ask "_1 + _2")
    ask "error({ code = 9 })"
    assert.equal("9", ask "_err.code")
  end)

  it("ends with Ctrl-D and with :quit", function()
    start()
    t:type "\4"
    assert.equal(0, t:wait())
    t:close()
    start()
    t:type ":quit\r"
    assert.equal(0, t:wait())
  end)

  it("ends with the code of os.exit", function()
    start()
    t:type "os.exit(7)\r"
    assert.equal(7, t:wait())
  end)

  it("shows errors with the user's part of the traceback, and goes on", function()
    start()
    ask "function f() error 'oops' end"
    assert.equal("stdin:1: oops\nstack traceback:\n        [C]: in function 'error'\n        stdin:1: in function 'f'\n"
      .. "        (...tail calls...)", ask "f()")
    assert.matches("^stdin:1: syntax error near", ask "x x")
    assert.equal("9", ask "3 * 3")
  end)

  it("goes on to another line until a statement is complete", function()
    start()
    t:type "for i = 1, 2 do\rprint(i * 10)\rend\r"
    t:expect("\n10\n20\n"):prompt()
  end)

  it("recalls a statement of several lines as one and lets it be edited in any line", function()
    start()
    t:submit "function f()\rreturn 1\rend\r"
    t:type "\27[A" -- the whole statement
    t:at "end|"
    t:type "\27[A\27[A\27[B\27[F1" -- up to its first line, down one, to its end
    t:at "return 11|"
    t:submit "\r"
    assert.equal("11", ask "f()")
  end)

  it("deletes and aligns Chinese by characters", function()
    start()
    t:type "x = '海底捞火锅'"
    t:at "alipay> x = '海底捞火锅'|"
    t:type "\8\8\8" -- the quote and two characters
    t:at "alipay> x = '海底捞|"
    t:type "\27[D\27[D城"
    t:at "alipay> x = '海城|底捞"
    t:submit "\27[F'\r"
    assert.equal('"海城底捞"', ask "x")
  end)

  it("takes a paste of several lines as it is, tabs included", function()
    start()
    t:type "\27[200~t = {\n\t1,\n\t2,\n}\nfor _, v in ipairs(t) do\n\tio.write(v, ';')\nend\27[201~"
    t:at "end|"
    assert.falsy(t:text():find("1;2;", 1, true))
    t:type "\r"
    t:expect "1;2;"
  end)

  it("takes type-ahead of several lines without brackets, too", function()
    start()
    t:type "a = 1\rb = 2\rprint(a + b)\r"
    t:expect "\n3\n"
  end)

  it("redraws when the window changes", function()
    start { columns = 80 }
    t:type "x = '0123456789012345678901234567890123456789'"
    t:at "alipay> x = '0123456789012345678901234567890123456789'|"
    t:resize(40, 24)
    t:signal(28)
    t:at "7890123456789'|"
    t:submit "\r"
    assert.equal("40", ask "#x")
  end)

  it("starts on a line of its own, whatever stands in the one before", function()
    start()
    t:enter "io.write 'half a line';"
    t:type "x = 'typed'\r"
    t:expect "\nhalf a line\nalipay> x = 'typed'\nalipay>"
    t:prompt()
    local open_gate = busy_until_opened()
    t:type "ahead = 1\rahead = ahead + 1"
    t:expect "ahead = ahead + 1" -- what the terminal itself shows of it
    open_gate()
    t:expect "\nalipay> ahead = ahead + 1"
    t:submit "\r"
    assert.equal("2", ask "ahead")
  end)

  it("lets code read what is typed, also ahead", function()
    start()
    t:type "print 'reading' return io.read() .. '!'\r"
    t:expect_bytes "reading\r?\n"
    t:type "海底捞x\127\r"
    t:expect('\n海底捞\n"海底捞!"'):prompt()
    local open_gate = busy_until_opened "return io.read(), io.read()"
    t:type "one\rtwo\r"
    t:expect_bytes "two\r?\n"
    open_gate()
    t:expect('"one"  "two"'):prompt()
  end)

  it("has the cursor in its place when a text is taller than the screen", function()
    start { columns = 40, rows = 8 }
    local function press(key, count) t:type(key:rep(count or 1)) end
    local lines = {}
    for i = 1, 20 do lines[i] = ("v%02d = '%d海'"):format(i, i) end
    press("\27[200~" .. table.concat(lines, "\n") .. "\27[201~")
    t:at "v20 = '20海'|"
    press("\27[A", 5)
    t:at "v15 = '15海'|"
    press "\27[D\8城"
    t:at "v15 = '15城|'"
    press("\27[A", 9)
    t:at "v06 = '6海'|"
    press("\27[A", 5)
    press "\1t = '海底捞火锅海底捞火锅海底捞火锅海底捞火锅' "
    t:at "火锅海底捞火锅' |v01 = '1海'"
    press("\27[B", 12)
    t:at "v13 = '13海|'"
    t:resize(50, 12)
    t:signal(28)
    t:at "v13 = '13海|'"
    t:submit "\r"
    assert.equal('"海底捞火锅海底捞火锅海底捞火锅海底捞火锅"', ask "t")
    assert.equal('"1海"  "15城"  "20海"', ask "v01, v15, v20")
    -- Output of a task above it, and a Ctrl-C.
    t:enter(("async.run(function() while not io.open('%s/opened') do async.sleep(0) end print 'from a task' end);"):format(t.home))
    press("\27[200~" .. table.concat(lines, "\n") .. "\27[201~\27[A\27[A")
    t:at "v18 = '18海'|"
    assert(fs.create(t.home .. "/opened", ""))
    t:expect "from a task"
    t:at "v18 = '18海'|"
    t:submit "\3"
    assert.equal("2", ask "1 + 1")
  end)

  it("shows a table no wider than the terminal", function()
    start { columns = 40 }
    ask "t = { alpha = ('a'):rep(12) }"
    ask "t.beta = ('b'):rep(12)"
    ask "t.gamma = { 1, 2, 3 }"
    local shown = ask "t"
    assert.equal('{\n  alpha = "aaaaaaaaaaaa",\n  beta = "bbbbbbbbbbbb",\n  gamma = { 1, 2, 3 },\n}', shown)
  end)

  it("runs the rc file first, and shows its error", function()
    local home = assert(fs.temporary "rc-spec-")
    fs.mkdir(home .. "/config/alipay-lua")
    assert(fs.create(home .. "/config/alipay-lua/rc.lua", "local mine = 5\nfunction twice(x) return 2 * x end\n"))
    t = terminal.start { home = home }
    t:prompt()
    assert.equal("10", ask "twice(mine)")
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
    assert.matches("^parameter error: .*app_id", ask "client")
    assert.equal("2", ask "1 + 1")
  end)

  it("makes production unmistakable", function()
    t = terminal.start { env = { ALIPAY_APP_ID = "2014072300007148", ALIPAY_PRIVATE_KEY = "/nonexistent",
      ALIPAY_PUBLIC_KEY = "/nonexistent" } }
    t:prompt "alipay(PRODUCTION 2014072300007148)> "
    t:close()
    t = terminal.start {
      env = { ALIPAY_APP_ID = "1", ALIPAY_PRIVATE_KEY = "/nonexistent", ALIPAY_PUBLIC_KEY = "/nonexistent", NO_COLOR = "",
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
    assert.equal('"by script"', ask "made")
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
