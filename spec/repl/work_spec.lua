-- SPDX-License-Identifier: MIT
-- Work at the prompt: Ctrl-C in each state, promises, background tasks, history, Tab, and calls of the local gateway.

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
      t:enter("other = async.run(function() " .. gate() .. "return 'done' end);")
      t:type "async.run(function() async.sleep(60) end)\r"
      t:expect "waiting"
      t:submit "\3"
      t:expect "cancelled error"
      assert.falsy(t:text():find "waiting")
      t:enter "other.status"
      assert.matches('"pending"', t:text())
      open_gate()
      t:enter "other"
      assert.matches('"done"', t:text())
    end)

    it("leaves no promise behind that is waited for in vain", function()
      start()
      for i, wait in ipairs { "", "async.sleep(0.05) " } do
        t:type("p = async.run(function() " .. wait .. hanging(i) .. " end); other = p:next(print);\r")
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
      t:type("async.run(function() " .. hanging(3) .. " end);\r")
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

  it("calls the local gateway with the example of :help, and shows what was sent", function()
    start { "--local", columns = 4000, rows = 100 }
    assert.equal("alipay(local)>", t:lines()[#t:lines()])
    t:enter ":help alipay.open.app.qrcode.create"
    local example = t:text():match "example:\n  (client.-)\n  %$ "
    assert.matches("二维码", example)
    t:submit("\27[200~" .. example:gsub("\n", "\r") .. "\27[201~\r")
    t:expect "signature good"
    t:expect "qr_code_url"
    t:enter "_res.data.code"
    assert.matches('\n"10000"\n', t:text())
    t:enter ":req"
    assert.matches("string to sign:\n  app_id=%d+&biz_content={", t:text())
    assert.matches("\n  app_id +url +%d+", t:text())
    assert.matches("\n  biz_content +body +{", t:text())
    t:enter ":curl"
    local command = t:text():match "\n(curl [^\n]*)"
    assert.falsy(command:find "PRIVATE")
    local pipe = io.popen(command .. " --noproxy '*' -m 30")
    local body = pipe:read "a" -- the gateway lives in the prompt's loop: it answers while the prompt waits
    pipe:close()
    assert.matches('"alipay_open_app_qrcode_create_response":{"code":"10000"', body, 1, true)
    t:enter "client.alipay.open.appQrcodeCreate:post { content = {} }"
    t:expect "3 faults before anything was sent"
    t:enter "client.alipay.open.appQrcodeCreate:postAsync(_req and { url_param = 'p', query_param = 'q', describe = 'd' })"
    t:expect "signature good"
    local script = home .. "/session.lua"
    t:enter(":save " .. script)
    t:type "\4"
    assert.equal(0, t:wait())
    assert.truthy(os.execute(("./alipay-lua -e 'assert(loadfile(%q))'"):format(script)))
  end)

  it("masks what was sent, wherever it is looked for, and changes none of it", function()
    start { "--local", columns = 6000 }
    t:enter "token = '201208134b' .. '203fe6c11548bc'"
    t:enter "_, e = client.alipay.user.info.share:post{ query = { auth_token = token }, content = { code = token } };"
    for _, what in ipairs {
      "e", "e.response", "e.response.sent", "{ e.response }", "{ e }", "e.response.sent.string_to_sign", "e.response.sent.query",
      "e.response.sent.form", "{ e.response.sent.params }", "e.response.request", "client", "error(e.response.sent.query)",
      ":ls e.response.sent", ":req", ":res",
    } do t:enter(what) end
    assert.matches('auth_token = "2012****48bc"', t:text(), 1, true)
    assert.matches('"code\\":\\"2012****48bc\\"', t:text(), 1, true)
    assert.matches('sign = "[%w+/]+%*%*%*%*[%w+/=]+"', t:text())
    assert.falsy(t:text():find("201208134b203fe6", 1, true))
    t:enter "print(e.response.sent.params.auth_token == token, e.response.sent.string_to_sign)"
    assert.matches("\ntrue[ \t]+[^\n]*auth_token=201208134b203fe6c11548bc", t:text())
  end)

  it("shows values as lines of JSON with --json, and texts on stderr", function()
    start { "--local", "--json", columns = 2000 }
    local function ask(line, answer)
      t:enter(line)
      t:expect(line .. "\n" .. answer .. "\nalipay(local)>")
    end
    ask("5, 'x', nil", '5\n"x"\nnull')
    ask("nil", "null")
    ask("{ 1, { a = true } }", '[1,{"a":true}]')
    ask("{ refresh_token = '201208134b' .. '203fe6c11548bc' }", '{"refresh_token":"2012****48bc"}')
    t:enter "print"
    t:expect 'JSON cannot hold the value: a value of type function'
    t:enter "error 'raised'"
    t:expect '"stdin:1: raised"'
    t:enter "client.alipay.trade.query:post { content = { out_trade_no = '1' } }"
    t:expect '"exit_code":4'
    t:expect "\napi error: "
    t:enter "client.alipay.open.appQrcodeCreate:post { content = { url_param = 'p', query_param = 'q', describe = 'd' } }"
    t:expect '"code":"10000"'
    t:enter "1 +* 2"
    t:expect '"exit_code":1'
    local json = require "alipay.json"
    local count = 0
    for line in t:text():gmatch "[^\n]+" do
      if line:find "^[%[{]" then
        count = count + 1
        assert.truthy(json.decode(line), line)
      end
    end
    assert.equal(7, count)
  end)

  it("changes profiles, and names the one in use", function()
    fs.mkdir(home .. "/config/alipay-lua")
    local config = assert(io.open(home .. "/config/alipay-lua/config.lua", "w"))
    config:write [[return { default = "sandbox", profiles = {
      sandbox = { app_id = "1", private_key = "k", alipay_public_key = "k", gateway = "http://127.0.0.1:9/gateway.do" },
      shop = { app_id = "2", private_key = "k", alipay_public_key = "k" },
      wrong = { app_id = "3", gatway = "k" },
    } }]]
    config:close()
    t = terminal.start { home = home }
    t:prompt "alipay(sandbox)> "
    t:type ":profile sh"
    t:at "alipay(sandbox)> :profile sh|"
    t:type "\t"
    t:at "alipay(sandbox)> :profile shop|"
    t:submit("\r", "alipay(PRODUCTION shop)> ")
    t:expect "PRODUCTION: calls are real"
    t:type ":profile shpo\r"
    t:expect "did you mean shop?"
    t:prompt "alipay(PRODUCTION shop)> "
    t:type "client = alipay.client()\r"
    t:prompt "alipay(PRODUCTION shop)> "
    t:type ":profile sandbox\r"
    t:expect "`client` was set by you"
    t:prompt "alipay(PRODUCTION shop)> "
    t:type "client = nil\r"
    t:prompt "alipay(sandbox)> "
    t:submit(":profile wrong\r", "alipay(sandbox)> ")
    t:expect "unknown setting 'gatway'"
    t:close()
    t = terminal.start { "--profile", "shop", home = home }
    t:prompt "alipay(PRODUCTION shop)> "
    t:close()
    -- Named at the prompt it wins over the environment.
    t = terminal.start { home = home, env = {
      ALIPAY_APP_ID = "9", ALIPAY_PRIVATE_KEY = "k", ALIPAY_PUBLIC_KEY = "k", ALIPAY_GATEWAY = "http://127.0.0.1:9/gateway.do",
    } }
    t:prompt "alipay(9)> "
    t:submit(":profile sandbox\r", "alipay(sandbox)> ")
    t:enter "client.settings.app_id"
    t:expect '\n"1"\n'
    t:close()
    t = terminal.start { "--local", home = home }
    t:prompt "alipay(local)> "
    t:submit(":profile shop\r", "alipay(PRODUCTION shop)> ")
    t:submit(":profile local\r", "alipay(local)> ")
    t:enter "_, err = client.alipay.trade.nosuch:post {}; return err.kind"
    t:expect '"api"\n'
    t:submit(":profile shop\r", "alipay(PRODUCTION shop)> ")
    t:close()
    t = terminal.start { home = home }
    t:prompt "alipay(sandbox)> "
    t:submit(":profile local\r", "alipay(local)> ")
    t:close()
    -- What cannot be is said before there is a prompt.
    for name, value in pairs { ALIPAY_PROFILE = "shpo", ALIPAY_GATEWAY = "openapi.alipay.com" } do
      t = terminal.start { home = home, env = { [name] = value } }
      assert.equal(2, t:wait())
      t:expect(value)
      assert.falsy(t:text():find("alipay[^\n]*> "))
      t:close()
    end
    t = terminal.start { home = home, columns = 400, "--profile", "shpo" }
    assert.equal(2, t:wait())
    t:expect "there is no profile 'shpo'"
    fs.remove(home .. "/config")
  end)

  it("blames the line for a wrong call, not the library", function()
    start { "--local" }
    t:prompt "alipay(local)> "
    t:enter "client.alipay.trade.query:pst {}"
    assert.matches("\n'pst' is no verb: ", t:text())
    assert.falsy(t:text():find("traceback", 1, true))
  end)

  it("knows its commands", function()
    start { rows = 100 }
    t:enter "exit"
    t:expect ":quit or Ctrl-D ends"
    t:enter "help()"
    t:expect ":help shows what there is"
    t:enter ":help verify"
    t:expect "Usage: alipay-lua verify"
    t:enter ":hlep"
    t:expect "did you mean :help?"
    t:enter ":help"
    t:expect ":history [TEXT]"
    t:enter ":time 1 + 1"
    t:expect " ms, "
    t:enter "string.rep?"
    t:expect "of Lua's standard library"
    t:enter ":help async.sleep"
    t:expect "Pause this task"
    t:enter ":source async.sleep"
    t:expect "---@param seconds number"
    t:enter ":help alipay.trade.qurey"
    t:expect "did you mean alipay.trade.query"
    t:enter "mine = { 1 }"
    t:enter ":ls"
    t:expect "mine  { 1 }"
    t:type ":paste\r"
    t:expect "paste now"
    t:type "local q = 1\rprint(q +\r41)\r--\r"
    t:expect("\n42\n"):prompt()
  end)
end)
