-- SPDX-License-Identifier: MIT
-- The local gateway in the name of the platform's hosts: TLS by an authority of its own.

local command = require "spec.support.command"
local cert = require "alipay.core.cert"
local fs = require "alipay.core.fs"
local gateway = require "alipay.gateway"
local json = require "alipay.json"
local server = require "alipay.core.server"
local support = require "spec.support.gateway"

describe("the local gateway with TLS", function()
  local gw
  setup(function() gw = support.start { tls = 0 } end)
  teardown(function() support.finish(gw) end)

  it("answers as the platform's hosts, to those who trust its authority", function()
    local port = gw.tls.endpoint:match "^https://127%.0%.0%.1:(%d+)$"
    assert(gw:publish())
    local file <close> = assert(io.open(gw.dir .. "/gateway.json", "rb"))
    local facts = assert(json.decode(file:read "a"))
    assert.same({ gw.tls.endpoint, gw.dir .. "/tls/ca_cert.pem" }, { facts.tls_endpoint, facts.tls_ca_cert })
    for _, host in ipairs { "openapi.alipay.com", "openapi-sandbox.dl.alipaydev.com", "openapi.alipaydev.com" } do
      local box = command.sandbox()
      local child = assert(io.popen(("curl -sS --noproxy '*' --max-time 60 --cacert '%s' --connect-to %s:443:127.0.0.1:%s "
        .. "-o '%s/out' -w '%%{http_code}' 'https://%s/gateway.do?charset=utf-8' & echo $! >'%s/pid'; wait $!; echo $? >'%s/rc'")
        :format(gw.tls.ca_cert, host, port, box.dir, host, box.dir, box.dir)))
      while not fs.stat(box.dir .. "/rc") do require("alipay.core.loop").step(0.05) end
      assert.equal("200", child:read "a")
      child:close()
      assert.matches("isv.missing-app-id", box.read "out", 1, true)
      box.remove()
    end
    local none = support.fetch { url = gw.tls.endpoint .. "/" }
    assert.is_nil(none)
  end)

  it("keeps its authority to its owner, and uses it again", function()
    local before = assert(cert.load(gw.tls.ca_cert)):sn()
    assert.equal(384, fs.stat(gw.dir .. "/tls/ca_private_key.pem").mode & 511)
    gw:stop()
    gw = support.start { dir = gw.dir, tls = 0 }
    assert.equal(before, assert(cert.load(gw.tls.ca_cert)):sn())
  end)

  it("says what is wrong with its authority", function()
    gw:stop()
    assert(fs.replace(gw.dir .. "/tls/ca_private_key.pem", "nonsense", 384))
    local none, err = gateway.start { dir = gw.dir, tls = 0 }
    assert.is_nil(none)
    assert.equal("table", type(err))
    fs.remove(gw.dir .. "/tls")
    gw = support.start { dir = gw.dir, tls = 0 }
    assert.is_string(gw.tls.endpoint)
  end)

  it("needs a certificate that can be used, and its key", function()
    local none, message = server.start { certificate = "x", private_key = "y", on_request = function() end }
    assert.is_nil(none)
    assert.matches("with TLS", message, 1, true)
    assert.has_error(function() server.start { certificate = "x", on_request = function() end } end)
  end)
end)
