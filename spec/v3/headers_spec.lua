-- SPDX-License-Identifier: MIT
-- Headers of calls: what cannot stand in one, and what no caller may give, is an error object before anything is sent, by V3 and V2.

local alipay = require "alipay"
local fs = require "alipay.core.fs"
local async = require "alipay.async"
local pipeline = require "alipay.call.pipeline"
local support = require "spec.support.client"

describe("the headers of a call", function()
  local function client_with(overrides)
    local app, ali = support.keys()
    local settings = {
      app_id = "2014072300007148", private_key = app:pem(), alipay_public_key = ali:public():pem(),
      gateway = "http://127.0.0.1:9/gateway.do",
    }
    for name, value in pairs(overrides) do settings[name] = value end
    return alipay.client(settings)
  end

  local QUERY = { content = { out_trade_no = "1" } }

  it("of V3 have no control characters: a token or an app_id with one is refused, and the setting named", function()
    for _, bad in ipairs { "abc\n", "abc\r\nX: 1", "a\0b", "a\tb" } do
      for name, overrides in pairs {
        app_auth_token = { params = { app_auth_token = bad } }, app_id = { app_id = bad },
      } do
        local client = client_with(overrides):v3()
        local promise = client.alipay.trade.query:postAsync(QUERY)
        local outcomes = {
          select(2, client.alipay.trade.query:post(QUERY)), select(2, async.await(promise)),
          select(2, client:request { verb = "GET", path = "/v3/a" }), select(2, client:stream { path = "/v3/stream/a" }:next()),
          select(2, pipeline.build(client, "POST", "alipay.trade.query", QUERY)),
        }
        assert.equal(5, #outcomes)
        for _, err in ipairs(outcomes) do
          assert.equal("parameter", err.kind)
          assert.equal(name .. " has a control character in it", err.message)
          assert.matches("ALIPAY_" .. name:upper(), err.hint, 1, true)
          assert.is_nil(tostring(err):find("abc", 1, true))
        end
      end
    end
    local _, err = client_with({}):v3().alipay.trade.query:post { content = QUERY.content, query = { app_auth_token = "a\n" } }
    assert.equal("app_auth_token has a control character in it", err.message)
  end)

  it("of V2 have none in charset", function()
    for _, charset in ipairs { "utf-8\n", "gbk\n", "gbk\r\nX: 1", "gbk\0" } do
      local _, err = client_with({ params = { charset = charset } }).alipay.trade.query:post(QUERY)
      assert.same({ "parameter", "charset has a control character in it" }, { err.kind, err.message })
    end
  end)

  it("are nobody's but the protocol's where they say what a request is, and the next call is as good as any", function()
    local bare, gw = support.gateway()
    finally(function() support.finish(gw) end)
    for protocol, client in pairs { v2 = bare, v3 = bare:v3() } do
      for _, name in ipairs {
        "Content-Length", "TRANSFER-ENCODING", "host", "Connection", "Content-Type", "Expect", "TE", "Trailer", "Upgrade",
        "Keep-Alive", "Proxy-Connection", "Content-Encoding",
      } do
        local call = { content = { out_trade_no = "none" }, headers = { [name] = "3" } }
        local _, err = client.alipay.trade.query:post(call)
        assert.same({ "parameter", "the header " .. name .. " is the protocol's own" }, { err.kind, err.message }, protocol)
        call.headers = { ["X-Own"] = "3", Accept = "*/*" }
        _, err = client.alipay.trade.query:post(call)
        assert.is_true(err:is "TRADE_NOT_EXIST", tostring(err))
      end
    end
    local call = { content = { out_trade_no = "none" }, headers = { Authorization = "Basic x" } } -- for a proxy, where V2 has none
    assert.is_true(select(2, bare.alipay.trade.query:post(call)):is "TRADE_NOT_EXIST")
    local file = alipay.bytes("x", { name = "a.jpg" })
    local body = alipay.multipart { image_content = file, image_type = "jpg", image_name = "n" }
    local upload = { body = body, headers = { ["Content-Length"] = "3" } }
    for _, client in ipairs { bare, bare:v3() } do
      assert.matches("protocol's own", select(2, client.alipay.offline.materialImageUpload:post(upload)).message, 1, true)
    end
  end)

  it("that have a line break end the program's call as wrong usage, without a traceback", function()
    local home = assert(fs.temporary "headers-spec-")
    finally(function() fs.remove(home) end)
    local settings = { HOME = home, ALIPAY_APP_AUTH_TOKEN = "abc\n" }
    local _, told, code = support.run("--local call --v3 alipay.trade.query out_trade_no=1", settings)
    assert.equal(2, code, told)
    assert.matches("app_auth_token has a control character in it", told, 1, true)
    assert.is_nil(told:find("traceback", 1, true))
  end)
end)
