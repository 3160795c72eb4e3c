-- SPDX-License-Identifier: MIT
-- A call that gets no reply says how far it came: whether anything was sent, and what to do about it.

local alipay = require "alipay"
local core_server = require "alipay.core.server"
local support = require "spec.support.client"
local transport = require "alipay.call.transport"

describe("a call without a reply", function()
  local answer, server
  setup(function() server = assert(core_server.start { on_request = function(exchange) answer(exchange) end }) end)
  teardown(function() server:stop() end)

  local function failed(gateway, options)
    local keys = support.keys()
    local client = alipay.client {
      app_id = "1", private_key = keys:pem(), alipay_public_key = keys:public():pem(), proxy = "",
      gateway = gateway:format(server:port()),
    }
    options = options or {}
    options.content = { out_trade_no = "1" }
    local res, err = client.alipay.trade.query:post(options)
    assert.is_nil(res)
    return err
  end

  it("in place of which came something that is none is followed by a query, unless it was one", function()
    local keys = support.keys()
    local client = alipay.client {
      app_id = "1", private_key = keys:pem(), alipay_public_key = keys:public():pem(), proxy = "", max_body = 1000,
      gateway = ("http://127.0.0.1:%d/gateway.do"):format(server:port()),
    }
    local node = '{"code":"10000","a":"\\ud800"}'
    for message, reply in pairs {
      ["HTTP status 502 with an HTML page"] = { 502, "<html></html>" }, ["an empty reply"] = { 200, "" },
      ["a body that is no gateway reply: x"] = { 200, "x" }, ["larger than"] = { 200, ("x"):rep(2000) },
      ["HTTP status 500 with a gateway reply"] = { 500, '{"alipay_trade_refund_response":{"code":"10000"},"sign":"AA=="}' },
      ["no gateway reply (not JSON at byte 8: a name in quotes expected): {"] = { 200, '{"a":1,}' },
      ["no gateway reply (not JSON at byte 8: something stands behind the value): {"] = { 200, '{"a":1}x' },
      ["compressed or coded"] = { 200, "x", "gzip" },
      ["cannot be decoded"] = { 200, ('{"alipay_trade_refund_response":%s,"sign":"%s"}'):format(node, keys:sign(node, "RSA2")) },
    } do
      answer = function(exchange)
        exchange:respond(reply[1], { ["Content-Type"] = "text/html", ["Content-Encoding"] = reply[3] }, reply[2])
      end
      local _, err = client.alipay.trade.refund:post { content = { trade_no = "1", refund_amount = "1.00" } }
      assert.equal("http", err.kind)
      assert.matches(message, err.message, 1, true)
      assert.matches("query before repeating", err.hint or "", 1, true)
      assert.is_true(err.sent)
      _, err = client.alipay.trade.query:post { content = { trade_no = "1" } }
      if err.kind == "http" then assert.is_nil(err.hint) end
      for verb, advised in pairs { GET = false, DELETE = true } do
        _, err = client:request { verb = verb, path = "/v3/alipay/a" }
        if err.kind == "http" then assert.equal(advised, err.hint ~= nil) end
      end
    end
    answer = function(exchange) -- what nobody vouches for says as little
      exchange:respond(200, {}, '{"alipay_trade_refund_response":{"code":"10000"},"alipay_trade_query_response":{},"sign":"AA=="}')
    end
    local refund, query = client.alipay.trade.refund, client.alipay.trade.query
    for chain, advised in pairs { [refund] = true, [query] = false } do
      local _, err = chain:post { content = { trade_no = "1", refund_amount = "1.00" } }
      assert.equal("signature", err.kind)
      assert.equal(advised, err.hint:find("; and nothing is known about the outcome", 1, true) ~= nil)
    end
  end)

  it("was not sent when nobody listens", function()
    local err = failed "http://127.0.0.1:1/gateway.do"
    assert.equal("network", err.kind)
    assert.is_false(err.sent)
    assert.matches("nothing was sent", err.hint, 1, true)
  end)

  it("was not sent when the peer speaks no TLS", function()
    local err = failed "https://127.0.0.1:%d/gateway.do"
    assert.equal("network", err.kind)
    assert.is_false(err.sent)
    assert.matches("scheme and port", err.hint, 1, true)
  end)

  it("may have been sent when the connection ends, or nothing comes in time", function()
    answer = function(exchange) exchange:drop() end
    local err = failed "http://127.0.0.1:%d/gateway.do"
    assert.equal("network", err.kind)
    assert.is_nil(err.sent)
    assert.matches("query before repeating", err.hint, 1, true)
    -- On a busy machine the time may be over before the request has arrived: then with more of it.
    local held
    answer = function(exchange) held = exchange end
    local seconds = 0.1
    while not held do
      seconds = seconds * 2
      err = failed("http://127.0.0.1:%d/gateway.do", { timeout = seconds })
      assert.equal("timeout", err.kind)
    end
    assert.is_nil(err.sent)
    assert.matches("query before repeating", err.hint, 1, true)
    held:drop()
  end)

  it("was sent when an answer came that is not taken", function()
    answer = function(exchange) exchange:respond(200, { ["Content-Encoding"] = "gzip" }, "x") end
    local err = failed "http://127.0.0.1:%d/gateway.do"
    assert.equal("http", err.kind)
    assert.is_true(err.sent)
    assert.matches("not asked for", err.message, 1, true)
    local headers = {}
    for i = 1, 1001 do headers["X-" .. i] = "y" end
    answer = function(exchange) exchange:respond(200, headers, "x") end
    err = failed "http://127.0.0.1:%d/gateway.do"
    assert.equal("http", err.kind)
    assert.is_true(err.sent)
    assert.matches("lines of headers", err.message, 1, true)
  end)

  it("takes no reply of more than 8 MiB unless told to", function()
    answer = function(exchange) exchange:respond(200, {}, (" "):rep(8 * 1048576 + 1)) end
    local err = failed "http://127.0.0.1:%d/gateway.do"
    assert.same({ "http", true }, { err.kind, err.sent })
    assert.matches("larger than 8388608 bytes (max_body)", err.message, 1, true)
    answer = function(exchange) exchange:respond(200, {}, (" "):rep(8 * 1048576)) end
    assert.matches("no gateway reply", failed("http://127.0.0.1:%d/gateway.do").message, 1, true)
  end)

  it("names the remedy for each cause", function()
    for stage, words in pairs {
      authority = { "ca-certificates", "ca_file", "SSL_CERT_FILE" }, host = { "another host" }, proxy = { "the proxy refused" },
      name = { "DNS" }, queue = { "raise the timeout" }, connect = { "the network" }, tls = { "TLS" },
    } do
      local kind, fields = transport.failure("x", "network", stage)
      assert.equal("network", kind)
      assert.is_false(fields.sent)
      for _, word in ipairs(words) do assert.matches(word, fields.hint, 1, true) end
      assert.matches("nothing was sent", fields.hint, 1, true)
    end
  end)

  it("is a mistake of the caller's when a file cannot be read", function()
    local kind, fields = transport.failure("x", "file")
    assert.equal("parameter", kind)
    assert.is_false(fields.sent)
    assert.is_false(fields.retryable)
  end)
end)
