-- SPDX-License-Identifier: MIT
-- Editor annotations of the platform: every method, field and type of the catalogue is in them, and they name nothing that they do not
-- define.

local describe_method = require("alipay.catalogue.describe").describe
local describe_type = require("alipay.catalogue.describe").type
local fields = require "alipay.cli.annotate.fields"
local methods = require "alipay.cli.annotate.methods"
local platform = require "alipay.cli.annotate.platform"
local record = require "alipay.catalogue.record"

local OF_METHODS = { "chain", "call", "content", "query", "body", "reply", "response", "send", "start", "type" }
for _, kind in ipairs(OF_METHODS) do OF_METHODS[kind] = true end

local SEND = "fun(self: alipay.chain, options?: alipay.call.%s|string): alipay.response.%s?, alipay.error?"

-- Reads the classes and aliases of platform files. A line that is none of the forms that we write is an error.
local function read(files)
  local classes, aliases, class = {}, {}, nil
  local function read_field(line)
    local key, optional, rest = line:match '^@field %["([%w_]+)"%](%??) (.+)$'
    if not key then key, optional, rest = line:match "^@field ([%a_][%w_]*)(%??) (.+)$" end
    if not key then return line == "@field [string] any" end
    local kind = rest:find "^fun%(" and rest or rest:match "^%b()%[%]" or rest:match "^table<string, any>|string"
      or rest:match "^%S+"
    local field = { kind = kind, optional = optional == "?", text = rest:sub(#kind + 2) }
    class[key] = class[key] or {}
    table.insert(class[key], field)
    return true
  end
  for _, file in ipairs(files) do
    for line in file.text:gmatch "[^\n]+" do
      local doc = assert(line:match "^%-%-%-(.*)$", line)
      local name = doc:match "^@class ([%w_.]+)" or doc:match "^@class %(exact%) ([%w_.]+)$"
      if name then
        classes[name] = classes[name] or {}
        class = classes[name]
      elseif doc:find "^@alias" then
        local alias, kind = doc:match "^@alias ([%w_.]+) (.+)$"
        aliases[alias] = kind
      elseif doc:find "^@" then
        assert(doc == "@meta _" or read_field(doc), line)
      end
    end
  end
  return classes, aliases
end

local function text_of(files)
  local parts = {}
  for i, file in ipairs(files) do parts[i] = file.text end
  return table.concat(parts)
end

-- A field's type without its values and list, as the catalogue names types.
local KINDS = { string = "string", integer = "integer", boolean = "boolean", file = "alipay.filepart" }

local classes, aliases

local function same_field(seen, field, scalar, where)
  assert(seen and #seen == 1, where .. " " .. field.name)
  local kind, wanted = seen[1].kind, field.class and "alipay.type." .. field.class or KINDS[field.type] or scalar
  assert((kind:sub(-2) == "[]") == (field.list == true), where .. " " .. field.name .. ": " .. kind)
  local plain = kind:gsub("%[%]$", "")
  local own = plain:find "^alipay%.%l+%.[%w_]+%." and classes[plain] -- an object of which a definition has rules
  for _, nested in ipairs(own and field.fields or {}) do same_field(own[nested.name], nested, scalar, plain) end
  assert(own or plain == wanted or plain:find '^%(?"', where .. " " .. field.name .. ": " .. kind)
end

local function count(t)
  local n = 0
  for _ in pairs(t) do n = n + 1 end
  return n
end

describe("annotations of the platform", function()
  local files

  setup(function()
    files = platform.files(false, {})
    classes, aliases = read(files)
  end)

  teardown(function() files, classes, aliases = nil, nil, nil end)

  it("are Lua, and no file is above the preload limit of the server", function()
    assert.is_true(#files < 1000)
    local paths = {}
    for _, file in ipairs(files) do
      assert(load(file.text, file.path, "t"))
      assert(#file.text < 480000, file.path)
      assert.is_nil(paths[file.path])
      paths[file.path] = true
    end
  end)

  -- The class that `client.a.b.c` has.
  local function walk(method)
    local class = "alipay.client"
    for segment in method:gmatch "[^.]+" do
      local child
      for _, field in ipairs(classes[class][segment] or {}) do child = child or field.kind:match "^alipay%.chain%..*" end
      class = assert(child, method .. " at " .. segment)
    end
    return class
  end

  it("lead to every method, with its fields where the catalogue places them, and its reply", function()
    local total = 0
    for method in record.each() do
      local known, id = describe_method(method), method:gsub("%.", "_")
      local class = walk(method)
      local node = classes[class]
      assert(class == "alipay.chain." .. method, method)
      for verb, alias in pairs { get = "send", post = "send", getAsync = "start", postAsync = "start" } do
        assert(node[verb][1].kind == "alipay." .. alias .. "." .. id, method)
      end
      assert(aliases["alipay.send." .. id] == SEND:format(id, id), method)
      assert(not known.page or node.page[#node.page].kind:find("alipay.call." .. id, 1, true), method)
      assert(not known.order or node.order[#node.order].kind:find("alipay.call." .. id, 1, true), method)
      local seen = { content = 0, query = 0, body = 0 }
      for _, field in ipairs(known.fields) do
        local part = field.place == "file" and "body" or field.place or known.place
        same_field(classes["alipay." .. part .. "." .. id][field.name], field, "alipay.scalar", method)
        seen[part] = seen[part] + 1
      end
      local call = classes["alipay.call." .. id]
      for part, number in pairs(seen) do
        assert((number > 0 or part == "content" and known.open == true) == (call[part] ~= nil), method .. " " .. part)
        assert(number <= count(classes["alipay." .. part .. "." .. id] or {}), method .. " " .. part)
      end
      local reply = classes["alipay.reply." .. id]
      assert(classes["alipay.response." .. id].data[1].kind == "alipay.reply." .. id)
      for _, field in ipairs(known.reply) do same_field(reply[field.name], field, "any", method) end
      assert(count(reply) == #known.reply, method)
      total = total + 1
    end
    assert.equal(9601, total)
  end)

  it("have every type with its fields", function()
    local types, known = 0, {}
    for name in record.types() do
      local class, list = assert(classes["alipay.type." .. name], name), describe_type(name, known)
      for _, field in ipairs(list) do
        local kind = class[field.name][1].kind
        same_field(class[field.name], field, kind:find "^any" and "any" or "alipay.scalar", name)
      end
      assert(count(class) == #list, name)
      types = types + 1
    end
    assert.equal(7104, types)
  end)

  it("name no class that they do not define", function()
    for _, file in ipairs(files) do
      for kind, name in file.text:gmatch "alipay%.(%l+)(%.[%w_.]*[%w_])" do
        if OF_METHODS[kind] then
          local whole = "alipay." .. kind .. name
          assert(classes[whole] or aliases[whole], file.path .. ": " .. whole)
        end
      end
    end
  end)

  it("complete names in camelCase as the chain reads them", function()
    assert.equal("alipay.chain.alipay.open.app.qrcode.create", classes["alipay.chain.alipay.open"].appQrcodeCreate[1].kind)
    assert.equal("alipay.chain.alipay.system.oauth.token", classes["alipay.chain.alipay.system"].oauthToken[1].kind)
    local dotted = require("alipay.client.chain").dotted
    local humps = 0
    for name, class in pairs(classes) do
      local node = name:match "^alipay%.chain%.(.+)$"
      for key, list in pairs(node and class or {}) do
        if key:find "%u" and not key:find "Async$" then
          assert(list[1].kind == "alipay.chain." .. node .. "." .. dotted(key), node .. " " .. key)
          humps = humps + 1
        end
      end
    end
    assert.is_true(humps > 9000)
  end)

  it("spell what Lua or LuaCATS would read as something else in brackets", function()
    for name, wanted in pairs {
      ["function"] = '["function"]', ["end"] = '["end"]', public = '["public"]', ["3d"] = '["3d"]',
      functions = "functions", _a1 = "_a1",
    } do
      assert.equal(wanted, fields.key(name))
    end
    assert.equal("alipay.chain.alipay.cloud.cloudbase.function", classes["alipay.chain.alipay.cloud.cloudbase"]["function"][1].kind)
    assert.matches('%-%-%-@field %["function"%] alipay%.chain%.alipay%.cloud%.cloudbase%.function\n', text_of(files))
  end)

  it("say what definitions say: meanings in both languages, what is required, allowed values", function()
    local content = classes["alipay.content.alipay_open_app_qrcode_create"]
    assert.same({ kind = "string", optional = false, text = "what the code is for; at most 32 characters" }, content.describe[1])
    local grant = classes["alipay.query.alipay_system_oauth_token"].grant_type[1]
    assert.equal('"authorization_code"|"refresh_token"', grant.kind)
    local chinese = read(platform.files(true, { "alipay.open.app.qrcode.create" }))
    assert.matches("^对应的二维码描述", chinese["alipay.content.alipay_open_app_qrcode_create"].describe[1].text)
  end)

  it("have classes of their own for objects of which a definition has rules", function()
    local out = {}
    methods.add(out, {
      zh = false, known = describe_method "alipay.trade.create",
      definition = { place = "content", result = {}, params = {
        { name = "goods_detail", type = "list", meaning = "what is sold", fields = {
          { name = "goods_id", type = "string", meaning = "number", required = true, max = 32 },
          { name = "kind", type = "string", meaning = "sort", known = { "A", "B" }, format = { "yyyy-MM-dd", "HH:mm" } },
          { name = "parts", type = "list", meaning = "", fields = {
            { name = "n", type = "integer", meaning = "", range = { 1, 9 } },
          } },
        } },
        { name = "later", type = "amount", meaning = "the catalogue does not know it", range = { "0.01", "9" } },
      } },
    })
    local made = read { { text = table.concat(out, "\n") } }
    local content = made["alipay.content.alipay_trade_create"]
    assert.equal("alipay.content.alipay_trade_create.goods_detail[]", content.goods_detail[1].kind)
    assert.same({ { kind = "string", optional = true, text = "the catalogue does not know it; from 0.01 to 9" } }, content.later)
    local goods = made["alipay.content.alipay_trade_create.goods_detail"]
    assert.is_false(goods.goods_id[1].optional)
    assert.equal("number; at most 32 characters", goods.goods_id[1].text)
    assert.same({ { kind = '"A"|"B"|string', optional = true, text = "sort; as yyyy-MM-dd / HH:mm" } }, goods.kind)
    assert.is_table(goods.goods_name)
    assert.equal("alipay.content.alipay_trade_create.goods_detail.parts[]", goods.parts[1].kind)
    assert.equal("integer", made["alipay.content.alipay_trade_create.goods_detail.parts"].n[1].kind)
  end)

  it("are of the methods that were asked for, with the types that these need", function()
    local some = read(platform.files(false, { "alipay.trade.create", "alipay.open.app" }))
    assert.is_table(some["alipay.chain.alipay.trade.create"])
    assert.is_table(some["alipay.chain.alipay.open.app.qrcode.create"])
    assert.is_nil(some["alipay.chain.alipay.trade.createandpay"])
    assert.is_nil(some["alipay.chain.alipay.trade.query"])
    assert.is_table(some["alipay.type.GoodsDetail"])
    assert.is_true(count(some) < 2000)
  end)
end)
