-- SPDX-License-Identifier: MIT
-- Work at the prompt: Ctrl-C in each state, promises, background tasks, history, Tab.

local fs = require "alipay.core.fs"
local terminal = require "spec.support.terminal"

local home, t

local function start(options)
  options = options or {}
  options.home = home
  t = terminal.start(options)
  return t:prompt()
end

-- Code that says by a file that it runs, and never gives way.
local function hanging(number) return ("io.open('%s/hangs%d', 'w'):close() while true do end"):format(home, number) end

local function hangs(number)
  t:await(function() return fs.stat(("%s/hangs%d"):format(home, number)) ~= nil end, "a task that hangs")
end

-- Code of a task that waits, and lets others run, until the gate is opened.
local function gate() return ("while not io.open('%s/gate') do async.sleep(0.01) end "):format(home) end

local function open_gate() assert(fs.create(home .. "/gate", "")) end

describe("work at the prompt", function()
  setup(function() home = assert(fs.temporary "repl-work-spec-") end)
  teardown(function() fs.remove(home) end)
  after_each(function()
    if t then t:close() end
    t = nil
    os.remove(home .. "/gate")
  end)

  describe("Ctrl-C", function()
    it("clears the line and only that", function()
      start()
      t:type "x = 'half"
      t:at "alipay> x = 'half|"
      for _ = 1, 3 do t:submit "\3" end
      t:enter "1 + 1"
      assert.matches("\n2\nalipay>", t:text())
    end)

    it("clears a statement of several lines", function()
      start()
      t:type "for i = 1, 2 do\rprint(i)\r"
      t:at "|"
      t:submit "\3"
      t:enter "1 + 1"
      assert.matches("\n2\nalipay>", t:text())
    end)

    it("is one at the prompt when it strikes before the next line is read", function()
      start()
      -- What the prompt looks at between two lines strikes once.
      t:enter("_PROMPT = setmetatable({}, { __tostring = function() if struck then return 'alipay> ' end struck = true "
        .. "io.popen('kill -INT $PPID'):close() while true do end end });")
      t:enter "struck"
      assert.matches("\ntrue\nalipay>", t:text())
    end)

    for name, code in pairs {
      ["a loop"] = "while true do end",
      ["a coroutine"] = "coroutine.wrap(function() while true do end end)()",
      ["a wait"] = "async.sleep(60)",
      ["a callback of C"] = "('x'):gsub('.', function() while true do end end)",
    } do
      it("stops " .. name .. " and keeps the session", function()
        start()
        t:enter "kept = 1"
        t:type("print 'it runs'; " .. code .. "\r")
        t:expect_bytes "it runs\r?\n"
        t:submit "\3"
        t:expect "interrupted!"
        t:enter "kept + 1"
        assert.matches("\n2\nalipay>", t:text())
      end)
    end

    it("cancels an awaited promise and only that", function()
      start()
      -- One that waits: Ctrl-C would rightly strike one whose code runs just then.
      t:enter "other = async.run(function() return async.promise(function(resolve) finish = resolve end):wait() end);"
      t:type "async.run(function() async.sleep(60) end)\r"
      t:expect "waiting"
      t:submit "\3"
      t:expect "cancelled error"
      assert.falsy(t:text():find "waiting")
      t:enter "other.status"
      assert.matches('"pending"', t:text())
      t:enter "finish 'done'"
      t:enter "other"
      assert.matches('"done"', t:text())
    end)

    it("leaves no promise behind that is waited for in vain", function()
      start()
      for i, wait in ipairs { "", "async.sleep(0.05) " } do
        t:enter("p = async.run(function() " .. wait .. hanging(i) .. " end); other = p:next(print);")
        hangs(i)
        t:submit "\3"
        t:enter "p.status, other.status"
        t:expect '"cancelled"  "'
        t:enter "p"
        t:expect "p\ncancelled error: the work was cancelled"
      end
      assert.falsy(t:text():find("waiting", 1, true))
    end)

    it("stops a task that never gives way", function()
      start()
      t:enter("async.run(function() " .. hanging(3) .. " end);")
      hangs(3)
      t:submit "\3"
      t:enter "1 + 1"
      assert.matches("\n2\n", t:text())
    end)
  end)

  it("prints of background tasks appear above the line, which is kept", function()
    start()
    t:enter("async.run(function() " .. gate() .. "for i = 1, 3 do print('tick ' .. i) async.sleep(0.01) end end);")
    t:type "x = '打字'"
    t:at "alipay> x = '打字'|"
    open_gate()
    t:expect "tick 3"
    t:at "alipay> x = '打字'|"
    local lines = t:lines()
    assert.equal("alipay> x = '打字'", lines[#lines])
    assert.same({ "tick 1", "tick 2", "tick 3" }, table.move(lines, #lines - 3, #lines - 1, 1, {}))
    t:submit "\r"
    t:enter "x"
    assert.matches('"打字"\nalipay>', t:text())
  end)

  it("prints of background tasks have lines of their own beside the spinner, and go on where they stopped", function()
    for _, rows in ipairs { 24, 6 } do
      start { rows = rows }
      t:submit("ticks = async.run(function() async.sleep(0.3) for i = 1, 3 do print('tick ' .. i) async.sleep(0.1) end end); "
        .. "dots = async.run(function() ticks:wait() for _ = 1, 3 do io.write 'dot ' async.sleep(0.12) end print 'end' end); "
        .. "return async.run(function() dots:wait() async.sleep(0.2) return 'done' end)\r")
      assert.matches("waiting %d", t.seen)
      local lines = t:lines()
      assert.same({ "tick 1", "tick 2", "tick 3", "dot dot dot end", '"done"', "alipay>" },
        table.move(lines, #lines - 5, #lines, 1, {}), t:text())
      assert.falsy(t:text():find "waiting")
      t:close()
    end
    t = nil
  end)

  it("gives the terminal back when a task ends the program", function()
    start()
    t:enter("async.run(function() " .. gate() .. "print 'last words' os.exit(3) end);")
    t:type "half a line"
    t:at "alipay> half a line|"
    open_gate()
    assert.equal(3, t:wait())
    assert.matches("last words", t:text())
    assert.matches("\27%[%?2004l[\r\n]*$", t.seen)
  end)

  it("reports a rejection that nobody handled", function()
    start()
    t:enter "async.run(function() error 'in the background' end);"
    t:enter "1"
    t:expect "unhandled rejection: stdin:1: in the background"
    t:enter("p = async.run(function() " .. gate() .. "error 'while the prompt waits' end)")
    open_gate()
    t:expect "unhandled rejection: stdin:1: while the prompt waits"
  end)

  it("keeps history from run to run, one entry per statement, in a private file", function()
    start()
    t:submit "function h()\rreturn 'kept'\rend\r"
    t:enter "private_key = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'"
    t:enter "marker = 1"
    t:type "\4"
    assert.equal(0, t:wait())
    t:close()
    local path = home .. "/state/history"
    assert.equal(384, fs.stat(path).mode & 511)
    local file = io.open(path)
    local text = file:read "a"
    file:close()
    assert.matches("function h()\\nreturn 'kept'\\nend\n", text, 1, true)
    assert.falsy(text:find "MIIE")
    start()
    t:type "\27[A\27[A"
    t:at "end|"
    t:submit "\r"
    t:enter "h()"
    assert.matches('"kept"\nalipay>', t:text())
    t:type "\18mark"
    t:expect "marker = 1"
  end)

  it("completes", function()
    start()
    local function tab(typed, shown)
      t:type(typed)
      t:at("alipay> " .. typed .. "|") -- a Tab with text right behind it is one of a paste
      t:type "\t"
      t:expect("alipay> " .. shown)
      t:submit "\3"
    end
    tab("stri", "string")
    tab("client.alipay.sy", "client.alipay.system")
    tab("client.alipay.open.appQrcodeCr", "client.alipay.open.appQrcodeCreate")
    tab(":hel", ":help")
    tab("client.alipay.trade.query:post { content = { out_tr", "client.alipay.trade.query:post { content = { out_trade_no =")
    tab("x = '" .. home:sub(1, -3), "x = '" .. home)
    t:type "os.t"
    t:at "alipay> os.t|"
    t:type "\t"
    t:expect "time     tmpname"
  end)
end)
