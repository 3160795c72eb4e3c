-- SPDX-License-Identifier: MIT
-- Every definition, held to the catalogue and tried with its own examples.

local api = require "alipay.api"
local catalogue = require "alipay.catalogue"
local command = require "spec.support.command"
local definition = require "alipay.catalogue.definition"
local example = require "alipay.catalogue.example"
local fs = require "alipay.core.fs"
local json = require "alipay.json"
local multipart = require "alipay.multipart"
local request = require "alipay.v2.request"
local support = require "spec.support.client"

-- What the catalogue may say of a parameter that a definition takes for a type. "scalar": its sources do not say.
local TYPES = {
  string = { "string", "scalar" }, amount = { "string", "scalar" }, json = { "string", "scalar", "object" },
  integer = { "integer", "string", "scalar" }, boolean = { "boolean", "string", "scalar" }, object = { "object" },
  file = { "file" },
}

local function by_name(fields)
  local map = {}
  for _, field in ipairs(fields) do map[field.name] = field end
  return map
end

local function is_one_of(value, list)
  for _, item in ipairs(list) do
    if item == value then return true end
  end
  return false
end

-- Compares parameters with the catalogue's fields, nested ones too, and their words.
local function hold_to_catalogue(params, fields, path)
  local known = by_name(fields)
  for _, param in ipairs(params) do
    local where = path .. param.name
    local field = assert(known[param.name], where .. " is not in the catalogue")
    assert.equal(param.type == "list", field.list == true, where)
    if param.type == "list" then
      assert.is_true(param.fields == nil or field.type == "object", where)
    else
      assert.is_true(is_one_of(field.type, TYPES[param.type]), where .. ": " .. param.type .. ", " .. field.type)
    end
    assert.is_truthy(param.meaning:find "%a", where)
    assert.is_truthy(param.meaning_zh:find "[\xE4-\xE9]", where .. " has no Chinese meaning")
    assert.is_nil(param.meaning:find "[\x80-\xFF]", where)
    if param.fields then hold_to_catalogue(param.fields, field.fields, where .. ".") end
  end
  return known
end

local function value_of(param)
  return param.type == "file" and multipart.bytes("picture", { name = "photo.jpg" }) or param.example
end

-- What a pasted call gives to its verb; a file is there whatever its name is.
local function options_of(call)
  local given
  local chain = setmetatable({}, {
    __index = function(self) return self end, -- order and page are names of chains, too
    __call = function(_, _, options) given = options end,
  })
  local function file(name) return multipart.bytes("x", { name = name }) end
  local env = { client = chain, alipay = { multipart = multipart.new, file = file } }
  assert(load(call, "call", "t", env))()
  return given
end

describe("definitions", function()
  local client
  setup(function() client = support.liar(function() end) end)

  it("are found by name, about sixty of them", function()
    assert.is_true(#api.methods() >= 60)
    assert.is_nil(api.find "alipay.no.such")
    assert.is_nil(api.find "init")
  end)

  for _, method in ipairs(api.methods()) do
    local def = api.find(method)

    it("of " .. method .. " agrees with the catalogue", function()
      assert.equal(method, def.method)
      local known = assert(catalogue.describe(method))
      local fields = hold_to_catalogue(def.params, known.fields, "")
      for _, param in ipairs(def.params) do
        assert.equal(param.type == "file" and "file" or def.place, fields[param.name].place, param.name)
      end
      local reply = by_name(known.reply)
      for name in pairs(def.result) do assert.is_truthy(reply[name], "no field of the reply: " .. name) end
      assert.is_truthy(def.summary:find "%a")
      assert.is_truthy(def.summary_zh:find "[\xE4-\xE9]")
    end)

    it("of " .. method .. " has examples that pass", function()
      for _, param in ipairs(def.params) do
        assert.is_not_nil(param.example, param.name)
        local alone = {}
        for key, value in pairs(param) do alone[key] = value end
        alone.required_when, alone.forbidden_when = nil, nil
        assert.same({}, definition.check({ params = { alone } }, { [param.name] = value_of(param) }), param.name)
      end
    end)

    it("of " .. method .. " lets the call pass that help shows, as table and as JSON text", function()
      local options = options_of(example.lua(method))
      assert.is_string(assert(request.prepare(client, "POST", method, options)).string_to_sign)
      if options.content then
        assert.same({}, definition.check(def, json.decode(json.encode(options.content)), true))
      end
    end)
  end

  it("are not loaded before they are asked for", function()
    local box = command.sandbox()
    finally(box.remove)
    box.write("loaded.lua", [[
      local api = require "alipay.api"
      local before = package.loaded["alipay.api.methods.alipay_trade_query"]
      local def = api.find "alipay.trade.query"
      local names = {}
      for name in pairs(package.loaded) do
        if name:find "^alipay%.api%.methods" or name:find "^alipay%.catalogue%.de" then names[#names + 1] = name end
      end
      table.sort(names)
      print(before, def.method, table.concat(names, " "))
    ]])
    local out, err = box.run(box.dir .. "/loaded.lua", {})
    assert.equal("", err)
    assert.equal("nil\talipay.trade.query\talipay.api.methods.alipay_trade_query alipay.catalogue.definition\n", out)
  end)

  it("are found in a source tree that is used instead: one file makes one", function()
    local box = command.sandbox()
    finally(box.remove)
    local tree = box.dir .. "/tree"
    assert(fs.mkdir(tree .. "/alipay/api/methods"))
    assert(fs.create(tree .. "/alipay/api/methods/own_method_query.lua", [[
      return require "alipay.catalogue.definition".new {
        method = "own.method.query", place = "content", summary = "", summary_zh = "", result = {},
        params = { { name = "key", required = true, meaning = "a key", meaning_zh = "", example = "1" } },
      }
    ]]))
    box.write("own.lua", [[
      local api = require "alipay.api"
      local list = api.methods()
      print(list[#list], require "alipay.catalogue.definition".check(api.find "own.method.query", {})[1].message)
    ]])
    local out, err = box.run(box.dir .. "/own.lua", { ALIPAY_LUA_PATH = tree })
    assert.equal("", err)
    assert.equal("own.method.query\tkey is required (a key)\n", out)
  end)
end)
