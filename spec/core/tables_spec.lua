-- SPDX-License-Identifier: MIT
-- Bindings of archives and of comma-separated lines: what they give, and calls that cannot be meant.

local csv = require "alipay.core.csv"
local fs = require "alipay.core.fs"
local zip = require "alipay.core.zip"

describe("alipay.core.csv", function()
  it("gives lines, then rows with sums, then what is none", function()
    local reader <close> = assert(csv.open "UTF-8")
    reader:add "#交易\na,b\n1,2.5"
    local cells, line = reader:line()
    assert.same({ { "#交易" }, "#交易" }, { cells, line })
    reader:columns((reader:line()), { { column = 2 }, { column = 2, where = 1, text = "2" } })
    assert.is_nil(reader:row())
    reader:add "0\n2,-1\nx\n#end"
    assert.same({ a = "1", b = "2.50" }, reader:row())
    assert.same({ a = "2", b = "-1" }, reader:row())
    assert.is_false(reader:row())
    assert.same({ "x" }, (reader:line()))
    assert.is_nil(reader:row())
    reader:finish()
    assert.is_false(reader:row())
    assert.same({ "#end" }, (reader:line()))
    assert.is_nil(reader:row())
    assert.is_nil(reader:line())
    assert.same({ { rows = 2, filled = 2, bad = 0, sum = 150 }, { rows = 1, filled = 1, bad = 0, sum = -100 } }, reader:tallies())
  end)

  it("refuses lines that are too long, and character sets that nobody knows", function()
    local reader <close> = assert(csv.open("GBK", 10))
    reader:add(("x"):rep(12))
    assert.same({ n = 3, nil, "a line is longer than 10 bytes", "limit" }, table.pack(reader:line()))
    assert.same("limit", select(3, reader:row()))
    assert.same("data", select(3, csv.open "KLINGON"))
  end)

  it("raises for calls that cannot be meant, and closes twice", function()
    local reader = assert(csv.open "UTF-8")
    for words, call in pairs {
      ["no names"] = function() reader:columns {} end, ["name 2 is not a string"] = function() reader:columns { "a", 2 } end,
      ["'column' of a tally"] = function() reader:columns({ "a" }, { { column = 2 } }) end,
      ["'where' of a tally"] = function() reader:columns({ "a" }, { { column = 1, text = "x" } }) end,
      ["too long"] = function() reader:columns({ "a" }, { { column = 1, where = 1, text = ("x"):rep(65) } }) end,
      ["too many tallies"] = function()
        local many = {}
        for i = 1, 17 do many[i] = { column = 1 } end
        reader:columns({ "a" }, many)
      end,
      ["out of range"] = function() csv.open("UTF-8", 0) end,
    } do
      local fine, message = pcall(call)
      assert.is_false(fine)
      assert.matches(words, message, 1, true)
    end
    reader:close()
    reader:close()
    assert.has_error(function() reader:line() end, "the reader is closed")
  end)
end)

describe("alipay.core.zip", function()
  local folder
  setup(function() folder = assert(fs.temporary "zip-spec-") end)
  teardown(function() fs.remove(folder) end)

  it("packs bytes and files, and gives them back in pieces", function()
    local path, long = folder .. "/a.zip", ("0123456789"):rep(10000)
    assert(fs.create(folder .. "/long", long))
    assert.is_true(zip.make(path, { { name = "short", data = "x" }, { name = "long", path = folder .. "/long" } }))
    local archive <close> = assert(zip.open(path))
    assert.same({ { name = "short", size = 1 }, { name = "long", size = 100000 } }, archive:members())
    assert.is_true(archive:start(2))
    local first, second = archive:read(), archive:read()
    assert.same({ 65536, long }, { #first, first .. second })
    assert.is_nil(archive:read())
    assert.same({ "data" }, { select(3, zip.open(folder .. "/long")) })
    assert.same({ "file" }, { select(3, zip.open(folder .. "/none")) })
    assert.same({ "limit" }, { select(3, zip.open(path, { members = 1 })) })
    assert.same({ "file" }, { select(3, zip.make(folder .. "/none/a.zip", { { name = "x", data = "" } })) })
  end)

  it("raises for calls that cannot be meant, and closes twice", function()
    local path = folder .. "/b.zip"
    assert(zip.make(path, { { name = "x", data = "x" } }))
    local archive = assert(zip.open(path))
    for words, call in pairs {
      ["no such member"] = function() archive:start(2) end, ["has no name"] = function() zip.make(path, { { data = "x" } }) end,
      ["either data or path"] = function() zip.make(path, { { name = "x", data = "x", path = "x" } }) end,
      ["1 to 100 members"] = function() zip.make(path, {}) end,
      ["'ratio' is out of range"] = function() zip.open(path, { ratio = 0 }) end,
      ["contains a NUL"] = function() zip.open "a\0b" end,
    } do
      local fine, message = pcall(call)
      assert.is_false(fine)
      assert.matches(words, message, 1, true)
    end
    archive:close()
    archive:close()
    assert.has_error(function() archive:read() end, "the archive is closed")
  end)
end)
