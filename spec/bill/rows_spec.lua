-- SPDX-License-Identifier: MIT
-- alipay.bill against a server of this process: bills that are right.

local async = require "alipay.async"
local bill = require "alipay.bill"
local bills = require "spec.support.bills"
local fs = require "alipay.core.fs"

describe("alipay.bill", function()
  local client, shop, folder
  before_each(function()
    client, shop = bills.shop()
    folder = assert(fs.temporary "bill-spec-")
  end)
  after_each(function()
    shop.stop()
    fs.remove(folder)
  end)

  local function read(options)
    local rows, facts = {}, nil
    options = options or {}
    options.date = options.date or "2026-11-25"
    for row, about in bill.rows(client, options) do
      rows[#rows + 1] = row
      facts = about
    end
    return rows, facts
  end

  it("gives rows with columns by name, as text without guards", function()
    local rows, facts = read()
    assert.equal(3, #rows)
    assert.same({ "A1", "交易", "海底捞火锅", "10.10", "王*(138****0001)", "" }, {
      rows[1]["商户订单号"], rows[1]["业务类型"], rows[1]["商品名称"], rows[1]["商家实收（元）"], rows[1]["对方账户"],
      rows[1]["退款批次号/请求号"],
    })
    assert.same({ "退款", "-0.30", "R1" }, { rows[3]["业务类型"], rows[3]["订单金额（元）"], rows[3]["退款批次号/请求号"] })
    assert.same({ "20881021234567890156", "2026-11-25 00:00:00", "2026-11-26 00:00:00", "20881021234567890156_20261125_业务明细.csv" },
      { facts.account, facts.from, facts.to, facts.member })
    assert.equal(25, #facts.columns)
    assert.same({ 1, 1 }, { shop.asked, shop.fetched })
  end)

  it("gives the summary when asked for it", function()
    local rows = read { part = "summary" }
    assert.same({ "一店", "二店", "" }, { rows[1]["门店名称"], rows[2]["门店名称"], rows[3]["门店名称"] })
    assert.equal("30.00", rows[3]["商家实收（元）"])
  end)

  it("works in tasks, and lets others run while rows are read", function()
    local lines = {}
    for i = 1, 20000 do lines[i] = bills.line("A" .. i, "0.01") end
    shop.file = bills.archive { { name = "业务明细.csv", text = bills.details(lines, {
      totals = "#交易合计：20000笔，商家实收共200.00元，商家优惠共0.00元",
    }) } }
    local turns, done = 0, false
    local reader = async.run(function()
      local rows = read()
      done = true
      return #rows
    end)
    async.run(function()
      while not done do
        turns = turns + 1
        async.sleep(0)
      end
    end)
    assert.equal(20000, async.await(reader))
    assert.is_true(turns > 2)
  end)

  it("reads quotes, cut characters, a backslash as second byte, UTF-8, and a header that comes again", function()
    local lines = bills.lines()
    lines[1] = bills.line("A1", "10.10", { subject = '"锅,大"', note = '6"' })
    lines[2] = bills.line("A2", "20.20", { subject = "誠" })
    table.insert(lines, 2, bills.COLUMNS)
    shop.file = bills.good(bills.details(lines))
    local rows = read()
    assert.same({ 3, "锅,大", '6"', "誠" }, { #rows, rows[1]["商品名称"], rows[1]["备注"], rows[2]["商品名称"] })
    local cut = bills.gbk(bills.details(bills.lines())):gsub("\xBB\xF0\xB9\xF8\t", "\xBB\xF0\xB9\t", 1)
    shop.file = bills.archive { { name = "业务明细.csv", bytes = cut } }
    assert.equal("海底捞火�", read()[1]["商品名称"])
    shop.file = bills.archive { { name = "业务明细.csv", bytes = "\xEF\xBB\xBF" .. bills.details(bills.lines()) } }
    assert.equal("海底捞火锅", read()[1]["商品名称"])
    shop.file = bills.archive { { name = "业务明细.csv", bytes = bills.gbk((bills.details(bills.lines()):gsub("\r\n", "\r"))) } }
    assert.equal(3, #read())
  end)

  it("reads all details, wherever they stand in the archive, and whatever they are called", function()
    local second = bills.details({ bills.line("B1", "5.00") }, { totals = "#交易合计：1笔，商家实收共5.00元，商家优惠共0.00元" })
    local three = bills.SUMMARY:gsub("合计\t,\t,2", "合计\t,\t,3"):gsub("二店\t,1", "二店\t,2")
    shop.file = bills.archive {
      { name = "folder/", text = "" }, { name = "汇总.csv", text = three },
      { name = "..\\x/../part1.csv", text = bills.details(bills.lines()) }, { name = "\n", text = second },
    }
    local rows, facts = read()
    assert.same({ 4, "B1", "" }, { #rows, rows[4]["商户订单号"], facts.member })
  end)

  it("checks the bill of an account by what came in and went out", function()
    local function account(footer)
      return bills.archive { { name = "账务明细.csv", text = "#支付宝账务明细查询\r\n#账号：[20881021234567890156]\r\n#----账务明细列表----\r\n"
        .. "账务流水号,收入金额（+元）,支出金额（-元）,账户余额（元）\r\n1\t,10.00,0.00,10.00\r\n2\t,,-3.00,7.00\r\n#----账务明细列表结束----\r\n" .. footer } }
    end
    shop.file = account "#支出合计：1笔，共3.00元\r\n#收入合计：1笔，共10.00元\r\n"
    assert.equal(2, #read { type = "signcustomer" })
    shop.file = account "#支出合计：1笔，共3.00元\r\n#收入合计：1笔，共10.01元\r\n"
    assert.has_error(function() read { type = "signcustomer" } end)
  end)

  it("saves a bill that was checked, and reads it again", function()
    local path = folder .. "/bill.zip"
    local saved = assert(bill.save(client, { date = "2026-11-25" }, path))
    assert.same({ rows = 3, size = #shop.file, empty = false }, saved)
    assert.same({ "bill.zip" }, fs.list(folder))
    local count = 0
    for row in bill.read(path, { date = "2026-11-25" }) do count = count + #row["商户订单号"] end
    assert.equal(6, count)
  end)

  describe("without business", function()
    it("has no rows, in each of the three shapes", function()
      shop.node = { code = "40004", msg = "Business Failed", sub_code = "NO_BILL_DATA", sub_msg = "无数据" }
      assert.same({}, read())
      assert.same({ rows = 0, empty = true }, bill.save(client, { date = "2026-11-25" }, folder .. "/none"))
      shop.node.sub_code = "BILL_NOT_EXIST"
      assert.same({}, read { date = "2020-01-01" })
      assert.same({}, read { date = "2020-12" })
      shop.node = { code = "10000", msg = "Success", bill_file_code = "EMPTY_DATA_WITH_BILL_FILE" }
      assert.same({}, read())
      assert.equal(0, shop.fetched)
      shop.node.bill_download_url = shop.url
      shop.file = bills.archive { { name = "业务明细.csv", text = bills.details({}, { totals = false }) } }
      assert.same({}, read())
      shop.file = bills.archive { { name = "业务明细.csv", text = bills.details({}, { totals = false, columns = false }) } }
      assert.same({}, read())
      assert.is_true(assert(bill.save(client, { date = "2026-11-25" }, folder .. "/empty")).empty)
    end)

    it("is not a bill that is not there yet", function()
      shop.node = { code = "40004", msg = "Business Failed", sub_code = "BILL_NOT_EXIST", sub_msg = "账单不存在" }
      local now = os.time() + 8 * 3600
      for _, date in ipairs { os.date("!%Y-%m-%d", now - 86400), os.date("!%Y-%m", now), "9998-12" } do
        local fine, err = pcall(read, { date = date })
        assert.is_false(fine)
        assert.same({ "api", "not_ready", true }, { err.kind, err.outcome, err.retryable })
        local saved, reason = bill.save(client, { date = date }, folder .. "/none")
        assert.same({ nil, "not_ready" }, { saved, reason.outcome })
      end
      assert.same({}, fs.list(folder))
    end)

    it("is no other refusal", function()
      shop.node = { code = "40004", msg = "Business Failed", sub_code = "INVAILID_ARGUMENTS", sub_msg = "?" }
      local fine, err = pcall(read)
      assert.same({ false, "INVAILID_ARGUMENTS" }, { fine, err.sub_code })
      assert.is_nil(err.outcome)
    end)
  end)

  it("raises for a call that cannot be meant", function()
    for pattern, call in pairs {
      ["a client is needed"] = function() bill.rows({}, { date = "2026-11-25" }) end,
      ["'date' is missing"] = function() bill.rows(client, {}) end,
      ["unknown option 'data'"] = function() bill.rows(client, { data = "2026-11-25" }) end,
      ["'date' must be a string"] = function() bill.save(client, { date = 20261125 }, "x") end,
      ["'part' must be"] = function() bill.read("x", { part = "half" }) end,
      ["unknown option 'type' (options are account, date, limits"] = function() bill.read("x", { type = "trade" }) end,
      ["a path is needed"] = function() bill.save(client, { date = "2026-11-25" }) end,
      ["a table of options"] = function() bill.rows(client, "2026-11-25") end,
    } do
      local fine, message = pcall(call)
      assert.is_false(fine)
      assert.matches(pattern, message, 1, true)
    end
    assert.equal(0, shop.asked)
  end)
end)
