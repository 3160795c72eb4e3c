-- SPDX-License-Identifier: MIT
-- The catalogue against its own source files, method by method, and what it does with damaged data and unknown names.

local catalogue = require "alipay.catalogue"

local FOLDER = "lua/alipay/catalogue/data/"

local function lines(name)
  local iterator = assert(io.lines(FOLDER .. name))
  iterator() -- the head
  return iterator
end

local function columns(line)
  local list = {}
  for column in (line .. "\t"):gmatch "([^\t]*)\t" do list[#list + 1] = column end
  return list
end

-- A field as the file has it: marks, name, type.
local SUFFIX = { string = "$", integer = "#", boolean = "?", file = "@", scalar = "" }

local function spelled(field)
  local suffix = field.type == "object" and ":" .. field.class or SUFFIX[field.type]
  return field.name .. suffix .. (field.list and "[]" or "")
end

local function unmarked(item) return (item:gsub("^[%-+?]+", "")) end

describe("the catalogue", function()
  it("describes every method with the fields, types and V3 form of its source", function()
    local count, v3 = 0, 0
    for line in lines "methods.tsv" do
      local row = columns(line)
      local known = assert(catalogue.describe(row[1]), row[1])
      for side, text in pairs { fields = row[4], reply = row[5] } do
        local i = 0
        for item in text:gmatch "[^ ]+" do
          i = i + 1
          assert(spelled(known[side][i]) == unmarked(item), row[1] .. " " .. item)
        end
        assert(#known[side] == i, row[1])
      end
      if known.v3 then
        v3 = v3 + 1
        assert(known.v3.path:find "^/v3/[%w_/{}]+$", known.v3.path)
      end
      count = count + 1
    end
    assert.equal(9601, count)
    assert.equal(761, v3)
  end)

  it("finds every type", function()
    local record = require "alipay.catalogue.record"
    for line in lines "types.tsv" do
      local row = columns(line)
      assert(record.type(row[1]) == row[2], row[1])
    end
  end)

  it("says where a parameter goes: content, top level, a part; and in V3", function()
    local function places(method)
      local found = {}
      for _, field in ipairs(catalogue.describe(method).fields) do found[field.name] = { field.place, field.v3_place } end
      return found
    end
    local create = places "alipay.trade.create"
    assert.same({ "content", "body" }, create.out_trade_no)
    assert.same({ "query", "body" }, create.notify_url)
    assert.same({ "query", "query" }, places "alipay.user.info.share".auth_token)
    assert.same({ "file", "file" }, places "alipay.offline.material.image.upload".image_content)
    assert.same({ "query", "data" }, places "alipay.offline.material.image.upload".image_type)
    assert.same({ "file", "file" }, places "alipay.marketing.material.image.upload".file_content)
    assert.same({ "query", "data" }, places "alipay.marketing.material.image.upload".file_key)
    assert.equal("query", catalogue.describe "alipay.system.oauth.token".place)
    local bill = places "alipay.data.dataservice.bill.downloadurl.query"
    assert.same({ "content", "query" }, bill.bill_date)
  end)

  it("puts a V3 path parameter into the path", function()
    local seen = 0
    for line in lines "methods.tsv" do
      local name, path = line:match "^([^\t]*)\t[^\t]*\t%um?([^\t]+)\t"
      for parameter in (path or ""):gmatch "{([%w_]+)}" do
        local place
        for _, field in ipairs(catalogue.describe(name).fields) do
          if field.name == parameter then place = field.v3_place end
        end
        assert.equal("path", place)
        seen = seen + 1
      end
    end
    assert.equal(20, seen)
  end)

  it("knows nested fields, hints and codes", function()
    local create, by_name = catalogue.describe "alipay.trade.create", {}
    for _, field in ipairs(create.fields) do by_name[field.name] = field end
    assert.equal("gopay", by_name.subject.required)
    assert.equal(64, by_name.out_trade_no.max)
    local inner = {}
    for _, field in ipairs(by_name.settle_info.fields[1].fields) do inner[#inner + 1] = field.name end
    assert.equal("settle_detail_infos", by_name.settle_info.fields[1].name)
    assert.is_true(by_name.settle_info.fields[1].list)
    assert.same({ "actual_amount", "amount", "settle_entity_id" }, { table.unpack(inner, 1, 3) })
    local codes = table.concat(create.codes, " ")
    assert.matches("ACQ.TRADE_HAS_SUCCESS", codes, 1, true)
  end)

  it("knows pages, orders, uploads and what the official clients encrypt", function()
    assert.is_true(catalogue.describe "alipay.trade.page.pay".page)
    assert.is_nil(catalogue.describe "alipay.trade.page.pay".order)
    assert.is_true(catalogue.describe "alipay.trade.app.pay".order)
    assert.is_true(catalogue.describe "alipay.offline.material.image.upload".upload)
    assert.is_nil(catalogue.describe "alipay.trade.query".upload)
  end)

  it("gives nil for a name that it does not know, whatever the name", function()
    local unknown = { "", "alipay", "alipay.trade", "alipay.trade.create.", "zzz.zzz", "\n", "a\tb", "alipay.trade.create\t" }
    for _, name in ipairs(unknown) do
      assert.is_nil(catalogue.describe(name))
      assert.is_false(catalogue.has(name))
    end
  end)

  it("searches names of methods first, whole words before parts, then fields", function()
    local hits = catalogue.search "trade refund"
    assert.same({ method = "alipay.trade.refund" }, hits[1])
    assert.equal("alipay.trade.fastpay.refund.query", catalogue.search("fastpay refund", 1)[1].method)
    local fields = catalogue.search "out_request_no"
    assert.equal("out_request_no", fields[1].field)
    local few, total = catalogue.search("query", 7)
    assert.equal(7, #few)
    assert.is_true(total > 1000)
    assert.same({}, (catalogue.search "  "))
    assert.same({}, (catalogue.search "nosuchwordanywhere"))
  end)

  it("names the nearest methods of one that is not there", function()
    assert.equal("alipay.trade.query", catalogue.nearest("alipay.trade.qeury")[1])
  end)
end)

describe("data of the catalogue of another release", function()
  local function with(line)
    local embedded, names = require "alipay.core.embedded", { "alipay.catalogue.record", "alipay.core.embedded" }
    local kept = {}
    for _, name in ipairs(names) do kept[name] = package.loaded[name] end
    package.loaded["alipay.core.embedded"] = setmetatable({ lines = function() return line .. "\n" end }, { __index = embedded })
    package.loaded["alipay.catalogue.record"] = nil
    local fine, err = pcall(require("alipay.catalogue.record").method, "a.b")
    for _, name in ipairs(names) do package.loaded[name] = kept[name] end
    return fine, err
  end

  for what, line in pairs { ["a column less"] = "a.b\tb\t\t\t", ["a column more"] = "a.b\tb\t\t\t\t\t" } do
    it("is told with its remedy: " .. what, function()
      local fine, err = with(line)
      assert.is_false(fine)
      assert.matches("rebuild it: make clean all", err, 1, true)
    end)
  end
end)

describe("lines of embedded data", function()
  local find = require "alipay.core.embedded".lines
  local METHODS = "alipay.catalogue.data.methods"

  it("are found by what they begin with, all of them and no other", function()
    local all = find(METHODS, "")
    for _, prefix in ipairs { "alipay.trade.query\t", "alipay.trade.cr", "alipay.", "aft", "zhima.", "zolo", "a", "b", "~" } do
      local wanted = {}
      for line in all:gmatch "[^\n]+\n" do
        if line:sub(1, #prefix) == prefix then wanted[#wanted + 1] = line end
      end
      assert.equal(table.concat(wanted), find(METHODS, prefix), prefix)
    end
    for _, prefix in ipairs { "alipay.trade.quer\t", "alipay.trade.query.", "alipay-catalogue", "\n" } do
      assert.equal("", find(METHODS, prefix), prefix)
    end
  end)

  it("are of data, not of a module or of nothing", function()
    for _, name in ipairs { "alipay.json", "alipay.catalogue.data.none" } do
      assert.has_error(function() find(name, "a") end, "bad argument #1 to 'find' (no embedded data)")
    end
  end)
end)
