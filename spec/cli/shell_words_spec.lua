-- SPDX-License-Identifier: MIT
-- What `call` and `explain` advise can be typed in a shell, in both languages; what the library says in a script stays as it is.

local command = require "spec.support.command"
local shell_words = require "alipay.cli.shell_words"

describe("advice in the shell", function()
  local box, gateway
  setup(function()
    box = command.sandbox()
    gateway = command.gateway(box)
  end)
  teardown(function() box.remove() end)

  local function run(line, language)
    local settings = { LC_ALL = "", LC_MESSAGES = "", LANG = language or "C.UTF-8" }
    for name, value in pairs(gateway.settings) do settings[name] = value end
    local out, err, code = box.run(line, settings)
    return err .. out, code
  end

  local CASES = {
    ["call GET '/v3/alipay/x?a=1'"] = { 2, "query.a=1", "查询参数请写在路径之后" },
    ["call --v3 alipay.foo.bar a=1"] = { 2, "go by V2 (without --v3", "不加 --v3" },
    ["call --v3 alipay.trade.query out_trade_no=1 query.charset=GBK"] = { 2, "charset out, or go by V2", "请去掉 charset，或走 V2" },
    ["explain --v3 alipay.trade.query out_trade_no=1 notify_url=http://a.example"] = { 2, "go by V2 (without --v3", "不加 --v3" },
    ["explain --v3 alipay.trade.query out_trade_no=1 return_url=http://a.example"] = { 2, "out, or go by V2", "请去掉，或走 V2" },
    ["explain alipay.trade.query content.auth_token=t out_trade_no=1"] = { 0, "auth_token goes to top level: query.name=value",
      "query.名称=值" },
    ["explain --get alipay.offline.material.image.upload image_type=jpg image_name=a image_content@=/etc/hostname"] = { 2,
      "go without --get", "不要加 --get" },
  }

  it("is written as it is typed there", function()
    for line, case in pairs(CASES) do
      local text, code = run(line)
      assert.equal(case[1], code, text)
      assert.matches(case[2], text, 1, true)
      assert.matches(case[3], (run(line, "zh_CN.UTF-8")), 1, true)
      for _, lua in ipairs { "client:v2", "{...}", "request{" } do assert.not_matches(lua, text, 1, true) end
    end
  end)

  it("leaves all other texts", function()
    for _, text in ipairs { "out_trade_no or trade_no is required", "100% of %s" } do assert.equal(text, shell_words.text(text)) end
    local FILE, HERE = "%s is a file: body = alipay.multipart{...}", "%s is a file: name@=FILE"
    assert.equal((HERE .. "\n" .. HERE):format("a.b", "c"), shell_words.text((FILE .. "\n" .. FILE):format("a.b", "c")))
  end)
end)
