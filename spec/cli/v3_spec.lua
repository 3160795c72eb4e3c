-- SPDX-License-Identifier: MIT
-- V3 on the command line, as a user runs it: call, explain, its curl command, verify of what that printed, doctor's probe.

local command = require "spec.support.command"
local json = require "alipay.json"

describe("on the command line V3", function()
  local box, gateway, run

  setup(function()
    box = command.sandbox()
    gateway = command.gateway(box)
    run = function(line, extra)
      local settings = {}
      for _, source in ipairs { gateway.settings, extra or {} } do
        for name, value in pairs(source) do settings[name] = value end
      end
      return box.run(line, settings)
    end
  end)
  teardown(function() box.remove() end)

  local ORDER = "total_amount=1.00 subject=茶"

  it("calls a known method and a path", function()
    local out, err, code = run("call --v3 alipay.trade.precreate out_trade_no=c1 " .. ORDER)
    assert.equal(0, code, err)
    local data = assert(json.decode(out))
    assert.equal("c1", data.out_trade_no)
    assert.is_nil(data.code)
    out, err, code = run("call POST /v3/alipay/trade/precreate out_trade_no=c2 " .. ORDER)
    assert.equal(0, code, err)
    assert.equal("c2", json.decode(out).out_trade_no)
    out = run("call --pick out_trade_no /v3/alipay/trade/precreate out_trade_no=c3 " .. ORDER)
    assert.equal("c3\n", out)
    out, err, code = run "call --v3 alipay.trade.query out_trade_no=none"
    assert.same({ 4, "ACQ.TRADE_NOT_EXIST" }, { code, json.decode(out).code })
    assert.matches("api error: ACQ.TRADE_NOT_EXIST", err, 1, true)
    out, err, code = run "call GET /v3/alipay/user/agreement/query agreement_no=1"
    assert.same({ 4, "invalid-method" }, { code, json.decode(out).code }, err)
  end)

  it("says what is wrong with a path", function()
    for line, wanted in pairs {
      ["GET"] = "a path is needed", ["/v3/no/such a=1"] = "the catalogue knows no path", ["GET v3/a"] = "must begin with /",
      ["GET /v3/a?b=1"] = "as query.a=1", ["POST /v3/a b"] = "'b' is no parameter",
      ["get /v3/a"] = "V3 has no verb 'get'\n  verbs are GET, POST, PUT, PATCH, DELETE, in capitals",
      ["HEAD /v3/a a=1"] = "no verb 'HEAD'",
      ["post alipay.trade.query"] = "VERB PATH is a call by V3",
    } do
      local out, err, code = run("call " .. line:gsub("%?", "\\?"))
      assert.same({ "", 2 }, { out, code })
      assert.matches(wanted, err, 1, true)
    end
  end)

  it("refuses a list or an object in a URL as a script's call does, and leaves null out", function()
    for _, line in ipairs {
      "GET /v3/alipay/user/agreement/query 'kind:=[\"x\"]'", "DELETE /v3/alipay/x kind.b=1",
      "--v3 alipay.user.agreement.query 'query.kind:={\"a\":1}'", "POST /v3/alipay/x 'query.kind:=[1]'",
    } do
      local out, err, code = run("explain " .. line)
      assert.same({ "", 2 }, { out, code }, line)
      assert.matches("kind is text: the query carries no lists and objects", err, 1, true)
    end
    local plan = json.decode((run "--json explain GET /v3/alipay/x a:=null b:=1.50 c:=true d='[1]'"))
    assert.equal("/v3/alipay/x?b=1.50&c=true&d=%5B1%5D", plan.lines[3].text)
    plan = json.decode((run [[--json explain alipay.user.info.share auth_token=t x:='{"b":1.0}' n:=null]]))
    local values = {}
    for _, param in ipairs(plan.parameters) do values[param.name] = param.value end
    assert.same({ '{"b":1.0}', "null" }, { values.x, values.n })
  end)

  it("signs a page by V2 and says so", function()
    local out, err, code = run("explain --v3 alipay.trade.page.pay out_trade_no=1 product_code=FAST_INSTANT_TRADE_PAY " .. ORDER)
    assert.equal(0, code, err)
    assert.matches("goes by V2", err, 1, true)
    assert.matches("gateway.do", out, 1, true)
  end)

  it("explains the lines that are signed, and verifies what the curl command of it brings", function()
    for _, call in ipairs {
      "--v3 alipay.trade.precreate 'out_trade_no=e\"1' " .. ORDER, "POST /v3/alipay/trade/precreate out_trade_no=e2 " .. ORDER,
      "--v3 alipay.data.dataservice.bill.downloadurl.query bill_type=trade bill_date=2026-01-01",
    } do
      local out, err, code = run("--json explain " .. call)
      assert.equal(0, code, err)
      local plan = assert(json.decode(out))
      assert.same({ "v3", "who signs", "body" }, { plan.protocol, plan.lines[1].name, plan.lines[4].name })
      local texts = {}
      for i, line in ipairs(plan.lines) do texts[i] = line.text end
      assert.equal(plan.string_to_sign, table.concat(texts, "\n") .. "\n")
      local script = box.write("command.sh", plan.curl:gsub("^curl", "curl -i") .. "\n")
      local saved = box.write("reply.txt", (command.shell("sh " .. script)))
      out, err, code = run("verify --v3 " .. saved)
      if box.read "reply.txt":find "invalid%-method" then -- a method that this gateway does not simulate
        assert.equal(4, code)
      else
        assert.same({ 0, "" }, { code, err })
        assert.matches("^good: signed by Alipay over alipay%-timestamp", out)
      end
      box.write("bad.txt", (box.read "reply.txt":gsub('"([^"]*)}$', "x%1}")))
      _, err, code = run("verify --v3 " .. box.dir .. "/bad.txt")
      assert.is_true(code == 5 or code == 4, err)
    end
  end)

  it("verifies saved replies by their kind", function()
    local function verify(text)
      local out, err, code = run("--json verify --v3 " .. box.write("saved.txt", text))
      return code, out .. err
    end
    local code, text = verify 'HTTP/1.1 400 Bad Request\r\nX: y\r\n\r\n{"code":"invalid-app-id","message":"m"}'
    assert.equal(4, code, text)
    code, text = verify 'HTTP/1.1 400 Bad Request\n\n{"code":"ACQ.TRADE_NOT_EXIST","message":"m"}'
    assert.equal(5, code, text)
    code, text = verify 'HTTP/1.1 200 OK\r\n\r\n{"trade_no":"1"}'
    assert.equal(5, code)
    assert.matches("alipay%-signature", text)
    code, text = verify '{"trade_no":"1"}'
    assert.equal(5, code)
    assert.matches("curl %-i", text)
  end)

  it("shows in a trace what went where, masked", function()
    local _, err = run("--trace call --v3 alipay.trade.query out_trade_no=1", { ALIPAY_APP_AUTH_TOKEN =
      "202208134b203fe6c11548bcabd8da5bb087a83b" })
    for _, wanted in ipairs { ">   head  app_id = ", ">   head  app_auth_token = 2022****a83b", ">   body  out_trade_no = 1",
      "/v3/alipay/trade/query", "invalid-app-auth-token", ", trace_id " } do
      assert.matches(wanted, err, 1, true)
    end
    assert.is_nil(err:find("203fe6c11548bc", 1, true))
  end)

  it("prints null for an answer without a body, and picks nothing from it", function()
    local own <close> = setmetatable(command.sandbox(), { __close = function(sandbox) sandbox.remove() end })
    local settings = command.gateway(own, { options = "--fault '*:v3=204'" }).settings
    local function call(options)
      return own.run(options:format "call --v3" .. " alipay.trade.precreate out_trade_no=n1 " .. ORDER, settings)
    end
    for _, options in ipairs { "%s", "--json %s" } do
      local out, err, code = call(options)
      assert.same({ "null\n", 0 }, { out, code }, err)
    end
    local out, err, code = call "%s --pick qr_code"
    assert.same({ "", "the reply has no qr_code: it is empty\n", 1 }, { out, err, code })
    out, err, code = call "--json %s --pick qr_code.1"
    assert.same({ 1, "the reply has no qr_code: it is empty" }, { code, json.decode(out).error.message }, err)
  end)

  it("answers doctor's probe", function()
    local out, err, code = run "doctor --probe"
    assert.equal(0, code, out .. err)
    assert.matches("V3", out, 1, true)
  end)
end)
