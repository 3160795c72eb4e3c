-- SPDX-License-Identifier: MIT
-- Keys that got into the wrong variable, and texts of peers that a terminal would obey: no command shows either.

local cert = require "alipay.core.cert"
local client_support = require "spec.support.client"
local digest = require "alipay.core.digest"
local fs = require "alipay.core.fs"
local json = require "alipay.json"
local support = require "spec.support.command"

local HOSTILE = "bad\27]0;PWNED\7 \u{9b}31m \u{202e}\n  FORGED"

describe("commands", function()
  local box, app, good
  setup(function()
    box = support.sandbox()
    local ali
    app, ali = client_support.keys()
    good = {
      ALIPAY_APP_ID = "2021000117618204", ALIPAY_PRIVATE_KEY = box.write("app.pem", app:pem()),
      ALIPAY_PUBLIC_KEY = box.write("alipay.pem", ali:public():pem()), ALIPAY_GATEWAY = "http://127.0.0.1:9/gateway.do",
    }
    box.write("reply.json", '{"a_response":{},"sign":"x"}')
  end)
  teardown(function() box.remove() end)

  local function with(changes)
    local settings = {}
    for _, source in ipairs { good, changes } do
      for name, value in pairs(source) do settings[name] = value end
    end
    return settings
  end

  for _, name in ipairs {
    "APP_ID", "PRIVATE_KEY", "PUBLIC_KEY", "APP_CERT", "CERT", "ROOT_CERT", "GATEWAY", "APP_AUTH_TOKEN", "ENCRYPT_KEY", "SIGN_TYPE",
    "TIMEOUT", "PROFILE", "STRICT",
  } do
    it("show no key that stands in ALIPAY_" .. name, function()
      local short, long = digest.base64_encode(("\1\250\77\3"):rep(4)), digest.base64_encode(("\1\250\77"):rep(8))
      for command, secrets in pairs {
        ["doctor --offline"] = { short, long, app:base64() }, ["call a.b c=1"] = { long, app:base64() },
        ["verify " .. box.dir .. "/reply.json"] = { short },
      } do
        for _, secret in ipairs(secrets) do
          local out, err = box.run(command, with { ["ALIPAY_" .. name] = secret })
          assert.is_nil((out .. err):find(secret:sub(9, 24), 1, true), command .. "\n" .. out .. err)
        end
      end
    end)
  end

  it("show no password in the gateway's address", function()
    local out = box.run("doctor --offline", with { ALIPAY_GATEWAY = "http://user:passw0rd@shop.example/gateway.do" })
    assert.matches("http://****@shop.example", out, 1, true)
    assert.not_matches("passw0rd", out, 1, true)
    local here = with { ALIPAY_GATEWAY = "http://user:p@ssw0rd@127.0.0.1:1/gateway.do" }
    local script = box.write("show.lua", [[
      local client = require("alipay").client()
      print(client, client:v3(), select(2, client.alipay.trade.query:post { content = { out_trade_no = "1" } }))
      print(require("alipay.oauth").authorize_url(client, { redirect_uri = "http://x" }))
      require("alipay.repl.saved").only("0", "http://user:p@ssw0rd@127.0.0.1:2/")]])
    for _, command in ipairs {
      "doctor", "--json doctor", "explain a.b", "explain --v3 alipay.trade.query", "--trace call a.b c=1", script,
      "scripts/authorize.lua",
    } do
      local text, err = box.run(command, here)
      text = (text .. err):gsub("\ncurl .*", "") -- it works when it is pasted
      assert.is_nil(text:find("ssw0rd", 1, true), command .. "\n" .. text)
    end
    local _, err = box.run("explain a.b", here)
    assert.matches("holds the password in an address", err, 1, true)
  end)

  -- Neither control characters nor marks of direction get onto the terminal; in JSON everything stays, escaped.
  local function is_clean(text)
    assert.not_matches("[\0-\8\11-\31\127]", text)
    assert.is_nil(text:find("\u{9b}", 1, true))
    assert.is_nil(text:find("\u{202e}", 1, true))
    assert.not_matches("\n%s*FORGED", text) -- a line of its own
  end

  it("show no control character of a certificate, and keep it in JSON", function()
    local hostile = box.write("hostile.crt", assert(cert.make {
      subject = { { "C", "CN" }, { "CN", HOSTILE } }, public_key = app:public(), issuer_key = app, days = 10,
    }))
    local out = box.run("cert show " .. hostile)
    assert.matches("PWNED", out, 1, true)
    is_clean(out)
    local data = box.json("cert show " .. hostile)
    assert.is_not_nil(data.certificates[1].subject:find("PWNED", 1, true))
    out = box.run("doctor --offline", with { ALIPAY_APP_CERT = hostile, ALIPAY_CERT = hostile, ALIPAY_ROOT_CERT = hostile })
    assert.matches("PWNED", out, 1, true)
    is_clean(out)
  end)

  it("show no control character of a reply", function()
    local body = '{\n  "error_response":{"code":"40002","msg":' .. json.encode(HOSTILE) .. ',"sub_code":"isv.\\u001b[2J"}}'
    local _, liar = client_support.liar(function(exchange, self) self.reply(exchange, body) end)
    local finished = box.dir .. "/finished"
    box.write("reply2.json", body)
    box.write("run.sh", ([[
      cd %s
      doctor() { %s "$@"; }
      doctor doctor --offline --probe; doctor doctor --probe; doctor verify reply2.json; doctor call a.b c=1 >/dev/null
      doctor cert sn reply2.json; doctor --trace call a.b c=1 >/dev/null
    ]]):format(box.dir, fs.absolute(support.program)))
    local variables = {}
    for name, value in pairs(with { ALIPAY_GATEWAY = liar.endpoint .. "/gateway.do", ALIPAY_STATE_DIR = box.dir,
      XDG_CONFIG_HOME = box.dir, NO_COLOR = "1" }) do
      variables[#variables + 1] = ("%s='%s'"):format(name, value)
    end
    os.execute(("(env %s sh %s/run.sh >%s/shown 2>&1; : >%s) &"):format(table.concat(variables, " "), box.dir, box.dir, finished))
    local loop = require "alipay.core.loop"
    while not fs.stat(finished) do loop.step(0.05) end
    liar.server:stop()
    local shown = box.read "shown"
    assert.matches("PWNED", shown, 1, true)
    is_clean(shown)
    assert.matches('\n<     |   "error_response"', shown, 1, true) -- of the trace
  end)
end)

describe("alipay-lua doctor", function()
  it("says of a timeout that cannot be that it cannot", function()
    local box = support.sandbox()
    for _, value in ipairs { "0", "-1", "nan", "1e999", "soon" } do
      local out, err, code = box.run("doctor", { ALIPAY_TIMEOUT = value })
      assert.same({ "", 2 }, { err, code }, value)
      assert.matches("error   [^\n]*[Tt][Ii][Mm][Ee][Oo][Uu][Tt] must be a number of seconds", out)
      assert.matches("mend: ", out, 1, true)
    end
    box.remove()
  end)
end)
