-- SPDX-License-Identifier: MIT
-- Archives of bills as others write them, and as nobody should.

local bill = require "alipay.bill"
local bills = require "spec.support.bills"
local fs = require "alipay.core.fs"
local raw_zip = require "spec.support.raw_zip"

describe("an archive of a bill", function()
  local folder
  setup(function() folder = assert(fs.temporary "archives-spec-") end)
  teardown(function() fs.remove(folder) end)

  local details = bills.gbk(bills.details(bills.lines()))

  local function read(members, count)
    local path = folder .. "/bill.zip"
    assert(fs.replace(path, raw_zip.archive(members, count)))
    local rows, about = 0, nil
    for _, facts in bill.read(path) do
      rows, about = rows + 1, facts
    end
    return rows, about and about.member
  end

  local function refused(words, ...)
    local fine, err = pcall(read, ...)
    assert.is_false(fine)
    assert.equal("parameter", err.kind, tostring(err))
    assert.matches(words, err.message, 1, true)
  end

  local function member(fields)
    local all = { name = "x.csv", bytes = details }
    for name, value in pairs(fields or {}) do all[name] = value end
    return all
  end

  it("may be stored, of zip64, and have data descriptors", function()
    for _, fields in ipairs { {}, { zip64 = true }, { descriptor = true } } do
      assert.equal(3, (read { member(fields) }))
    end
  end)

  it("has names that are labels only", function()
    for name, label in pairs {
      ["../x"] = "x", ["/etc/passwd"] = "passwd", ["C:\\x.csv"] = "x.csv", ["a\nb"] = "ab", ["\27[31mx"] = "[31mx",
      [bills.gbk "业务明细.csv"] = "业务明细.csv", [""] = "",
    } do
      local rows, shown = read { member { name = name } }
      assert.same({ 3, label }, { rows, shown })
    end
    assert.equal(3, (read { member { name = "a\0b" } }))
    assert.equal(3, (read { { name = "folder/", bytes = "" }, member() }))
    assert.same({ "bill.zip" }, fs.list(folder))
  end)

  it("is refused with a wrong checksum or size, and when its parts contradict each other", function()
    refused("the bill's archive, x.csv: ", { member { crc = 1 } })
    refused("the bill's archive", { member { size = #details - 10 } })
    refused("the bill's archive", { member { size = #details + 1000 } })
    refused("the bill's archive", { member() }, 2)
    refused("the bill's archive", { member() }, 0)
  end)

  it("is refused when members share their bytes", function()
    refused("the bill's archive", { member { again = 50 } })
  end)
end)
