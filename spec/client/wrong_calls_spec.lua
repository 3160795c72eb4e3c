-- SPDX-License-Identifier: MIT
-- What a caller gives is sent or refused, never dropped, and what is refused names the caller's own line.

local alipay = require "alipay"
local support = require "spec.support.client"

describe("a wrong call", function()
  local client, liar
  setup(function() client, liar = support.liar(function(exchange) exchange:respond(500, {}, "not to be reached") end) end)
  teardown(function()
    assert.equal(0, liar.requests)
    liar.server:stop()
  end)

  -- The message that it raises; it must name this file, not a line of the library.
  local function raised(fn)
    local ok, err = pcall(fn)
    assert.is_false(ok)
    assert.is_string(err)
    assert.matches("^spec/client/wrong_calls_spec.lua:%d+: ", err)
    return err
  end

  it("of client:as without a table, or with nothing in it, raises", function()
    for _, given in ipairs { false, "TOKEN", 5 } do
      assert.matches("client:as: a table is needed", raised(function() client:as(given or nil) end), 1, true)
    end
    assert.matches("is the token nil", raised(function() client:as { app_auth_token = nil } end), 1, true)
    assert.matches("must be strings", raised(function() client:as { app_auth_token = 5 } end), 1, true)
  end)

  it("that gives content or query twice raises", function()
    local query = client.alipay.some.query
    assert.matches("content is given twice", raised(function() query:post({ a = 1 }, { content = { b = 2 } }) end))
    assert.matches("query is given twice", raised(function() query:get({ a = 1 }, { query = { b = 2 } }) end))
    assert.matches("content is given twice", raised(function() query:post({}, {}, { content = {} }) end))
    assert.matches("query is given twice", raised(function() query:page({}, { a = "1" }, { query = {} }) end))
    local res, err = query:post { content = {}, query = { biz_content = "{}" } }
    assert.is_nil(res)
    assert.equal("parameter", err.kind)
    assert.matches("biz_content is given twice", err.message)
  end)

  it("with a value that cannot be sent names it and the caller's line", function()
    local cycle = {}
    cycle.self = cycle
    for place, options in pairs {
      a = { content = { a = 0 / 0 } }, ["b.c"] = { content = { b = { c = print } } }, self = { content = cycle },
      d = { query = { q = { d = 1 / 0 } } },
    } do
      for _, verb in ipairs { "post", "get", "postAsync", "page", "order" } do
        local chain = client.alipay.some.query
        local message = raised(function() chain[verb](chain, options) end)
        assert.matches("alipay.some.query: JSON cannot hold " .. place, message, 1, true)
      end
    end
  end)

  it("of an upload with an option that there is not raises", function()
    local upload = require "alipay.api.materialImageUpload"
    for _, kind in ipairs { "image", "video" } do
      assert.matches("unknown option 'nmae'", raised(function() upload[kind](client, "x.jpg", { nmae = "y" }) end))
      assert.matches("option 'name' must be a string", raised(function() upload[kind](client, "x.jpg", { name = 5 }) end))
      assert.matches("options must be a table", raised(function() upload[kind](client, "x.jpg", "y") end))
    end
  end)

  it("of a body raises, too", function()
    assert.matches("field 'a' must be text", raised(function() alipay.multipart { a = 1.5 } end))
  end)
end)
