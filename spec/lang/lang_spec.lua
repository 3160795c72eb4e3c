-- SPDX-License-Identifier: MIT
-- Texts in Chinese where the environment says so, and English where programs read.

local command = require "spec.support.command"
local fs = require "alipay.core.fs"
local terminal = require "spec.support.terminal"

local CHINESE = { LC_ALL = "zh_CN.UTF-8" }

describe("Chinese", function()
  local box
  setup(function() box = command.sandbox() end)
  teardown(function() box.remove() end)

  -- What `lang.FUNCTION` makes of a text, in a program of its own.
  local function shown(code, environment)
    local path = box.write("shown.lua", "local lang = require 'alipay.lang' io.write(" .. code .. ")")
    return (box.run(path, environment or CHINESE))
  end

  it("is what LC_ALL, then LC_MESSAGES, then LANG asks for", function()
    local none = { LC_ALL = "", LC_MESSAGES = "", LANG = "" }
    local function with(changes) return setmetatable(changes, { __index = none }) end
    local code = "lang.text 'no app_id is configured'"
    for language, environment in pairs {
      ["没有配置 app_id"] = { { LC_ALL = "zh_TW" }, { LC_MESSAGES = "zh" }, { LANG = "zh_CN.UTF-8" } },
      ["no app_id is configured"] = { {}, { LC_ALL = "C", LANG = "zh_CN" }, { LC_MESSAGES = "en_US", LANG = "zh_CN" } },
    } do
      for _, changes in ipairs(environment) do
        local all = {}
        for name in pairs(none) do all[name] = with(changes)[name] end
        assert.equal(language, shown(code, all))
      end
    end
  end)

  it("is found for texts that were made from templates, and for messages inside of messages", function()
    for english, chinese in pairs {
      ["cannot read x.pem: No such file"] = "无法读取 x.pem：No such file",
      ["the state folder cannot be written: cannot make the folder /x: Permission denied"] =
        "状态目录不可写：无法创建目录 /x：Permission denied",
      ["private_key: file '/x' does not exist (a private key was expected)"] = "private_key：文件 '/x' 不存在（应为私钥）",
      ["there is no profile 'x' in /c.lua"] = "没有 profile 'x'（/c.lua）",
      ["there is no profile 'x' in /c.lua; did you mean y?"] = "没有 profile 'x'（/c.lua）；您要找的是不是 y？",
      ["subject has 300 characters, at most 256 are allowed"] = "subject 有 300 个字符，最多允许 256 个",
      ["  indented: no app_id is configured"] = "  indented：没有配置 app_id",
      ["  no app_id is configured"] = "  没有配置 app_id",
      ["x has no y; did you mean z?\n  not given, and demanded by other clients: a (b)"] =
        "x 没有 y；您要找的是不是 z？\n  未传，而其他客户端要求：a (b)",
      ["it leads to a place, and ends there"] = "it leads to a place, and ends there",
      ["what nobody has said"] = "what nobody has said", [""] = "", ["method"] = "接口",
      ["unknown option 'file'"] = "未知选项 'file'",
    } do
      assert.equal(chinese, shown(("lang.text %q"):format(english)))
    end
    assert.equal("发送前发现 2 处错误", shown "lang.format('%d fault%s before anything was sent', 2, 's')")
    assert.equal("没有写入任何内容：无法创建 /x：y", shown "lang.format('nothing was written: %s', 'cannot create /x: y')")
  end)

  it("leaves a text alone that is longer than any message", function()
    assert.equal("true", shown "tostring(lang.text(('cannot read x: '):rep(1000)) == ('cannot read x: '):rep(1000))")
  end)

  it("is what help shows, with examples as they can be pasted", function()
    local help = box.run("--help", CHINESE)
    assert.matches("^用法： alipay%-lua %[选项%]", help)
    assert.matches("\n退出码：\n", help)
    assert.matches("\nRULE 的格式为 METHOD", (box.run("--help gateway", CHINESE)))
    local key = box.run("--help key", CHINESE)
    assert.matches("绝不覆盖已有文件", key)
    assert.matches("\n  alipay%-lua key show app_private_key.pem\n", key)
    assert.matches("# 单行 base64 转 PEM", key)
    assert.matches("（默认：RSA）", key)
    local header = box.run("--help scripts/refresh.lua", CHINESE)
    assert.matches("刷新所有到期的令牌", header)
    assert.matches("\n用法： ?alipay%-lua ", header)
    local page = box.run("--help alipay.trade.create", CHINESE)
    for _, part in ipairs { "^alipay%.trade%.create  统一收单交易创建\n", "\n必填：", "  字符串；最多 64 个字符\n", "  金额；0.01 到 100000000\n",
      "  对象列表\n", "  字符串；1m 到 15d，或 1c\n", "  字符串；放在 query\n",
      "\n  trade_no +支付宝交易号，传给 my.tradePay\n" } do assert.matches(part, page) end
  end)

  it("leaves no paragraph of a command's help in English, and breaks descriptions by their width", function()
    local commands = "annotate call cert doctor explain gateway key listen methods trigger verify"
    for name in commands:gmatch "%l+" do
      local help = box.run("--help " .. name, CHINESE)
      for paragraph in (help .. "\n\n"):gmatch "(.-)\n\n+" do
        assert.truthy(paragraph:find "[\xE4-\xE9][\x80-\xBF][\x80-\xBF]", name .. ": " .. paragraph)
      end
    end
    assert.matches("\n   %-%-host ADDRESS        监听地址，默认 127.0.0.1：能访问该地址的人都可以使用这个网关。\n",
      (box.run("--help gateway", CHINESE)))
  end)

  it("is what errors and the doctor say; JSON and err.message stay English", function()
    local out, err, code = box.run("--json call alipay.trade.query out_trade_no=1", CHINESE)
    assert.equal(2, code)
    assert.matches('"message":"no app_id is configured"', out)
    assert.matches("参数错误：没有配置 app_id", err)
    local path = box.write("message.lua", [[local _, err = pcall(require("alipay").client, {}) print(err.message) print(err)]])
    assert.same({ "no app_id is configured", "参数错误：没有配置 app_id" }, { (box.run(path, CHINESE)):match "^([^\n]*)\n([^\n]*)" })
    local findings = box.json("--local doctor --offline", CHINESE)
    assert.equal("encrypt_key is a usable key", findings.findings[#findings.findings - 2].what)
    local text = box.run("--local doctor --offline", CHINESE)
    assert.matches("\n正常    encrypt_key 可用", text)
    assert.matches("^正常    应用 %d+（profile 'local'），网关 http", text)
    err = select(2, box.run("--local call alipay.trade.create subject=1", CHINESE))
    assert.matches("out_trade_no 必填（商户订单号.-）；total_amount 必填", err)
  end)

  it("is what a day with the gateway shows: tables, triggers, the doctor, a typing error", function()
    local gw = command.gateway(box)
    local env = { ALIPAY_CONTROL = gw.control, ALIPAY_CONTROL_TOKEN = gw.control_token }
    for _, settings in ipairs { gw.certificates, CHINESE } do
      for name, value in pairs(settings) do env[name] = value end
    end
    assert.matches("trade.success：订单 A1，交易号 %d+，TRADE_SUCCESS\n已通知 http://127.0.0.1:1/notify：",
      (box.run("trigger trade.success out_trade_no=A1 total_amount=8.80 --to http://127.0.0.1:1/notify", env)))
    local watched = box.run("scripts/watch.lua A1 A9 --timeout 0.1 --interval 0.1", env)
    assert.matches("^订单  状态           金额  买家", watched)
    assert.matches("\nA9    尚无交易", watched)
    assert.matches("app_cert_sn %x+（CN=[^）]*），与私钥匹配\n", (box.run("doctor --offline", env)))
    assert.matches("\n您要找的是不是：[^\n]* doctor\n", (select(2, box.run("doctr", CHINESE))))
  end)

  it("leaves completion and the English manual as they are", function()
    local function made(what, environment) return shown(("require('alipay.cli.manual.%s"):format(what), environment) end
    for _, what in ipairs { "shell').bash()", "shell').zsh()", "shell').fish()" } do
      local english, chinese = made(what, { LC_ALL = "C" }), made(what)
      for flag in english:gmatch "%-%-%l[%w-]+" do assert.truthy(chinese:find(flag, 1, true), flag) end
    end
    assert.truthy((made "man').make()"):find('\n.SH "\\[u9009]\\[u9879]"\n', 1, true)) -- 选项
    assert.matches('%.SH "OPTIONS"', (made("man').make()", { LC_ALL = "C" })))
  end)

  it("is what the prompt shows", function()
    local t = terminal.start { "--local", env = CHINESE, columns = 70, rows = 60 }
    finally(function() t:close() end)
    t:prompt()
    t:expect "（:help 查看帮助，Ctrl-D 结束）"
    t:enter ":help"
    t:expect "结束，同 Ctrl-D"
    t:enter "client.alipay.trade.create:post{ content = {} }"
    t:expect "发送前发现 3 处错误"
    t:enter ":nosuch"
    t:expect "没有命令 :nosuch"
  end)

  it("shows what a missing parameter means, for every parameter of every definition", function()
    local wrong = shown [[(function()
      local api, wrong, count = require "alipay.api", {}, 0
      for _, method in ipairs(api.methods()) do
        for _, param in ipairs(api.find(method).params) do
          count = count + 1
          if param.meaning then
            lang.learn(param.meaning, param.meaning_zh)
            local said = lang.text(("%s is required (%s)"):format(param.name, param.meaning))
            if not said:find "^[%w_]+ 必填（" or said:find("is required", 1, true) or said:find(param.meaning, 1, true) then
              wrong[#wrong + 1] = method .. " " .. said
            end
          end
        end
      end
      return table.concat(wrong, "\n") .. (count > 300 and "all" or "")
    end)()]]
    assert.equal("all", wrong)
  end)
end)

describe("the check of the languages", function()
  local folder
  before_each(function()
    folder = assert(fs.temporary "languages-spec-")
    fs.mkdir(folder .. "/lua/alipay/api")
    fs.mkdir(folder .. "/lua/alipay/util")
    fs.mkdir(folder .. "/lua/alipay/lang/zh")
    fs.mkdir(folder .. "/scripts")
    fs.mkdir(folder .. "/core")
    local lexer <close> = assert(io.open "lua/alipay/util/lexer.lua")
    assert(fs.create(folder .. "/lua/alipay/util/lexer.lua", lexer:read "a"))
  end)
  after_each(function() fs.remove(folder) end)

  local function check(source, texts)
    assert(fs.replace(folder .. "/lua/alipay/x.lua", source))
    assert(fs.replace(folder .. "/lua/alipay/lang/zh/x.lua", "return {" .. texts .. "}"))
    return command.shell(("cd '%s' && lua5.4 '%s'"):format(folder, fs.absolute "tests/languages.lua"))
  end

  it("finds a text without its Chinese form, one that nobody says, and other placeholders", function()
    assert.equal("", (check('say("no such %s", name)', '["no such %s"] = "没有 %s"')))
    local said, fine = check('say("no such thing")', "")
    assert.is_nil(fine)
    assert.matches('lua/alipay/x.lua: no Chinese text for "no such thing"', said)
    assert.matches("no source says", (check("", '["no such %s"] = "没有 %s"')))
    assert.matches("placeholders", (check('say("no such %s", name)', '["no such %s"] = "没有"')))
  end)

  it("takes a sentence that begins with capitals for one, and no statement of SQL", function()
    assert.matches('no Chinese text for "A RULE is a fault"', (check('say("A RULE is a fault")', "")))
    assert.equal("", (check('db:run("DELETE FROM orders where it is so")', "")))
  end)

  it("puts the parts of a text together", function()
    assert.equal("", (check('local m = "cannot read " .. path .. ": " .. ("%d bytes too many"):format(n)',
      '["cannot read %s: %d bytes too many"] = "无法读取 %s：多出 %d 字节"')))
    assert.equal("", (check('fail(a .. " and nothing else" .. (b and "it is so " .. b or ""))',
      '["%s and nothing else%s"] = "只有 %s%s", ["it is so %s"] = "是 %s"')))
    assert(fs.create(folder .. "/core/x.c", 'return err_errno(err, ERR_FILE, "cannot open "\n  "%s", path);'))
    assert.equal("", (check("", '["cannot open %s: %s"] = "无法打开 %s：%s"')))
  end)
end)
