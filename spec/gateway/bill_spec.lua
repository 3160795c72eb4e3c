-- SPDX-License-Identifier: MIT
-- The gateway's bills: when there is one, its address, the file behind it, and that it agrees with the ledger.

local alipay = require "alipay"
local bill = require "alipay.bill"
local fs = require "alipay.core.fs"
local protocol = require "alipay.v2.protocol"
local shops = require "spec.support.trade"
local support = require "spec.support.gateway"
local text = require "alipay.core.text"
local zip = require "alipay.core.zip"

local METHOD = "alipay.data.dataservice.bill.downloadurl.query"

describe("a bill of the gateway", function()
  local shop, now, folder
  before_each(function()
    now = protocol.parse_timestamp "2026-11-25 12:00:00"
    shop = shops.start { clock = function() return now end }
    folder = assert(fs.temporary "bill-spec-")
  end)
  after_each(function()
    shop:finish()
    fs.remove(folder)
  end)

  -- Requests are judged by the machine's clock, which is the spec's: so calls are made by the client at that time.
  local function ask(date, kind)
    return shop:call(METHOD, { bill_type = kind or "trade", bill_date = date }, { timestamp = protocol.timestamp(now) })
  end

  local function fetch(url)
    return assert(support.fetch { url = url })
  end

  local function trade_day()
    local first, trade_no = shop:paid { total_amount = "88.80", subject = '龙井, "一级" 茶', store_id = "NJ1", operator_id = "op" }
    shop:paid { total_amount = "0.01" }
    shop:create { total_amount = "5.00" }
    assert(shop:call("refund", { out_trade_no = first, refund_amount = "8.80", out_request_no = "R1" }).code == "10000")
    return first, trade_no
  end
  local function call_at_spec_time()
    local call = shop.call
    function shop:call(method, content, params)
      params = params or {}
      params.timestamp = params.timestamp or protocol.timestamp(now)
      return call(self, method, content, params)
    end
  end
  before_each(function() call_at_spec_time() end)

  it("is there at ten the next morning, and in the platform's form", function()
    local first, trade_no = trade_day()
    assert.equal("BILL_NOT_EXIST", ask("2026-11-25").sub_code)
    now = protocol.parse_timestamp "2026-11-26 09:59:59"
    assert.equal("BILL_NOT_EXIST", ask("2026-11-25").sub_code)
    now = now + 1
    local node = ask "2026-11-25"
    assert.same({ "10000", nil }, { node.code, node.bill_file_code })
    assert.equal(shop.gw.endpoint .. "/downloadBillFile.resource", node.bill_download_url:match "^[^?]*")
    assert.matches("%?bizType=trade&userId=" .. shop.seller_id .. "0156&fileType=csv%.zip&bizDates=20261125"
      .. "&downloadFileName=%d+_20261125%.csv%.zip&fileId=[%w%%.]+&timestamp=%d+&token=%x+$", node.bill_download_url)
    local reply = fetch(node.bill_download_url)
    assert.same({ 200, "application/zip", "PK\3\4" }, { reply.status, reply.headers["content-type"], reply.body:sub(1, 4) })
    assert.equal(0, reply.body:byte(8) & 8) -- no mark for UTF-8
    assert.same({}, fs.list(shop.gw.dir .. "/bills"))
    fs.create(folder .. "/a.zip", reply.body)
    local archive <close> = assert(zip.open(folder .. "/a.zip"))
    local names = {}
    for i, member in ipairs(assert(archive:members())) do names[i] = assert(text.convert(member.name, "GBK", "UTF-8")) end
    assert.same({ shop.seller_id .. "0156_20261125_业务明细.csv", shop.seller_id .. "0156_20261125_业务明细(汇总).csv" }, names)
    archive:start(1)
    local lines = {}
    for line in assert(text.convert(archive:read(), "GBK", "UTF-8")):gmatch "([^\r\n]*)\r\n" do lines[#lines + 1] = line end
    assert.same({ "#支付宝业务明细查询", "#账号：[" .. shop.seller_id .. "0156]",
      "#起始日期：[2026年11月25日 00:00:00]   终止日期：[2026年11月26日 00:00:00]" }, { lines[1], lines[2], lines[3] })
    assert.equal(trade_no .. "\t," .. first .. '\t,交易\t,"龙井, ""一级"" 茶\t",2026-11-25 12:00:00,2026-11-25 12:00:00,NJ1\t,\t,op\t,\t,'
      .. "*地用户(loc***@example.com)\t,88.80,88.80,0.00,0.00,0.00,0.00,0.00,\t,0.00,0.00,\t,0.00,0.00,\t", lines[6])
    assert.matches("\t,退款\t,.*,%-8.80,%-8.80,.*,R1\t,", lines[8])
    assert.same({ "#交易合计：2笔，商家实收共88.81元，商家优惠共0.00元", "#退款合计：1笔，商家实收退款共-8.80元，商家优惠退款共0.00元",
      "#导出时间：[2026年11月26日 10:00:00]" }, { lines[10], lines[11], lines[12] })
  end)

  it("is what alipay.bill takes, and agrees with the ledger", function()
    trade_day()
    now = protocol.parse_timestamp "2026-12-03 10:00:00"
    local orders, sum = {}, 0
    for _, date in ipairs { "2026-11-25", "2026-11" } do
      local node = ask(date)
      fs.replace(folder .. "/b.zip", fetch(node.bill_download_url).body)
      for row in bill.read(folder .. "/b.zip", { date = date, account = shop.seller_id }) do
        orders[#orders + 1] = row["商户订单号"]
        sum = sum + require("alipay.money").fen(row["商家实收（元）"])
      end
      for row in bill.read(folder .. "/b.zip", { part = "summary" }) do
        if row["门店编号"] == "合计" then assert.equal("80.01", row["实收净额（元）"]) end
      end
    end
    assert.same({ 6, 2 * 8001 }, { #orders, sum })
  end)

  it("is empty without business, and then says so", function()
    shop:create()
    local node = ask "2026-11-23"
    assert.equal("EMPTY_DATA_WITH_BILL_FILE", node.bill_file_code)
    fs.replace(folder .. "/b.zip", fetch(node.bill_download_url).body)
    for _ in bill.read(folder .. "/b.zip", { date = "2026-11-23" }) do error "a row" end
  end)

  it("is fetched within 30 seconds by the gateway's clock, by who has its token", function()
    local url = ask("2026-11-23").bill_download_url
    assert.equal(200, fetch(url).status)
    assert.equal(200, fetch(url).status)
    assert.equal(403, fetch((url:gsub("token=.", "token=x"))).status)
    assert.equal(403, fetch((url:gsub("&token=.*", ""))).status)
    now = now + 29
    assert.equal(200, fetch(url).status)
    now = now + 1
    local reply = fetch(url)
    assert.same({ 403, "text/html;charset=utf-8" }, { reply.status, reply.headers["content-type"] })
    ask "2026-11-23"
    assert.equal(1, #shop.gw.store:rows "SELECT * FROM bills")
  end)

  it("is refused by the platform's codes, without ACQ.", function()
    for _, case in ipairs {
      { "2026-11-25", "trade", "BILL_NOT_EXIST" }, { "2027-01-01", "trade", "BILL_NOT_EXIST" },
      { "2026-11", "trade", "BILL_NOT_EXIST" }, { "2026-02-31", "trade", "INVAILID_ARGUMENTS" },
      { "2026-13", "trade", "INVAILID_ARGUMENTS" }, { "yesterday", "trade", "INVAILID_ARGUMENTS" },
      { "", "trade", "INVAILID_ARGUMENTS" }, { "2026-11-23", "settlementMerge", "TYPE_NOT_SUPPORTED" },
    } do
      local node = ask(case[1], case[2])
      assert.same({ "40004", case[3] }, { node.code, node.sub_code }, case[1])
    end
  end)
end)

describe("a bill downloaded from the gateway", function()
  it("comes in one step, and is not ready today", function()
    local shop = shops.start {}
    local client = alipay.client(shop.gw:profile())
    shop:paid { total_amount = "88.80" }
    local today = protocol.timestamp():sub(1, 10)
    local fine, err = pcall(bill.rows, client, { date = today })
    assert.same({ false, "not_ready" }, { fine, err.outcome })
    shop:pass(34 * 3600)
    local rows = 0
    for row in bill.rows(client, { date = today }) do
      assert.equal("88.80", row["商家实收（元）"])
      rows = rows + 1
    end
    assert.equal(1, rows)
    shop:finish()
  end)
end)
