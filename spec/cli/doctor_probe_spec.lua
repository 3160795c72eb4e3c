-- SPDX-License-Identifier: MIT
-- What `doctor` learns from others: the clock by a server's date, and the signed probe against a gateway.

local fs = require "alipay.core.fs"
local network = require "alipay.cli.doctor.network"
local reports = require "alipay.cli.doctor.report"
local server = require "alipay.core.server"
local spec_keys = require "spec.support.keys"
local support = require "spec.support.command"

describe("alipay-lua doctor, the clock", function()
  local date, listener
  setup(function()
    listener = assert(server.start {
      on_request = function(exchange) exchange:respond(200, { Date = date }, "") end,
    })
  end)
  teardown(function() listener:stop() end)

  local function clock(off)
    date = off and os.date("!%a, %d %b %Y %H:%M:%S GMT", os.time() - off) or "yesterday"
    local report = reports.new()
    network.clock(report, { gateway = ("http://127.0.0.1:%d/gateway.do"):format(listener:port()), timeout = 5, proxy = "" })
    return report.findings[1], report:exit_code()
  end

  it("agrees, drifts, or is wrong", function()
    assert.equal("ok", clock(0).level)
    assert.equal("warning", clock(120).level)
    local finding, code = clock(3600)
    assert.equal(2, code)
    assert.matches("clock is 3%d%d%d seconds ahead of", finding.what)
    finding, code = clock(-8 * 3600)
    assert.equal(2, code)
    assert.matches("2%d+ seconds behind", finding.what)
    assert.matches("isv.invalid-timestamp", finding.why, 1, true)
  end)

  it("cannot always be compared", function()
    assert.equal("note", clock(nil).level)
    local report = reports.new()
    network.clock(report, { gateway = "http://127.0.0.1:1/gateway.do", timeout = 5, proxy = "" })
    assert.equal("error", report.findings[1].level)
    assert.matches("was not reached", report.findings[1].what, 1, true)
    assert.matches("ALIPAY_GATEWAY", report.findings[1].mend, 1, true)
    assert.equal(3, report:exit_code())
  end)
end)

describe("alipay-lua doctor --probe", function()
  local box, gateway
  setup(function()
    box = support.sandbox()
    gateway = support.gateway(box)
  end)
  teardown(function()
    gateway.stop()
    box.remove()
  end)

  local function probe(changes, base)
    local settings = {}
    for _, source in ipairs { base or gateway.settings, changes or {} } do
      for name, value in pairs(source) do settings[name] = value end
    end
    local report, code, err = box.json("doctor --probe", settings)
    assert.is_table(report, err)
    local last = report.findings[#report.findings]
    if last.code == "probe_v3" then return report.findings[#report.findings - 1], code, last end
    return last, code
  end

  it("proves keys and app on both sides", function()
    for _, base in ipairs { gateway.settings, gateway.certificates } do
      local finding, code, by_v3 = probe(nil, base)
      assert.equal("probe", finding.code)
      assert.equal("ok", finding.level, finding.what)
      assert.matches("both sides", finding.what, 1, true)
      assert.equal(0, code)
      assert.equal("ok", by_v3.level, by_v3.what)
    end
  end)

  it("finds a private key that the gateway does not know", function()
    local finding, code = probe { ALIPAY_PRIVATE_KEY = box.write("other.pem", spec_keys.private("stranger"):pem()) }
    assert.equal(5, code)
    assert.matches("the gateway refuses the signature", finding.what, 1, true)
    assert.matches("alipay-lua key show", finding.mend, 1, true)
  end)

  it("finds an Alipay key that is another one", function()
    local finding, code = probe { ALIPAY_PUBLIC_KEY = spec_keys.private("stranger"):public():base64() }
    assert.equal(5, code)
    assert.matches("the gateway's answer does not verify", finding.what, 1, true)
  end)

  it("finds an app that the gateway does not know, and a gateway that is not there", function()
    local finding, code = probe { ALIPAY_APP_ID = "9021000000000000" }
    assert.equal(2, code)
    assert.matches("does not know this app", finding.what, 1, true)
    finding, code = probe { ALIPAY_GATEWAY = "http://127.0.0.1:1/gateway.do" }
    assert.equal(3, code)
    assert.matches("was not made", finding.what, 1, true)
  end)

  it("is not made while something is known to be wrong", function()
    local finding, code = probe { ALIPAY_PUBLIC_KEY = "/nonexistent/none" }
    assert.equal(2, code)
    assert.matches("was not made", finding.what, 1, true)
  end)

  -- Settings that have no variable of their own come from a profile.
  local function with_profile(extra)
    local known = gateway.settings
    assert(fs.mkdir(box.dir .. "/alipay-lua"))
    box.write("alipay-lua/config.lua", ([[return { profiles = { default = {
      app_id = %q, private_key = %q, alipay_public_key = %q, gateway = %q, %s
    } } }]]):format(known.ALIPAY_APP_ID, known.ALIPAY_PRIVATE_KEY, known.ALIPAY_PUBLIC_KEY, known.ALIPAY_GATEWAY, extra))
    local report, code = box.json "doctor --probe"
    fs.remove(box.dir .. "/alipay-lua/config.lua")
    local levels, by_code = {}, {}
    for _, finding in ipairs(report.findings) do levels[finding.code], by_code[finding.code] = finding.level, finding end
    return levels, code, by_code
  end

  it("fails where every call would: V3 with settings that V3 cannot have", function()
    for extra, words in pairs {
      [ [[protocol = "v3", sign_type = "RSA"]] ] = "RSA2", [ [[protocol = "v3", params = { charset = "GBK" }]] ] = "UTF-8",
      [ [[protocol = "v3", encrypt = "SM4"]] ] = "AES",
    } do
      local levels, code, findings = with_profile(extra)
      assert.same({ "error", 2 }, { levels.protocol, code }, extra)
      assert.matches(words, findings.protocol.what, 1, true)
      assert.matches("auto", findings.protocol.mend, 1, true)
      assert.equal("note", levels.probe)
    end
  end)

  it("only notes that V3 is not tried where calls can go by V2", function()
    for _, extra in ipairs {
      [[protocol = "auto", sign_type = "RSA"]], [[sign_type = "RSA"]], [[protocol = "auto", params = { charset = "GBK" }]],
    } do
      local levels, code = with_profile(extra)
      assert.same({ "ok", "note", 0 }, { levels.probe, levels.probe_v3, code }, extra)
    end
    local levels, code = with_profile [[protocol = "v3"]]
    assert.same({ "ok", "ok", 0 }, { levels.probe, levels.probe_v3, code })
  end)
end)
