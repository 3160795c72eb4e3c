-- SPDX-License-Identifier: MIT
-- The engine of definitions: each rule with its fault, all faults at once, each by its path.

local definition = require "alipay.catalogue.definition"
local json = require "alipay.json"
local multipart = require "alipay.multipart"

-- A definition of parameters whose words do not matter.
local function def_of(params, one_of)
  for _, param in ipairs(params) do param.meaning, param.meaning_zh = "m", "义" end
  return definition.new { method = "own.method", place = "content", params = params, one_of = one_of, result = {} }
end

-- The fault of one value: its rule, or nil.
local function rule_of(param, value, exact)
  param.name = "p"
  local faults = definition.check(def_of { param }, { p = value }, exact)
  assert.is_true(#faults <= 1)
  return faults[1] and faults[1].rule
end

local function accepts(param, values, exact)
  for _, value in ipairs(values) do assert.is_nil(rule_of(param, value, exact), tostring(value)) end
end

local function refuses(rule, param, values, exact)
  for _, value in ipairs(values) do assert.equal(rule, rule_of(param, value, exact), tostring(value)) end
end

describe("a definition checks", function()
  it("presence: an empty text and JSON's null count as missing", function()
    local def = def_of { { name = "p", required = true } }
    for _, values in ipairs { {}, { p = "" }, { p = json.null } } do
      assert.same({ { param = "p", rule = "missing", message = "p is required (m)" } }, definition.check(def, values))
    end
    accepts({}, { "", json.null })
  end)

  it("conditions on siblings: a value, any value, none", function()
    local def = def_of {
      { name = "kind" }, { name = "id" }, { name = "other" },
      { name = "name", required_when = { kind = "LOGON" } },
      { name = "scene", required_when = { id = true, other = false } },
      { name = "only", forbidden_when = { other = true } },
    }
    local function messages(values)
      local list = {}
      for i, fault in ipairs(definition.check(def, values)) do list[i] = fault.rule .. ": " .. fault.message end
      return list
    end
    assert.same({}, messages {})
    assert.same({ "missing: name is required when kind is LOGON (m)" }, messages { kind = "LOGON" })
    assert.same({}, messages { kind = "LOGON", name = "n" })
    assert.same({ "missing: scene is required when id is given and other is absent (m)" }, messages { id = "1" })
    assert.same({}, messages { id = "1", other = "2" })
    assert.same({ "forbidden: only must be absent when other is given" }, messages { only = "1", other = "2" })
    assert.same({}, messages { only = "1" })
  end)

  it("that one of a group is there", function()
    local def = def_of({ { name = "a" }, { name = "b" } }, { { "a", "b" } })
    assert.same({ { param = "a", rule = "missing", message = "a or b is required" } }, definition.check(def, { a = "" }))
    assert.same({}, definition.check(def, { b = "1" }))
    assert.same({}, definition.check(def, { a = "1", b = "1" }))
  end)

  it("texts: length in characters, values, UTF-8", function()
    accepts({ max = 2 }, { "二维", 12 })
    refuses("length", { max = 2 }, { "二维码", 123 })
    refuses("type", {}, { true, 1.5, {}, "\xff" })
    accepts({ values = { "0", "1" } }, { "0", 1 })
    refuses("value", { values = { "0", "1" } }, { "2", 2 })
    accepts({ known = { "trade" } }, { "trade", "anything" })
  end)

  it("amounts: two decimals, a range, never a float", function()
    local amount = { type = "amount", range = { "0.01", "100000000" } }
    accepts(amount, { "0.01", "1", "1.2", "88.80", "100000000", "100000000.00", 1, 100000000, "007" })
    refuses("format", amount, { "1.234", "1.", ".5", "1e2", "-1", "+1", "1,00", "一", " 1", ("9"):rep(17), -1 })
    refuses("range", amount, { "0", "0.00", "100000000.01", 0, "9999999999999999" })
    refuses("type", amount, { 88.8, 1.0, true, {} })
    accepts({ type = "amount" }, { "0", "0.00", "999999999999" })
  end)

  it("amounts in JSON text by the digits that stand there", function()
    local amount = { type = "amount", range = { "0.01", "100000000" } }
    for text, rule in pairs {
      ["88.8"] = false, ["88.80"] = false, ["1"] = false, ["1.0"] = false, ["0.001"] = "format", ["0"] = "range",
    } do
      local values = json.decode('{"p":' .. text .. "}")
      assert.equal(rule or nil, rule_of(amount, values.p, true), text)
    end
    assert.is_nil(rule_of(amount, json.raw "88.80"))
    assert.equal("format", rule_of(amount, json.raw "88.801"))
  end)

  it("integers, booleans and JSON text", function()
    accepts({ type = "integer" }, { 1, "1", "-7", 0 })
    refuses("type", { type = "integer" }, { 1.5, 1.0, "1.0", "x", "0x10", true, {} })
    accepts({ type = "integer" }, { 1.0 }, true)
    refuses("type", { type = "integer" }, { 1.5 }, true)
    accepts({ type = "integer", range = { 1, 5 } }, { 1, "5" })
    refuses("range", { type = "integer", range = { 1, 5 } }, { 0, "6" })
    accepts({ type = "boolean" }, { true, false, "true", "false" })
    refuses("type", { type = "boolean" }, { 1, "yes", {} })
    accepts({ type = "json" }, { '{"a":1}', "[]", "5" })
    refuses("format", { type = "json" }, { "{a:1}", "x" })
    refuses("type", { type = "json" }, { { a = 1 } })
  end)

  it("times by the calendar, and durations", function()
    accepts({ format = "yyyy-MM-dd HH:mm:ss" }, { "2026-11-26 21:00:01", "2028-02-29 00:00:00" })
    refuses("format", { format = "yyyy-MM-dd HH:mm:ss" },
      { "2026-02-30 00:00:00", "2026-11-26 24:00:00", "2026-11-26", "20261126" })
    accepts({ format = "yyyy-MM-dd HH:mm" }, { "2026-11-26 21:00" })
    refuses("format", { format = "yyyy-MM-dd HH:mm" }, { "2026-11-26 21:60", "2026-11-26 21:00:00" })
    accepts({ format = { "yyyy-MM-dd", "yyyy-MM" } }, { "2026-11-26", "2026-11" })
    refuses("format", { format = { "yyyy-MM-dd", "yyyy-MM" } }, { "2026-13", "2026-11-31", "2026", "2026-11-26 00:00:00" })
    accepts({ format = "1m to 15d, or 1c" }, { "1m", "90m", "360h", "15d", "1c", "21600m" })
    refuses("format", { format = "1m to 15d, or 1c" }, { "0m", "16d", "361h", "1.5h", "2c", "1", "d", "21601m", "999999m" })
  end)

  it("files", function()
    accepts({ type = "file", max = 3 }, { multipart.bytes "abc" })
    refuses("size", { type = "file", max = 3 }, { multipart.bytes "abcd", multipart.bytes "" })
    refuses("type", { type = "file" }, { "abc", {}, 5 })
    refuses("type", {}, { multipart.bytes "abc" })
  end)
end)

describe("what is nested", function()
  local def = def_of {
    { name = "goods", type = "list", fields = {
      { name = "id", required = true, max = 4, meaning = "i", example = "1" },
      { name = "price", type = "amount", meaning = "p", example = "1" },
    } },
    { name = "payee", type = "object", fields = {
      { name = "kind", meaning = "k", example = "X" },
      { name = "name", required_when = { kind = "LOGON" }, meaning = "n", example = "N" },
    } },
    { name = "tags", type = "list", values = { "a", "b" }, example = { "a" } },
  }
  local function faults(values, exact)
    local list = {}
    for i, fault in ipairs(definition.check(def, values, exact)) do list[i] = fault.param .. " " .. fault.rule end
    return list
  end

  it("is checked, and every fault is named by its path", function()
    local goods = { { id = "1", price = "1.00", more = {} } }
    assert.same({}, faults { goods = goods, payee = { kind = "X" }, tags = { "a" }, unknown = 1.5 })
    goods = { { id = "1", price = "1.001" }, { price = "1" }, { id = "12345" } }
    assert.same({ "goods.1.price format", "goods.2.id missing", "goods.3.id length", "payee.name missing", "tags.2 value" },
      faults { goods = goods, payee = { kind = "LOGON" }, tags = { "a", "c" } })
    local message = definition.describe(definition.check(def, { goods = { { id = "1", price = 1.5 } } }))
    assert.equal('goods.1.price must be a string as "88.80", not a float: floats lose fen', message)
  end)

  it("has the shape that it must have", function()
    assert.same({}, faults { goods = {}, payee = {}, tags = {} })
    assert.same({ "goods type", "payee type", "tags type" }, faults { goods = { id = "1" }, payee = { {} }, tags = "a" })
    assert.same({ "goods.1 type" }, faults { goods = { "1" } })
    assert.same({ "goods type", "payee type" }, faults { goods = true, payee = json.array {} })
  end)

  it("may be JSON text, whose numbers are digits", function()
    assert.same({}, faults { goods = '[{"id":"1","price":1.50}]', payee = json.raw '{"kind":"X"}' })
    assert.same({ "goods.1.price format", "payee.name missing" },
      faults { goods = '[{"id":"1","price":1.505}]', payee = json.raw '{"kind":"LOGON"}' })
    assert.same({ "goods type" }, faults { goods = "no JSON" })
  end)

  it("gives the example of the whole", function()
    assert.same({ { id = "1" } }, def.by_name.goods.example)
    assert.same({ kind = "X", name = "N" }, def.by_name.payee.example)
  end)
end)

describe("a definition that contradicts itself is refused:", function()
  local function refused(params, one_of)
    local fine, message = pcall(def_of, params, one_of)
    assert.is_false(fine)
    return message
  end

  it("names twice, unknown names, types and formats", function()
    assert.matches("defined twice: a", refused { { name = "a" }, { name = "a" } })
    assert.matches("condition on an unknown parameter: b", refused { { name = "a", required_when = { b = "1" } } })
    assert.matches("unknown type of a", refused { { name = "a", type = "money" } })
    assert.matches("unknown format of a", refused { { name = "a", format = "dd.MM.yyyy" } })
    assert.matches("unknown format of b",
      refused { { name = "a", type = "object", fields = { { name = "b", format = { "yyyy-MM", "yy" } } } } })
    assert.matches("one_of has an unknown parameter: b", refused({ { name = "a" } }, { { "a", "b" } }))
  end)
end)
