-- SPDX-License-Identifier: MIT
-- The gateway's registry of methods: one file makes one method, and nothing else has to know of it.

local api = require "alipay.api"
local command = require "spec.support.command"
local fs = require "alipay.core.fs"
local methods = require "alipay.gateway.methods"

local OWN = [[
local definition = require "alipay.catalogue.definition"
local M = {}
M.definition = definition.new {
  method = "own.method.query", place = "content", summary = "", summary_zh = "", result = {},
  params = { { name = "key", type = "string", required = true, meaning = "", meaning_zh = "", example = "1" } },
}
M.tables = "CREATE TABLE IF NOT EXISTS own (key TEXT PRIMARY KEY, seen INTEGER NOT NULL)"
M.path = "^/own/(%w+)$"
function M.answer(gw, call)
  gw.store:exec("INSERT OR REPLACE INTO own VALUES (?, ?)", call.values.key, gw.clock())
  return { code = "10000", msg = "Success", key = call.values.key }
end
function M.serve(gw, exchange, key)
  if not gw.store:first("SELECT 1 FROM own WHERE key = ?", key) then return false end
  exchange:respond(200, {}, "seen " .. key)
  return true
end
return M
]]

local CALLER = [[
local support = require "spec.support.gateway"
local gw = support.start()
local function call(content)
  local node, name, good = support.call(gw, "own.method.query", { biz_content = content })
  print(node.code, node.sub_code, name, good)
end
call '{"key":"k1"}'
call '{}'
print(support.fetch({ url = gw.endpoint .. "/own/k1" }).body, support.fetch({ url = gw.endpoint .. "/own/k2" }).status)
print(support.fetch({ url = gw.endpoint .. "/" }).body:match "own.method.query")
support.finish(gw)
]]

describe("the registry of simulated methods", function()
  it("has for each what decides over its parameters", function()
    assert.is_true(#methods.names() > 8)
    for _, name in ipairs(methods.names()) do
      local handler = methods.find(name)
      assert.is_function(handler.answer, name)
      assert.is_true(api.find(name) ~= nil or handler.definition ~= nil or handler.check ~= nil, name)
      assert.equal(handler.path ~= nil, handler.serve ~= nil, name)
    end
    assert.is_nil(methods.find "alipay.no.such")
    assert.is_nil(methods.find "init")
  end)

  it("takes a new method from one file: call, checks, tables, files and home page", function()
    local box = command.sandbox()
    finally(box.remove)
    local tree = box.dir .. "/tree"
    assert(fs.mkdir(tree .. "/alipay/gateway/methods"))
    box.write("caller.lua", CALLER)
    assert(fs.create(tree .. "/alipay/gateway/methods/own_method_query.lua", OWN))
    local out, err = box.run(box.dir .. "/caller.lua", { ALIPAY_LUA_PATH = tree })
    assert.equal("", err)
    assert.equal("10000\tnil\town_method_query_response\ttrue\n40002\tisv.invalid-parameter\town_method_query_response\ttrue\n"
      .. "seen k1\t404\nown.method.query\n", out)
  end)
end)
