-- SPDX-License-Identifier: MIT
-- Exact numbers, empty arrays, layout and limits of alipay.json.
local json = require("alipay.json")
local cjson = require("cjson")

-- Text that reads and writes back as it was.
local function keeps(text)
  assert.equal(text, json.encode(json.decode(text)))
end

local function fails(message, value)
  local ok, err = pcall(json.encode, value)
  assert.is_false(ok)
  assert.equal("JSON cannot hold " .. message, (tostring(err):gsub("^.-JSON cannot hold ", "JSON cannot hold ")))
end

describe("alipay.json", function()
  it("writes the same value always as the same text: names in order, arrays and raw text as they are", function()
    local names, shuffled = {}, {}
    for i = 1, 200 do names[i] = ("n%03d"):format(i) end
    for i = 200, 1, -1 do shuffled[names[i]] = { b = i, a = { "z", "a" } } end
    local parts = {}
    for i, name in ipairs(names) do parts[i] = ('"%s":{"a":["z","a"],"b":%d}'):format(name, i) end
    assert.equal("{" .. table.concat(parts, ",") .. "}", json.encode(shuffled))
    assert.equal('{"a":{ "z": 1, "b": 2 },"id":2088102146225135,"q\\"":"{\\"b\\":1,\\"a\\":2}"}', json.encode {
      ['q"'] = '{"b":1,"a":2}', id = 2088102146225135, a = json.raw '{ "z": 1, "b": 2 }',
    })
  end)

  describe("numbers", function()
    it("keeps integers of 64 bits", function()
      for _, value in ipairs({ 0, -1, 99999999999999, 100000000000000, 2088102146225100, 2 ^ 53 | 0, (1 << 53) + 1,
        -(1 << 53) - 1, math.maxinteger, math.mininteger }) do
        local text = ("%d"):format(value)
        assert.equal(text, json.encode(value))
        assert.equal("integer", math.type(json.decode(text)))
        assert.equal(value, json.decode(text))
      end
    end)

    it("reads an integer beyond 64 bits as Lua does", function()
      for _, text in ipairs({ "9223372036854775808", "-9223372036854775809", "12345678901234567890" }) do
        assert.equal("float", math.type(json.decode(text)))
        assert.equal(tonumber(text), json.decode(text))
      end
      assert.equal("1.2345678901234567e+19", json.encode(json.decode("12345678901234567890")))
    end)

    it("keeps floats floats", function()
      for text, written in pairs({ ["5.0"] = "5.0", ["1e3"] = "1000.0", ["-0"] = "-0.0", ["-0.0"] = "-0.0", ["0.1"] = "0.1",
        ["88.88"] = "88.88", ["0.30000000000000004"] = "0.30000000000000004", ["1e300"] = "1e+300", ["1e-400"] = "0.0",
        ["123456789012345.67"] = "123456789012345.67", ["1.7976931348623157e308"] = "1.7976931348623157e+308" }) do
        local value = json.decode(text)
        assert.equal("float", math.type(value))
        assert.equal(tonumber(text), value)
        assert.equal(written, json.encode(value))
      end
      assert.equal(-math.huge, 1 / json.decode("-0"))
    end)

    it("keeps numbers that look like its own placeholders", function()
      for index = 1, 3 do
        local large, whole = 1e13 + index, 10000000000000 + index
        local value = json.decode(json.encode({ large, 5.0, math.maxinteger, whole, -large, 0.1 }))
        assert.same({ large, 5.0, math.maxinteger, whole, -large, 0.1 }, value)
        assert.same({ "float", "integer" }, { math.type(value[1]), math.type(value[4]) })
      end
      keeps('["10000000000001",10000000000001,-10000000000001,9999999999999,99999999999999.0,100000000000001]')
    end)

    it("keeps thousands of them in one text", function()
      local list = {}
      for i = 1, 5000 do list[i] = i % 3 == 0 and i + 0.0 or math.maxinteger - i end
      keeps(json.encode(list))
      assert.same(list, json.decode(json.encode(list)))
    end)

    it("keeps numbers wherever they stand", function()
      keeps '{"a":[[9007199254740993,5.0],[{"b":[[7]]}],[[]]]}'
      keeps '[[[1]],{"a":{"a":{"a":-0.0}}},"5.0"]'
      local ab = json.decode '{"a\\u0062":1,"c":[{"a\\u0062":2.0,"":3}]}'
      assert.equal("integer", math.type(ab.ab))
      assert.same({ "float", "integer" }, { math.type(ab.c[1].ab), math.type(ab.c[1][""]) })
      local parts = {}
      for i = 1, 20 do
        parts[i] = ('{"n%d":%d,"n%d":"%d","list%d":[{"n%d":%d.0}],"n%d":{}}'):format(i, i, i + 1, i, i, i, i, i + 2)
        local few = json.decode("[" .. table.concat(parts, ",") .. "]")
        assert.same({ "integer", "float" }, { math.type(few[i]["n" .. i]), math.type(few[i]["list" .. i][1]["n" .. i]) })
        assert.same({ 1, 1.0, {} }, { few[1].n1, few[1].list1[1].n1, few[1].n3 })
      end
    end)

    it("keeps random doubles and integers", function()
      local seed = 42
      local function random()
        seed = seed * 6364136223846793005 + 1442695040888963407
        return seed
      end
      for _ = 1, 2000 do
        local integer = random() >> (random() >> 58)
        local float = string.unpack("d", string.pack("j", random()))
        if float ~= float or float - float ~= 0 then float = 0.5 end
        local read = json.decode(json.encode({ integer, float }))
        assert.equal(integer, read[1])
        assert.equal("integer", math.type(read[1]))
        assert.equal(string.pack("d", float), string.pack("d", read[2]))
        assert.equal("float", math.type(read[2]))
      end
    end)

    it("refuses what is no number of JSON", function()
      for _, text in ipairs({ "1e400", "-1e400", "NaN", "Infinity", "-Infinity", "nan", "0x10", "01", "-01", "+1", ".5", "5.",
        "1e", "--1", "1 2", ("1"):rep(400) }) do
        local value, message = json.decode(text)
        assert.is_nil(value)
        assert.matches("^not JSON at byte %d+: ", message)
      end
    end)
  end)

  describe("strings", function()
    it("reads escapes and writes slashes and Chinese plainly", function()
      assert.equal("https://alipay.com", json.decode('"https:\\/\\/alipay.com"'))
      assert.equal('"https://alipay.com"', json.encode("https://alipay.com"))
      assert.equal('"中文😀"', json.encode("中文😀"))
      assert.equal("中😀", json.decode('"\\u4e2d\\ud83d\\ude00"'))
      assert.equal("a\0b", json.decode('"a\\u0000b"'))
      assert.equal([["\\/\"/\n\u0000"]], json.encode("\\/\"/\n\0"))
      assert.equal([[{"a/b":"\\/"}]], json.encode({ ["a/b"] = "\\/" }))
    end)

    it("refuses half a surrogate pair with its place", function()
      for text, byte in pairs { ['{"n":9007199254740993,"a":"x\\ude00y"}'] = 29, ['{"\\ud83d":1}'] = 3, ['"\\ud83d\\ud83d"'] = 2 }
      do
        local value, message = json.decode(text)
        assert.is_nil(value)
        assert.matches("^not JSON at byte " .. byte .. ": \\u%x+ is half a character %(a lone surrogate%)$", message)
      end
      assert.has_error(function() json.raw '"\\ud83d"' end)
    end)

    it("refuses lone surrogates, unknown escapes and control characters", function()
      for _, text in ipairs({ '"\\ud83d"', '"\\ude00"', '"\\x"', '"\n"', '"a\0"', '"', "'a'" }) do
        local value, message = json.decode(text)
        assert.is_nil(value)
        assert.matches("^not JSON", message)
      end
    end)
  end)

  describe("tables", function()
    it("tells empty arrays from empty objects", function()
      for _, text in ipairs({ "[]", "{}", "[[],{},[[]]]", '{"a":[]}', '[9007199254740993,[],5.0]' }) do keeps(text) end
      assert.equal("{}", json.encode({}))
      assert.equal("[]", json.encode(json.array({})))
      assert.equal("{}", json.encode(json.object(json.array({}))))
      assert.equal("[]", json.encode(json.decode("[ \n]")))
    end)

    it("keeps null", function()
      keeps("null")
      keeps("[null,1,null]")
      assert.equal(json.null, json.decode('{"a":null}').a)
      assert.equal("null", tostring(json.null))
    end)

    it("takes the last of duplicate names", function()
      assert.same({ a = 2 }, json.decode('{"a":1,"a":2}'))
    end)

    it("puts raw JSON in as it is", function()
      assert.equal('{"a":{"z": 1.50, "s":"\\/"}}', json.encode({ a = json.raw('{"z": 1.50, "s":"\\/"}') }))
      assert.has_error(function() json.raw("{") end)
    end)

    it("writes a table that stands in two places", function()
      local shared = { 1 }
      assert.equal("[[1],[1]]", json.encode({ shared, shared }))
    end)

    it("leaves the value that is written as it was", function()
      local inner = json.array({})
      local value = { id = math.maxinteger, list = inner, price = 5.0 }
      json.encode(value)
      assert.equal(math.maxinteger, value.id)
      assert.equal(inner, value.list)
      assert.equal("float", math.type(value.price))
    end)

    it("names the place of what it cannot write", function()
      local cycle = { a = {} }
      cycle.a.b = cycle
      fails("goods[2].price: NaN", { goods = { {}, { price = 0 / 0 } } })
      fails("the value: an infinite number", math.huge)
      fails("the value: a value of type nil", nil)
      fails("a: a value of type function", { a = print })
      fails('["中"][1]: a value of type thread', { ["中"] = { coroutine.create(print) } })
      fails("a.b: a table that holds itself (cycle)", cycle)
      fails("a: a table with both names and indices (mixed keys)", { a = { 1, x = 2 } })
      fails("a: an array with holes", { a = { 1, nil, 3 } })
      fails("a: an array with an index below 1 (holes)", { a = { [0] = 1 } })
      fails("the value: a key that is a boolean", { [true] = 1 })
      fails("the value: names in a table that is marked as an array", json.array({ a = 1 }))
      fails("the value: indices in a table that is marked as an object", json.object({ 1 }))
    end)

    it("blames the line of the caller", function()
      local _, err = pcall(function() return (json.encode(print)) end)
      assert.matches("json_spec.lua:%d+: ", err)
    end)

    it("bounds nesting", function()
      local value = {}
      for _ = 1, 99 do value = { value } end
      assert.equal(("["):rep(99) .. "{}" .. ("]"):rep(99), json.encode(value))
      assert.has_error(function() json.encode({ value }) end)
      local depth = 512
      assert.is_table(json.decode(("["):rep(depth) .. "1.0" .. ("]"):rep(depth)))
      local none, message = json.decode(("["):rep(depth + 1) .. ("]"):rep(depth + 1))
      assert.is_nil(none)
      assert.equal("not JSON at byte 513: nested too deep", message)
    end)
  end)

  describe("texts", function()
    it("refuses what is no JSON, with the place", function()
      for text, message in pairs({
        [""] = "byte 1: it ends too early",
        ["[1,]"] = "byte 4: a value expected",
        ['{"a":1,}'] = "byte 8: a name in quotes expected",
        ["[1] x"] = "byte 5: something stands behind the value",
        ["{a:1}"] = "byte 2: a name in quotes expected",
        ["[1"] = "byte 3: it ends too early",
        ["tru"] = "byte 1: a value expected",
      }) do
        local value, err = json.decode(text)
        assert.is_nil(value)
        assert.equal("not JSON at " .. message, err)
      end
    end)

    it("passes over a byte order mark", function()
      assert.same({ 1 }, json.decode("\xEF\xBB\xBF[1]"))
    end)

    it("raises for what is no text", function()
      assert.has_error(function() json.decode(nil) end)
      assert.has_error(function() json.decode({}) end)
    end)
  end)

  it("lays out for people", function()
    local text = '{"b":[1,{"x":[]},9007199254740993],"a":"中文\\/","c":{},"d":null,"e":5.0}'
    local expected = [[
{
  "a": "中文/",
  "b": [
    1,
    {
      "x": []
    },
    9007199254740993
  ],
  "c": {},
  "d": null,
  "e": 5.0
}]]
    assert.equal(expected, json.pretty(json.encode(json.decode(text))))
    assert.equal(expected, json.pretty(json.decode(text)))
    assert.equal(expected, json.pretty(json.pretty(json.decode(text))))
    assert.equal("[\n    1\n]", json.pretty({ 1 }, 4))
    assert.equal("5.0", json.pretty("5.0"))
    assert.equal('{\n  "b": 1.50,\n  "a": [],\n  "\\"": "\\\\",\n  "e": {}\n}',
      json.pretty '{ "b" :1.50,"a": [ ] ,"\\"":"\\\\","e":{\t}}')
    local none, message = json.pretty("{")
    assert.is_nil(none)
    assert.matches("^not JSON", message)
    assert.has_error(function() json.pretty({ print }) end)
  end)

  it("leaves the user's own cjson alone", function()
    assert.equal("[1,null,3]", cjson.encode({ 1, cjson.null, 3 }))
    assert.equal(1000, cjson.decode_max_depth())
    assert.equal("\"\\/\"", cjson.encode("/"))
  end)
end)
