-- SPDX-License-Identifier: MIT
-- `verify` as a user runs it: good, unsigned, and every way to be bad, by exit code and in words.

local notify_support = require "spec.support.notify"
local support = require "spec.support.command"

local ALIPAY, APP = notify_support.alipay, notify_support.app

describe("alipay-lua verify", function()
  local box, settings
  setup(function()
    box = support.sandbox()
    settings = { ALIPAY_PUBLIC_KEY = box.write("alipay.pem", ALIPAY:public():pem()) }
  end)
  teardown(function() box.remove() end)

  local NODE = '{"code":"10000","msg":"Success","trade_no":"2013112011001004330000121536","url":"https:\\/\\/a.b"}'

  local function reply(node, signed)
    return ('{"alipay_trade_query_response":%s,"sign":"%s"}\n'):format(node, ALIPAY:sign(signed or node, "RSA2"))
  end

  local function judge(text, options, extra)
    local all = {}
    for name, value in pairs(settings) do all[name] = value end
    for name, value in pairs(extra or {}) do all[name] = value end
    local out, err, code = box.run(("verify %s %s"):format(options or "", box.write("file", text)), all)
    return code, out .. err
  end

  local function is(expected, pattern, ...)
    local code, text = judge(...)
    assert.equal(expected, code, text)
    assert.matches(pattern, text, 1, true)
  end

  it("a good reply, and over which bytes", function()
    is(0, ("good: signed by Alipay over the %d bytes of alipay_trade_query_response"):format(#NODE), reply(NODE))
    is(0, "with / and \\/ exchanged", reply(NODE, (NODE:gsub("\\/", "/"))))
    is(0, "quotes included", reply '"ILpoMowjIQjfYMR847rnFQ=="')
    is(0, "it reports an error: code 40004", reply '{"code":"40004","msg":"Business Failed"}')
    local data, code = box.json("verify " .. box.write("file", reply(NODE)), settings)
    assert.equal(0, code)
    assert.same({ true, "alipay.trade.query" }, { data.verified, data.method })
    assert.matches("good", (support.shell(("ALIPAY_PUBLIC_KEY=%s %s verify - <%s/file"):format(settings.ALIPAY_PUBLIC_KEY,
      support.program, box.dir))))
  end)

  it("an error that nobody signed", function()
    is(4, "isv.invalid-app-id", '{"error_response":{"code":"40002","msg":"Invalid Arguments","sub_code":"isv.invalid-app-id"}}')
    is(4, "nobody signed", '{"alipay_trade_query_response":{"code":"40002","msg":"x"},"sign":null}')
    local data, code = box.json("verify " .. box.dir .. "/file", settings)
    assert.equal(4, code)
    assert.is_true(data.error.unsigned)
  end)

  it("bad replies", function()
    is(5, "does not fit", (reply(NODE):gsub("330000121536", "330000121537")))
    is(5, "it is not signed", '{"alipay_trade_query_response":' .. NODE .. "}")
    is(5, "two members", '{"alipay_trade_query_response":' .. NODE .. "," .. reply(NODE):sub(2))
    is(5, "another method", (reply(NODE):gsub("}%s*$", ',"alipay_user_response":{}}')))
    is(5, "no node named", NODE)
    is(5, "no reply of the gateway", "<html>")
    is(5, "use --notify", notify_support.body())
    is(5, "unusable", (reply(NODE):gsub('sign":"....', 'sign":"')))
    is(5, "the app's own public key", reply(NODE), "", {
      ALIPAY_PUBLIC_KEY = box.write("own.pem", APP:public():pem()), ALIPAY_PRIVATE_KEY = box.write("app.pem", APP:pem()),
    })
  end)

  it("notifications, by rule or with the reason", function()
    is(0, "by rule V1: sign and sign_type left out", notify_support.body(), "--notify")
    is(0, "V2: sign left out, empty values kept", notify_support.body({ body = "" }, "V2") .. "\r\n", "--notify")
    is(5, "no rule fits", (notify_support.body():gsub("88%.80", "0.01")), "--notify")
    is(5, "Alipay did not sign are among them: shop", notify_support.body() .. "&shop=1", "--notify")
    local data, code = box.json("verify --notify " .. box.dir .. "/file", settings)
    assert.equal(5, code)
    assert.equal("extra-parameters", data.error.findings[1].code)
  end)

  it("all that is wrong with a notification, in Chinese too", function()
    is(5, "另有：sign 无法使用：长度为 3，应为 256\n  长度与密钥不符", "app_id=2021&out_trade_no=A1&sign=abcd&sign_type=RSA2", "--notify",
      { LC_ALL = "zh_CN.UTF-8", ALIPAY_APP_ID = "2014" })
  end)

  it("return URLs and app results", function()
    is(0, "by rule V1", "https://shop.example/?" .. notify_support.body(), "--return")
    local out, err, code = box.run("verify --return 'https://shop.example/?" .. notify_support.body() .. "'", settings)
    assert.equal(0, code, out .. err)
    local node = '{"code":"10000"}'
    is(0, "by rule response", ('{"alipay_trade_app_pay_response":%s,"sign":"%s","sign_type":"RSA2"}'):format(node,
      ALIPAY:sign(node, "RSA2")), "--result")
  end)

  it("wrong usage and configuration", function()
    for path, reason in pairs { ["/nonexistent/none"] = "No such file or directory", [box.dir] = "Is a directory" } do
      local _, err, code = box.run("verify " .. path, settings)
      assert.equal(2, code)
      assert.matches("cannot read " .. path .. ": " .. reason, err, 1, true)
    end
    assert.equal(2, select(3, box.run("verify", settings)))
    assert.equal(2, (judge(reply(NODE), "", { ALIPAY_PUBLIC_KEY = "" })))
    assert.equal(2, (judge(reply(NODE), "", { ALIPAY_PUBLIC_KEY = "/nonexistent/none" })))
    assert.equal(5, (judge(reply(NODE), "", { ALIPAY_PUBLIC_KEY = box.write("junk", "junk") })))
    assert.equal(2, (judge(reply(NODE), "--notify --return")))
  end)
end)
