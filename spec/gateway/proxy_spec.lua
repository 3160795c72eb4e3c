-- SPDX-License-Identifier: MIT
-- The gateway's proxy: clients with hosts of the platform built in reach this gateway, and nothing else.

local command = require "spec.support.command"
local fs = require "alipay.core.fs"
local http = require "alipay.core.http"
local json = require "alipay.json"
local loop = require "alipay.core.loop"
local server = require "alipay.core.server"
local support = require "spec.support.gateway"

describe("the gateway's proxy", function()
  local gw
  setup(function() gw = support.start { proxy = 0 } end)
  teardown(function() support.finish(gw) end)

  -- A client beside this process, which serves it: curl's exit code, the HTTP status, that of the proxy, and the body.
  local function curl(url, options)
    local box = command.sandbox()
    local child = assert(io.popen(("curl -sS --noproxy '' -x %s --max-time 60 --cacert '%s' -o '%s/out' "
      .. "-w '%%{http_code} %%{http_connect}' %s '%s' 2>'%s/err' & wait $!; echo \" $?\" >'%s/rc'")
      :format(gw.proxy, gw.tls.ca_cert, box.dir, options or "", url, box.dir, box.dir)))
    while not fs.stat(box.dir .. "/rc") do loop.step(0.05) end
    local statuses = child:read "a"
    local status, proxied = statuses:match "^(%d+) (%d+)"
    child:close()
    local code, body = tonumber(box.read "rc"), fs.stat(box.dir .. "/out") and box.read "out" or ""
    box.remove()
    return code, status, proxied, body, statuses
  end

  it("leads the platform's hosts here, with TLS and without", function()
    for _, host in ipairs {
      "openapi.alipay.com", "openapi-sandbox.dl.alipaydev.com", "openapi.alipaydev.com", "OPENAPI.alipay.com",
    } do
      local code, status, proxied, body = curl("https://" .. host .. "/gateway.do?charset=utf-8")
      assert.same({ 0, "200", "200" }, { code, status, proxied })
      assert.matches("isv.missing-app-id", body, 1, true)
      code, status, proxied, body = curl("http://" .. host .. "/gateway.do?charset=utf-8")
      assert.same({ 0, "200", "000" }, { code, status, proxied })
      assert.matches("isv.missing-app-id", body, 1, true)
    end
    local code, status, proxied = curl("http://openapi.alipay.com/gateway.do?charset=utf-8", "--proxytunnel")
    assert.same({ 0, "200", "200" }, { code, status, proxied })
  end)

  it("leads nothing anywhere else, and says so", function()
    local asked = 0
    local elsewhere <close> = assert(server.start { on_request = function(exchange)
      asked = asked + 1
      exchange:respond(200, {}, "reached")
    end })
    local there = "127.0.0.1:" .. elsewhere:port()
    for _, url in ipairs {
      "https://" .. there .. "/", "https://openapi.alipay.com:444/", "https://openapi.alipay.com.example/",
      "https://example-openapi.alipay.com/", "https://[::1]/",
    } do
      local code, _, proxied = curl(url)
      assert.same({ 56, "403" }, { code, proxied }, url)
    end
    for _, url in ipairs { "http://" .. there .. "/x", "http://openapi.alipay.com:8080/", "http://user@openapi.alipay.com/x" } do
      local code, status, _, body = curl(url, "-H 'Host: openapi.alipay.com'")
      if url:find "@" then -- curl keeps the user to itself
        assert.same({ 0, "404" }, { code, status }, url)
      else
        assert.same({ 0, "403" }, { code, status }, url)
        assert.matches("leads openapi.alipay.com, ", body, 1, true)
        assert.matches(gw.endpoint .. ", and nothing anywhere else", body, 1, true)
      end
    end
    assert.equal(0, asked)
    assert.equal(403, support.fetch { url = gw.proxy .. "/" }.status)
    assert.matches("proxy: GET / refused", table.concat(gw.lines, "\n"), 1, true)
  end)

  it("serves more than one request of a connection, each for what it asks", function()
    local _, _, _, _, statuses = curl("http://openapi.alipay.com/gateway.do",
      "-o /dev/null -o /dev/null http://openapi.alipay.com/gateway.do http://example.com/")
    assert.equal("200 000403 000200 000", statuses)
  end)

  it("is named in gateway.json", function()
    assert(gw:publish())
    local file <close> = assert(io.open(gw.dir .. "/gateway.json", "rb"))
    local facts = assert(json.decode(file:read "a"))
    assert.equal(gw.proxy, facts.proxy)
    assert.equal(gw.tls.ca_cert, facts.tls_ca_cert)
  end)

  it("stops with the gateway", function()
    local other = support.start { proxy = 0 }
    local url = other.proxy .. "/"
    support.finish(other)
    local response, message
    assert(http.start({ url = url, proxy = "", timeout = 60 }, function(...) response, message = ... end))
    while not (response or message) do loop.step(1) end
    assert.is_nil(response)
  end)
end)

describe("a server that leads tunnels", function()
  it("refuses in words where its function raises or gives no server", function()
    local answer
    local one <close> = assert(server.start {
      on_tunnel = function() return answer() end,
      on_request = function(exchange) exchange:respond(403, {}, "no") end,
    })
    local function connect()
      local response, message
      assert(http.start({ url = "https://h.example/", proxy = "http://127.0.0.1:" .. one:port(), timeout = 60 },
        function(...) response, message = ... end))
      local fault
      while not (response or message) do
        local fine, why = pcall(loop.step, 1)
        if not fine then fault = why end
      end
      return message, fault
    end
    answer = function() error "a fault" end
    local message, fault = connect()
    assert.matches("403", message, 1, true)
    assert.matches("a fault", fault, 1, true)
    answer = function() return 1 end
    message, fault = connect()
    assert.matches("403", message, 1, true)
    assert.matches("core.server", fault, 1, true)
  end)
end)
