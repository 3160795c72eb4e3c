-- SPDX-License-Identifier: MIT
-- The prompt as people meet it: the real program in a pseudo-terminal.

local fs = require "alipay.core.fs"
local terminal = require "spec.support.terminal"

local t

local function start(options)
  t = terminal.start(options or {})
  return t:prompt()
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
    assert.equal("2", t:ask "1+1")
    assert.equal("3", t:ask "=1+2")
    assert.equal('"x"  nil  true', t:ask "'x', nil, true")
    assert.equal("", t:ask "x = 5")
    assert.equal("", t:ask "6*7;")
    assert.equal("nil", t:ask "nosuch")
  end)

  it("keeps locals and globals from line to line", function()
    start()
    t:ask "local a, b <const> = 1, 2"
    assert.equal("3", t:ask "a + b")
    t:ask "local function f(n) return n < 2 and 1 or n * f(n - 1) end"
    assert.equal("120", t:ask "f(5)")
    t:ask "g = 7"
    assert.equal("7", t:ask "_G.g")
    assert.equal("nil", t:ask "_G.a")
    t:ask "local a"
    assert.equal("nil", t:ask "a")
  end)

  it("keeps results and errors", function()
    start()
    t:ask "40"
    t:ask "_ + 2"
    assert.equal("82", t:ask "_1 + _2")
    t:ask "error({ code = 9 })"
    assert.equal("9", t:ask "_err.code")
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
    t:ask "function f() error 'oops' end"
    assert.equal("stdin:1: oops\nstack traceback:\n        [C]: in function 'error'\n        stdin:1: in function 'f'\n"
      .. "        (...tail calls...)", t:ask "f()")
    assert.matches("^stdin:1: syntax error near", t:ask "x x")
    assert.equal("9", t:ask "3 * 3")
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
    assert.equal("11", t:ask "f()")
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
    assert.equal('"海城底捞"', t:ask "x")
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
    assert.equal("40", t:ask "#x")
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
    assert.equal("2", t:ask "ahead")
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
    assert.equal('"海底捞火锅海底捞火锅海底捞火锅海底捞火锅"', t:ask "t")
    assert.equal('"1海"  "15城"  "20海"', t:ask "v01, v15, v20")
    -- Output of a task above it, and a Ctrl-C.
    t:enter(("async.run(function() while not io.open('%s/opened') do async.sleep(0) end print 'from a task' end);"):format(t.home))
    press("\27[200~" .. table.concat(lines, "\n") .. "\27[201~\27[A\27[A")
    t:at "v18 = '18海'|"
    assert(fs.create(t.home .. "/opened", ""))
    t:expect "from a task"
    t:at "v18 = '18海'|"
    t:submit "\3"
    assert.equal("2", t:ask "1 + 1")
  end)

  it("shows a table no wider than the terminal", function()
    start { columns = 40 }
    t:ask "t = { alpha = ('a'):rep(12) }"
    t:ask "t.beta = ('b'):rep(12)"
    t:ask "t.gamma = { 1, 2, 3 }"
    local shown = t:ask "t"
    assert.equal('{\n  alpha = "aaaaaaaaaaaa",\n  beta = "bbbbbbbbbbbb",\n  gamma = { 1, 2, 3 },\n}', shown)
  end)
end)
