-- SPDX-License-Identifier: MIT
-- Calls at the prompt: the local gateway, what may be shown of them, values as JSON, profiles; and the prompt's commands.

local fs = require "alipay.core.fs"
local terminal = require "spec.support.terminal"

local home, t

local function start(options)
  options = options or {}
  options.home = home
  t = terminal.start(options)
  return t:prompt()
end

describe("the prompt", function()
  setup(function() home = assert(fs.temporary "repl-calls-spec-") end)
  teardown(function() fs.remove(home) end)
  after_each(function()
    if t then t:close() end
    t = nil
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
    assert(loadfile(script))
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
    t = terminal.start { home = home, columns = 300 } -- whatever the program's path is
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
