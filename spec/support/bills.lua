-- SPDX-License-Identifier: MIT
-- Bills for specs: tables as the platform writes them, archives with and without faults, and a server that gives them out.

local client_of = require "spec.support.client"
local fs = require "alipay.core.fs"
local json = require "alipay.json"
local text = require "alipay.core.text"
local zip = require "alipay.core.zip"

local M = {}

M.COLUMNS = "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,"
  .. "商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,"
  .. "卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注"

---UTF-8 as GBK.
function M.gbk(utf8) return assert(text.convert(utf8, "UTF-8", "GB18030")) end

---A line of a bill of trades: a payment, or a refund when `refund` names one.
function M.line(order, amount, fields)
  fields = fields or {}
  local kind = fields.refund and "退款" or "交易"
  return ("2026112522001400000000000001\t,%s\t,%s\t,%s\t,2026-11-25 10:00:00,2026-11-25 10:00:05,\t,\t,\t,\t,王*(138****0001)\t,"
    .. "%s,%s,0.00,0.00,0.00,0.00,0.00,\t,0.00,0.00,%s\t,0.00,0.00,%s\t"):format(
    order, kind, fields.subject or "海底捞火锅", amount, amount, fields.refund or "", fields.note or "")
end

---The detail table of lines, in UTF-8, with totals; `parts` replaces head, columns, bottom and totals, `false` leaves one out.
function M.details(lines, parts)
  parts = parts or {}
  local function part(name, default)
    if parts[name] == false then return {} end
    return { parts[name] or default }
  end
  local all = {}
  local function add(list) for _, line in ipairs(list) do all[#all + 1] = line end end
  add(part("head", "#支付宝业务明细查询\r\n#账号：[20881021234567890156]\r\n#起始日期：[2026年11月25日 00:00:00]   终止日期：[2026年11月26日 00:00:00]\r\n"
    .. "#-----------------------------------------业务明细列表----------------------------------------"))
  add(part("columns", M.COLUMNS))
  add(lines)
  add(part("bottom", "#-----------------------------------------业务明细列表结束------------------------------------"))
  add(part("totals", "#交易合计：2笔，商家实收共30.30元，商家优惠共0.00元\r\n#退款合计：1笔，商家实收退款共-0.30元，商家优惠退款共0.00元"))
  add(part("made", "#导出时间：[2026年11月26日 06:27:10]"))
  return table.concat(all, "\r\n") .. "\r\n"
end

---The lines that the totals above are of.
function M.lines()
  return { M.line("A1", "10.10"), M.line("A2", "20.20"), M.line("A1", "-0.30", { refund = "R1" }) }
end

M.SUMMARY = [[
#支付宝业务汇总查询
#----------业务汇总列表----------
门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）
1	,一店	,1,1,9.80,9.80
2	,二店	,1,0,20.20,20.20
合计	,	,2,1,30.00,30.00
#----------业务汇总列表结束------
]]

---The bytes of an archive of tables in UTF-8 under names in UTF-8; both become GBK.
function M.archive(members)
  local folder = assert(fs.temporary "bills-spec-")
  local list = {}
  for i, member in ipairs(members) do list[i] = { name = M.gbk(member.name), data = member.bytes or M.gbk(member.text) } end
  assert(zip.make(folder .. "/bill.zip", list))
  local file <close> = assert(io.open(folder .. "/bill.zip", "rb"))
  local bytes = file:read "a"
  fs.remove(folder)
  return bytes
end

---An archive of a good bill, with another detail table where one is given.
function M.good(details)
  return M.archive {
    { name = "20881021234567890156_20261125_业务明细.csv", text = details or M.details(M.lines()) },
    { name = "20881021234567890156_20261125_业务明细(汇总).csv", text = M.SUMMARY },
  }
end

local NODE = "alipay_data_dataservice_bill_downloadurl_query_response"

---A server that answers the question for a bill by `shop.node` and gives out `shop.file`; `shop.asked` and `shop.fetched` count.
function M.shop(overrides)
  local shop = { asked = 0, fetched = 0, headers = { ["Content-Type"] = "application/zip" }, status = 200 }
  local client, liar = client_of.liar(function(exchange, liar)
    if exchange:path() == "/downloadBillFile.resource" then
      shop.fetched = shop.fetched + 1
      if shop.on_fetch then return shop.on_fetch(exchange) end
      return exchange:respond(shop.status, shop.headers, shop.file)
    end
    shop.asked = shop.asked + 1
    local node = shop.node or { code = "10000", msg = "Success", bill_download_url = shop.url }
    liar.reply(exchange, liar.signed(json.encode(node), NODE))
  end, overrides)
  shop.url = liar.endpoint
    .. "/downloadBillFile.resource?bizType=trade&userId=20881021234567890156&token=0123456789abcdef0123456789abcdef"
  shop.file = M.good()
  function shop.stop() liar.server:stop() end
  return client, shop, liar
end

return M
