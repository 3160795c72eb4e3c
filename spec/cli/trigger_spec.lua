-- SPDX-License-Identifier: MIT
-- `alipay-lua trigger`: from the shell to a gateway in another process, and to the merchant.

local command = require "spec.support.command"

describe("alipay-lua trigger", function()
  local box, gw, env
  setup(function()
    box = command.sandbox()
    gw = command.gateway(box)
    env = { ALIPAY_CONTROL = gw.control, ALIPAY_CONTROL_TOKEN = gw.control_token }
  end)
  teardown(function() box.remove() end)

  -- A merchant in this process could not answer while the program is waited for: an address where nobody is will do.
  local NOBODY = "http://127.0.0.1:1/notify"

  it("makes it happen, says what came of it, and ends with 3 when the merchant did not take it", function()
    local out, err, code = box.run("trigger trade.success total_amount=7 --to " .. NOBODY, env)
    assert.equal(3, code, err)
    assert.matches("^trade.success: order TRIGGER%w+, trade_no %d+, TRADE_SUCCESS\nnotified http://127.0.0.1:1/notify: ", out)
    local answer
    answer, code = box.json("trigger trade.closed subject=a=b --to " .. NOBODY, env)
    assert.same({ 3, "TRADE_CLOSED", false }, { code, answer.trade_status, answer.delivered })
    out, err, code = box.run("trigger auth.cancelled --to " .. NOBODY, env)
    assert.equal(3, code, err)
    assert.matches("^auth.cancelled: alipay.open.auth.userauth.cancelled\n", out)
  end)

  it("ends with 0 when the merchant answers success", function()
    local settings = {}
    for name, value in pairs(gw.settings) do settings[#settings + 1] = name .. "=" .. value end
    local listener = assert(io.popen(("echo $$; exec env ALIPAY_STATE_DIR=%s %s %s listen --port 0"):format(box.dir,
      table.concat(settings, " "), command.program)))
    local pid, to = listener:read "l", listener:read("l"):match "http://%S+"
    local out, err, code = box.run("trigger trade.success --to " .. to, env)
    os.execute("kill " .. pid)
    listener:close()
    assert.equal(0, code, err)
    assert.matches("notified " .. to .. ": success", out, 1, true)
  end)

  it("says what is missing or wrong", function()
    local function refused(code, sentence, line, extra)
      local out, err, found = box.run("trigger " .. line, extra or env)
      assert.same({ code, "" }, { found, out })
      assert.matches(sentence, err, 1, true)
    end
    local none = { ALIPAY_CONTROL = "", ALIPAY_CONTROL_TOKEN = "" }
    refused(2, "is not set: no local gateway is named", "trade.success", none)
    refused(2, "DIR/env", "trade.success", none)
    local function at(control, token) return { ALIPAY_CONTROL = control, ALIPAY_CONTROL_TOKEN = token } end
    refused(2, "ALIPAY_CONTROL_TOKEN is not set", "trade.success", at(gw.control, ""))
    refused(2, "ALIPAY_CONTROL_TOKEN is another gateway's", "trade.success", at(gw.control, "x"))
    refused(2, "ALIPAY_CONTROL is no http or https address: 'zz'", "trade.success", at("zz", "x"))
    refused(3, "connect", "trade.success", at("http://127.0.0.1:1/_control", "x"))
    refused(3, "no local gateway", "trade.success", at(gw.endpoint .. "/x", "x"))
    refused(2, "there is no event 'trade.paid'", "trade.paid --to " .. NOBODY)
    refused(2, "nobody would be told: name an address with --to", "trade.success")
    refused(2, "nobody would be told: name an address with --to", "auth.cancelled")
    refused(2, "'x' is no field", "trade.success x")
    refused(2, "there is no trade 1", "trade.success trade_no=1 --to " .. NOBODY)
    refused(2, "event", "")
  end)

  it("has help with examples", function()
    local out, _, code = box.run "trigger --help"
    assert.equal(0, code)
    assert.matches("alipay-lua trigger trade.success --to http://127.0.0.1:8901/notify", out, 1, true)
  end)
end)
