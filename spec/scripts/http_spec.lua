-- SPDX-License-Identifier: MIT
-- alipay.http against a server of this process.

local async = require "alipay.async"
local http = require "alipay.http"
local server = require "alipay.core.server"

describe("alipay.http", function()
  local listener, url, seen
  setup(function()
    listener = assert(server.start {
      on_request = function(exchange)
        seen = exchange:method()
        if exchange:path() == "/away" then exchange:respond(303, { Location = "http://example.com/?code=1" }, "")
        else exchange:respond(404, { ["X-Test"] = "1" }, "nothing here") end
      end,
    })
    url = "http://127.0.0.1:" .. listener:port()
  end)
  teardown(function() listener:stop() end)

  it("fetches, whatever the status", function()
    local reply = assert(http.fetch(url .. "/x", { method = "POST", body = "a=1", headers = { "X-Own: 2" } }))
    assert.same({ 404, "nothing here", "1" }, { reply.status, reply.body, reply.headers["x-test"] })
    assert.equal("POST", seen)
  end)

  it("waits in a task for that task alone", function()
    local order = {}
    local task = async.run(function()
      assert(http.fetch(url .. "/x"))
      order[#order + 1] = "fetched"
    end)
    order[#order + 1] = "begun"
    async.await(task)
    assert.same({ "begun", "fetched" }, order)
  end)

  it("follows a redirect only as far as its address", function()
    assert.equal("http://example.com/?code=1", http.redirect(url .. "/away"))
    local location, err = http.redirect(url .. "/x?secret=1")
    assert.same({ nil, "http" }, { location, err.kind })
    assert.matches("HTTP status 404 from " .. url .. "/x$", err.message)
  end)

  it("gives an error for an address that is none, and for nobody there", function()
    for address, kind in pairs {
      nonsense = "parameter", ["ftp://x/"] = "parameter", ["http://a b/"] = "parameter", ["http://"] = "parameter",
      ["http://127.0.0.1:1/"] = "network",
    } do
      local reply, err = http.fetch(address)
      assert.same({ nil, kind }, { reply, err.kind }, address)
      reply, err = http.redirect(address)
      assert.same({ nil, kind }, { reply, err.kind }, address)
    end
    local reply, err = http.fetch(url, { max_body = 3 })
    assert.same({ nil, "http" }, { reply, err.kind })
    local part = { name = "f", path = listener:port() .. "/none", filename = "f" }
    reply, err = http.fetch(url, { method = "POST", multipart = { part } })
    assert.same({ nil, "parameter" }, { reply, err.kind })
  end)

  it("raises, naming the caller, for a call that cannot be meant", function()
    for pattern, arguments in pairs {
      ["an address is needed, not a number"] = { 5 }, ["unknown option 'nonsense'"] = { url, { nonsense = 1 } },
      ["timeout"] = { url, { timeout = "soon" } },
      ["header content%-length cannot be given"] = { url, { headers = { "content-length: 3" } } },
      ["header Transfer%-Encoding cannot be given"] = { url, { method = "POST", headers = { "Transfer-Encoding: chunked" } } },
    } do
      local fine, message = pcall(http.fetch, table.unpack(arguments))
      assert.is_false(fine)
      assert.matches("http.fetch: .*" .. pattern, message)
      assert.not_matches("alipay/http.lua", message, 1, true)
    end
  end)
end)
