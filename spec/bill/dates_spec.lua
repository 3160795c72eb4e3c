-- SPDX-License-Identifier: MIT
-- A bill is of the day or of the month that was asked for, from its beginning to its end.

local bill = require "alipay.bill"
local bills = require "spec.support.bills"
local fs = require "alipay.core.fs"

describe("the date of a bill", function()
  local folder, path
  setup(function()
    folder = assert(fs.temporary "dates-spec-")
    path = folder .. "/bill.zip"
  end)
  teardown(function() fs.remove(folder) end)

  -- Rows of a bill with these dates at its head, or what is wrong.
  local function read(from, to, date)
    assert(fs.replace(path, bills.good(bills.details(bills.lines(), {
      head = ("#支付宝业务明细查询\r\n#起始日期：[%s]   终止日期：[%s]\r\n#----业务明细列表----"):format(from, to),
    }))))
    local count = 0
    local fine, err = pcall(function()
      for _ in bill.read(path, { date = date }) do count = count + 1 end
    end)
    if fine then return count end
    assert.same({ "parameter", 0 }, { err.kind, count })
    return err.message
  end

  it("is a whole day or a whole month, whose end is its last second or the first behind it", function()
    for _, case in ipairs {
      { "2026年11月25日 00:00:00", "2026年11月26日 00:00:00", "2026-11-25" },
      { "2026年11月25日 00:00:00", "2026年11月25日 23:59:59", "2026-11-25" },
      { "2026年11月01日 00:00:00", "2026年12月01日 00:00:00", "2026-11" },
      { "2026年12月01日 00:00:00", "2027年01月01日 00:00:00", "2026-12" },
      { "2026年12月31日 00:00:00", "2027年01月01日 00:00:00", "2026-12-31" },
      { "2028年02月01日 00:00:00", "2028年02月29日 23:59:59", "2028-02" },
    } do
      assert.equal(3, read(table.unpack(case)))
    end
  end)

  it("is not that of a day where the month's was asked for, and the other way round", function()
    for _, case in ipairs {
      { "2026年11月25日 00:00:00", "2026年11月26日 00:00:00", "2026-11", "the bill begins with 2026-11-25 00:00:00" },
      { "2026年11月01日 00:00:00", "2026年11月02日 00:00:00", "2026-11", "the bill ends with 2026-11-02 00:00:00" },
      { "2026年11月30日 00:00:00", "2026年12月01日 00:00:00", "2026-11", "the bill begins with 2026-11-30 00:00:00" },
      { "2026年11月01日 00:00:00", "2026年12月01日 00:00:00", "2026-11-01", "the bill ends with 2026-12-01 00:00:00" },
      { "2026年10月01日 00:00:00", "2026年11月01日 00:00:00", "2026-11", "the bill begins with 2026-10-01 00:00:00" },
    } do
      assert.equal(("%s, and that of %s was asked for"):format(case[4], case[3]), read(table.unpack(case, 1, 3)))
    end
  end)

  it("has one of two forms, and is in the calendar", function()
    for _, date in ipairs { "2026-11-2", "2026-1", "2026", "", "2026-13", "2026-02-30", "2026-11-25 00:00:00", "yesterday" } do
      assert.equal(("the date of a bill is %q, must be yyyy-MM-dd or yyyy-MM"):format(date),
        read("2026年11月25日 00:00:00", "2026年11月26日 00:00:00", date))
    end
  end)
end)
