-- SPDX-License-Identifier: MIT
-- `methods`, `--help METHOD` and `call --pick`: the catalogue and a reply on the command line.

local catalogue = require "alipay.catalogue"
local json = require "alipay.json"
local pick = require "alipay.cli.pick"
local support = require "spec.support.command"

describe("on the command line", function()
  local box, gateway
  setup(function()
    box = support.sandbox()
    gateway = support.gateway(box)
  end)
  teardown(function()
    gateway.stop()
    box.remove()
  end)

  local function lines_of(text)
    local list = {}
    for line in text:gmatch "[^\n]+" do list[#list + 1] = line end
    return list
  end

  it("methods finds them by words of their names and fields, the best first and the same each time", function()
    local out, err, code = box.run "methods trade refund"
    assert.equal(0, code, err)
    assert.equal("alipay.trade.refund", lines_of(out)[1])
    assert.equal(out, (box.run "methods 'trade refund'"))
    assert.matches("\nalipay.trade.refund  out_request_no\n", "\n" .. box.run "methods out_request_no", 1, true)
  end)

  it("methods without a text names all that the catalogue has, by name", function()
    local names = {}
    for name in require("alipay.catalogue.record").each() do names[#names + 1] = name end
    table.sort(names)
    assert.equal(9601, #names)
    assert.same(names, lines_of((box.run "methods")))
    for _, name in ipairs(catalogue.starting "") do names[name] = true end
    assert.is_nil(names["alipay.open.app.test.pay"]) -- the platform's own tests are not proposed
  end)

  it("methods finds them by their meaning where no name holds the words", function()
    for text, language in pairs { ["退款"] = "zh_CN.UTF-8", ["Refund WHOLLY"] = "C.UTF-8" } do
      local out, err, code = box.run("methods " .. text, { LC_ALL = language })
      assert.equal(0, code, err)
      assert.matches("\nalipay.trade.refund  [^\n]+\n", "\n" .. out)
      assert.matches(language == "zh_CN.UTF-8" and "退款" or "wholly", (out:lower()))
    end
    local _, err, code = box.run "methods 退款 nosuch"
    assert.equal(2, code)
    assert.matches("no method, field or known meaning holds '退款 nosuch'", err)
  end)

  it("methods gives all that is known as JSON lines", function()
    local lines = lines_of((box.run "--json methods trade refund"))
    local known = assert(json.decode(lines[1]))
    assert.equal("alipay.trade.refund", known.method)
    assert.equal("content", known.place)
    assert.equal("POST", known.v3.verb)
    for _, line in ipairs(lines) do assert.is_string(json.decode(line).method) end
  end)

  it("methods says when nothing is found, and what may have been meant", function()
    local out, err, code = box.run "methods alipay.trade.qurey"
    assert.same({ "", 2 }, { out, code })
    assert.matches("did you mean alipay.trade.query", err, 1, true)
  end)

  it("--help takes a method, however it is spelled", function()
    local out, err, code = box.run "--help alipay.trade.create"
    assert.equal(0, code, err)
    assert.equal(out, (box.run "--help AlipayTradeCreate"))
    local parts = { "out_trade_no", "/v3/alipay/trade/create", "alipay-lua call alipay.trade.create", "TRADE_HAS_SUCCESS" }
    for _, wanted in ipairs(parts) do
      assert.matches(wanted, out, 1, true)
    end
    out, err, code = box.run "--help alipay.trade.creat"
    assert.same({ "", 2 }, { out, code })
    assert.matches("did you mean alipay.trade.create", err, 1, true)
  end)

  it("--help of a file is still that of the script", function()
    local path = box.write("my.script", "-- What it does.\n")
    assert.matches("What it does.", (box.run("--help " .. path)), 1, true)
  end)

  local CREATE = "call %s alipay.open.app.qrcode.create url_param=a query_param=b describe=c"

  it("call --pick prints one value, text as it is", function()
    local out, err, code = box.run(CREATE:format "--pick qr_code_url", gateway.settings)
    assert.equal(0, code, err)
    assert.matches("^http%S+\n$", out)
    out = box.run("--json " .. CREATE:format "--pick qr_code_url", gateway.settings)
    assert.matches("^http", json.decode(out))
  end)

  it("call --pick fails with what is there", function()
    for path, message in pairs {
      qr_cod = "the reply has no qr_cod: there is code, msg, qr_code_url", ["code.x"] = 'code has no x: it is "10000"',
      ["1"] = "the reply has no 1: ",
    } do
      local out, err, code = box.run(CREATE:format("--pick " .. path), gateway.settings)
      assert.same({ "", 1 }, { out, code })
      assert.matches(message, err, 1, true)
    end
    local out = box.run("--json " .. CREATE:format "--pick none", gateway.settings)
    assert.equal(1, json.decode(out).exit_code)
  end)

  it("a path goes into lists and objects", function()
    local data = json.decode '{"list":[{"id":7,"ok":false}],"none":[],"null":null}'
    assert.equal(7, pick.value(data, "list.1.id"))
    assert.equal(false, pick.value(data, "list.1.ok"))
    assert.equal(json.null, pick.value(data, "null"))
    for path, message in pairs {
      ["list.2"] = "list has no 2: there are 1 items", ["list.x"] = "list has no x: there are 1 items",
      ["none.1"] = "none has no 1: it is empty", [""] = "the reply has no : there is list, none, null",
      ["list.1.ok.x"] = "list.1.ok has no x: it is false",
    } do
      assert.same({ nil, message }, { pick.value(data, path) })
    end
  end)
end)
