-- SPDX-License-Identifier: MIT
-- Bills that are none: each is an error that names the fault, and nothing is written.

local bill = require "alipay.bill"
local bills = require "spec.support.bills"
local fs = require "alipay.core.fs"

describe("a bill that is none", function()
  local client, shop, folder
  setup(function() client, shop = bills.shop() end)
  teardown(function() shop.stop() end)
  before_each(function()
    folder = assert(fs.temporary "bill-spec-")
    shop.asked, shop.fetched, shop.status, shop.file, shop.on_fetch = 0, 0, 200, bills.good(), nil
    shop.headers = { ["Content-Type"] = "application/zip" }
  end)
  after_each(function() fs.remove(folder) end)

  -- Rows that came before the error, which rows and save give alike.
  local function fails(words, options)
    options = options or {}
    options.date = options.date or "2026-11-25"
    local count = 0
    local fine, err = pcall(function()
      for _ in bill.rows(client, options) do count = count + 1 end
    end)
    assert.is_false(fine)
    assert.equal("http", err.kind, tostring(err))
    assert.matches(words, err.message, 1, true)
    assert.not_matches("0123456789abcdef", tostring(err), 1, true)
    local saved, reason = bill.save(client, options, folder .. "/bill.zip")
    assert.is_nil(saved)
    assert.equal(err.message, reason.message)
    assert.same({}, fs.list(folder))
    return count, err
  end

  local function details(lines, parts, words)
    shop.file = bills.good(bills.details(lines or bills.lines(), parts))
    return fails(words)
  end

  describe("because of the download:", function()
    it("another status, which is asked for once more", function()
      shop.status, shop.file = 403, "<html>expired token=0123456789abcdef0123456789abcdef</html>"
      local rows, err = fails "HTTP status 403: <html>expired token="
      assert.same({ 0, 4, 4 }, { rows, shop.asked, shop.fetched })
      assert.is_true(err.retryable)
    end)

    it("a page with status 200, nothing at all, a coding that nobody asked for", function()
      shop.file = "<html>调试错误</html>"
      fails "no bill came from "
      fails "this: <html>调试错误</html>"
      shop.file = ""
      fails "but nothing"
      shop.file = bills.good()
      shop.headers["Content-Encoding"] = "gzip"
      local _, err = fails "compressed or coded"
      assert.is_nil(err.hint)
    end)

    it("is taken when the second address opens it", function()
      shop.on_fetch = function(exchange)
        shop.on_fetch = nil
        exchange:respond(403, {}, "expired")
      end
      local count = 0
      for _ in bill.rows(client, { date = "2026-11-25" }) do count = count + 1 end
      assert.same({ 3, 2, 2 }, { count, shop.asked, shop.fetched })
    end)

    it("larger than allowed", function()
      local _, err = fails("larger than 100 bytes", { max_file = 100 })
      assert.equal("raise max_file if the bill may be that large", err.hint)
      assert.equal(2, shop.asked)
    end)

    it("one that never ends, in time", function()
      shop.on_fetch = function(exchange)
        local stream = exchange:stream(200, { ["Content-Type"] = "application/zip" })
        stream:write "PK\3\4"
        shop.streams = shop.streams or {}
        shop.streams[#shop.streams + 1] = stream
      end
      local fine, err = pcall(bill.rows, client, { date = "2026-11-25", budget = 0.05 })
      assert.same({ false, "timeout" }, { fine, err.kind })
      assert.equal(2, shop.asked)
    end)

    it("a file that cannot be written", function()
      local saved, err = bill.save(client, { date = "2026-11-25" }, folder .. "/missing/bill.zip")
      assert.same({ nil, "parameter" }, { saved, err.kind })
      assert.matches("missing/bill.zip", err.message, 1, true)
      saved, err = bill.save(client, { date = "2026-11-25" }, folder)
      assert.same({ nil, "parameter" }, { saved, err.kind })
      assert.matches("no regular file", err.message)
    end)

    it("a pipe where the file is to be, also one that came meanwhile: no device is lost", function()
      local pipe = folder .. "/pipe"
      local lines = bills.lines()
      lines[2] = bills.line("A2", "20.20", { subject = "锅,大" })
      shop.file = bills.good(bills.details(lines))
      local made = 0
      local function make()
        made = made + 1
        assert(os.execute("mkfifo " .. pipe))
      end
      for _ = 1, 2 do -- then it is there from the beginning
        local saved, err = bill.save(client, { date = "2026-11-25", on_bad = make }, pipe)
        assert.same({ nil, "parameter", "other" }, { saved, err.kind, fs.stat(pipe).type })
        assert.matches("it is no regular file", err.message)
        assert.same({ "pipe" }, fs.list(folder))
      end
      assert.same({ 1, 1 }, { made, shop.fetched })
    end)
  end)

  describe("because of its address:", function()
    local own
    before_each(function() own = own or shop.url end)
    after_each(function() shop.url, shop.node = own, nil end)

    it("other hosts are not asked", function()
      for _, url in ipairs {
        "http://example.com/downloadBillFile.resource?token=1", "https://dwbillcenter.alipay.com.example.com/x",
        "https://dwbillcenter.alipay.com@example.com/x", "http://127.0.0.1:1/x", "ftp://dwbillcenter.alipay.com/x", "nonsense",
        (own:gsub("127.0.0.1", "127.0.0.2")),
      } do
        shop.url = url
        local fine, err = pcall(bill.rows, client, { date = "2026-11-25" })
        assert.same({ false, "http" }, { fine, err.kind }, url)
        assert.matches("which is neither dwbillcenter.alipay.com nor the gateway's own host", err.message, 1, true)
      end
      assert.equal(0, shop.fetched)
    end)

    it("an answer without one is an error", function()
      shop.node = { code = "10000", msg = "Success" }
      local fine, err = pcall(bill.rows, client, { date = "2026-11-25" })
      assert.same({ false, "http" }, { fine, err.kind })
      assert.matches("neither the address", err.message)
    end)
  end)

  describe("because of its archive:", function()
    it("cut, damaged, or with bytes in front", function()
      local good = shop.file
      shop.file = good:sub(1, -20)
      fails "the bill's archive: "
      shop.file = "PK\3\4" .. good
      fails "the bill's archive: "
      shop.file = good:sub(1, 200) .. "\0\0\0\0" .. good:sub(205)
      fails "the bill's archive, 20881021234567890156_20261125_业务明细.csv: "
    end)

    it("without members", function()
      shop.file = "PK\5\6" .. ("\0"):rep(18)
      fails "is empty"
      shop.file = bills.archive { { name = "folder/", text = "" } }
      fails "is empty"
    end)

    it("an encrypted member", function()
      shop.file = bills.archive { { name = "业务明细.csv", text = bills.details(bills.lines()) } }
      shop.file = shop.file:gsub("(PK\3\4..).", "%1\1"):gsub("(PK\1\2....).", "%1\1")
      fails "encrypted"
    end)

    it("a bomb, too many members, too many bytes", function()
      shop.file = bills.archive { { name = "业务明细.csv", bytes = "a,b\n" .. ("0,0\n"):rep(1 << 19) } }
      fails "packed more than 200 to 1"
      shop.file = bills.good()
      fails("2 members are more than the 1 allowed", { limits = { members = 1 } })
      fails("more than the 500 bytes", { limits = { bytes = 500 } })
    end)

    it("an archive in it, a page in it, nothing in it", function()
      shop.file = bills.archive { { name = "x.csv", bytes = bills.good() } }
      fails "the bill, x.csv: "
      shop.file = bills.archive { { name = "x.csv", bytes = "<html></html>" } }
      fails "it is no table"
      shop.file = bills.archive { { name = "x.csv", bytes = "" } }
      fails "it is empty"
      shop.file = bills.archive { { name = "x.csv", bytes = "\r\n\r\n" } }
      fails "there is nothing in it"
      shop.file = bills.archive { { name = "汇总.csv", text = bills.SUMMARY } }
      fails "no table of its detail"
    end)
  end)

  describe("because of its table:", function()
    it("the end is missing", function()
      assert.equal(3, details(nil, { bottom = false, totals = false, made = false }, "it was cut off"))
    end)

    it("its totals are missing, or wrong in count or sum", function()
      details(nil, { totals = false }, "its total of ")
      details(nil, { totals = "#交易合计：3笔，商家实收共30.30元，商家优惠共0.00元\r\n#退款合计：1笔，商家实收退款共-0.30元，商家优惠退款共0.00元" },
        "it says 3 of 交易, but 2 are in it")
      details(nil, { totals = "#交易合计：2笔，商家实收共30.31元，商家优惠共0.00元\r\n#退款合计：1笔，商家实收退款共-0.30元，商家优惠退款共0.00元" },
        "it says that 交易商家实收 add up to 30.31, but they add up to 30.30")
      details(nil, { totals = "#交易合计：2笔，商家实收共30.30元，商家优惠共0.00元\r\n#退款合计：1笔，商家实收退款共-0.31元，商家优惠退款共0.00元" },
        "退款商家实收 add up to -0.31")
      details(nil, { totals = "#交易合计：2笔，商家实收共30.30元，商家优惠共0.00元" }, "its total of 退款 is missing")
    end)

    it("an amount that is none", function()
      local lines = bills.lines()
      lines[1] = bills.line("A1", "10.1x")
      details(lines, nil, "1 amounts of 交易 are no amounts")
    end)

    it("other columns than names of them", function()
      details({}, { columns = "支付宝交易号,备注,备注" }, "two columns are called '备注'")
      details({}, { columns = "支付宝交易号" }, "it is no table")
      shop.file = bills.archive { { name = "x.csv", bytes = ("#\n"):rep(200) } }
      fails "no columns are named in its first 100 lines"
    end)

    it("a row of another width, which is given raw to who wants it", function()
      local lines = bills.lines()
      lines[2] = bills.line("A2", "20.20", { subject = "锅,大" })
      local count = details(lines, nil, "row 2 has 26 cells, and there are 25 columns: ")
      assert.equal(1, count)
      local bad, rows = {}, 0
      for _ in bill.rows(client, { date = "2026-11-25", on_bad = function(line, number) bad[#bad + 1] = { number, line } end }) do
        rows = rows + 1
      end
      assert.same({ 2, 1, 2 }, { rows, #bad, bad[1][1] })
      assert.matches("锅,大", bad[1][2], 1, true)
      table.insert(lines, bills.line("A9", "9.00"))
      shop.file = bills.good(bills.details(lines))
      local fine, err = pcall(function()
        for _ in bill.rows(client, { date = "2026-11-25", on_bad = function() end }) do rows = rows + 1 end
      end)
      assert.is_false(fine)
      assert.matches("it says 3 rows, but 4 are in it", err.message)
    end)

    it("rows behind its end, and a line without end", function()
      details(nil, { made = bills.line("A9", "9.00") }, "a row stands behind its end")
      details(nil, { made = "a,b" }, "a row stands behind its end: a,b")
      details(nil, { made = ("#\r\n"):rep(200) }, "lines follow its rows")
      shop.file = bills.archive { { name = "业务明细.csv", bytes = "#\n" .. ("123456789 "):rep(150000) } }
      fails("a line is longer than 1048576 bytes", { limits = { ratio = 100000 } })
    end)

    it("a summary that does not add up, or counts others than the details have", function()
      local function summary(text)
        shop.file = bills.archive { { name = "业务明细.csv", text = bills.details(bills.lines()) }, { name = "汇总.csv", text = text } }
      end
      summary((bills.SUMMARY:gsub("30.00,30.00", "30.00,30.01")))
      assert.equal(3, (fails "商家实收（元） adds up to 30.00, and not to 30.01"))
      summary((bills.SUMMARY:gsub("一店\t,1", "一店\t,2"):gsub("合计\t,\t,2", "合计\t,\t,3")))
      fails "the bill's summary says 3 of 交易, and its details have 2"
    end)

    it("of another account, or another day", function()
      shop.url = shop.url:gsub("userId=%d+", "userId=20880000000000000156")
      local rows = fails "the bill is one of the account 20881021234567890156, and not of 20880000000000000156"
      shop.url = shop.url:gsub("userId=%d+", "userId=20881021234567890156")
      assert.equal(0, rows)
      fails("not of 2088999999999999", { account = "2088999999999999" })
      fails("the bill begins with 2026-11-25 00:00:00, and that of 2026-11-24 was asked for", { date = "2026-11-24" })
    end)
  end)

  it("is a wrong parameter when it is the user's own file", function()
    for _, bytes in ipairs { "<html></html>", bills.good():sub(1, -20), "" } do
      local path = folder .. "/own.zip"
      fs.replace(path, bytes)
      local fine, err = pcall(bill.read, path)
      assert.same({ false, "parameter" }, { fine, err.kind })
      if bytes ~= "" then assert.matches("the bill's archive, " .. path .. ": ", err.message, 1, true) end
    end
    local fine, err = pcall(bill.read, folder .. "/none")
    assert.same({ false, "parameter" }, { fine, err.kind })
    assert.matches("No such file", err.message)
  end)
end)
