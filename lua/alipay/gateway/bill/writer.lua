-- SPDX-License-Identifier: MIT
-- Writes the two tables of a bill as the platform does: GBK, lines with CR LF, a TAB behind texts, totals at the end; row by row, so
-- that a bill of any size takes no memory. Where rows come from is alipay.gateway.bill.rows' matter.

local money = require "alipay.money"
local text = require "alipay.core.text"

local M = {}

---@class alipay.gateway.bill.head
---@field account string 2088..., without 0156
---@field from string "yyyy-MM-dd HH:mm:ss"
---@field to string
---@field made string when

---@class alipay.gateway.bill.row
---@field trade_no string
---@field out_trade_no string
---@field refund_no string|nil of a refund
---@field subject string
---@field created string "yyyy-MM-dd HH:mm:ss"
---@field finished string
---@field store_id string
---@field store_name string
---@field operator string
---@field terminal string
---@field buyer string masked
---@field amount integer fen, negative of a refund

local COLUMNS = "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,"
  .. "商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,"
  .. "卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注"
local SUMMARY = "门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,"
  .. "卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）"

local PIECE = 65536 -- bytes that are converted and written at once

-- Lines in UTF-8 go into the file as GBK.
local function sink(file)
  local lines, size = {}, 0
  local function flush()
    if size == 0 then return end
    assert(file:write(assert(text.convert(table.concat(lines), "UTF-8", "GB18030"))))
    lines, size = {}, 0
  end
  return function(line)
    lines[#lines + 1] = line
    lines[#lines + 1] = "\r\n"
    size = size + #line
    if size >= PIECE then flush() end
  end, flush
end

-- A text as a cell. What would end the cell or the line is quoted, or a blank.
local function cell(value)
  if not value:find '[,"%c]' then return value .. "\t" end
  value = value:gsub("%c", " ")
  if not value:find '[,"]' then return value .. "\t" end
  return '"' .. value:gsub('"', '""') .. '\t"'
end

-- "2026-11-25 00:00:00" as the lines in front have it.
local function date(time)
  return (time:gsub("^(%d+)%-(%d+)%-(%d+)", "%1年%2月%3日"))
end

local function write_head(add, head, what, columns)
  add("#支付宝" .. what .. "查询")
  add("#账号：[" .. head.account .. "0156]")
  add(("#起始日期：[%s]   终止日期：[%s]"):format(date(head.from), date(head.to)))
  add(("#%s%s列表%s"):format(("-"):rep(41), what, ("-"):rep(40)))
  add(columns)
end

local function write_end(add, what)
  add(("#%s%s列表结束%s"):format(("-"):rep(41), what, ("-"):rep(36)))
end

local ROW = "%s,%s,%s\t,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,0.00,0.00,0.00,0.00,0.00,\t,0.00,0.00,%s,0.00,0.00,\t"

local function line_of(row)
  local amount = money.text(row.amount)
  return ROW:format(cell(row.trade_no), cell(row.out_trade_no), row.refund_no and "退款" or "交易", cell(row.subject), row.created,
    row.finished, cell(row.store_id), cell(row.store_name), cell(row.operator), cell(row.terminal), cell(row.buyer), amount, amount,
    cell(row.refund_no or ""))
end

local function count(sums, row)
  local store = sums.stores[row.store_id]
  if not store then
    store = { id = row.store_id, name = row.store_name, pays = 0, refunds = 0, paid = 0, refunded = 0 }
    sums.stores[row.store_id] = store
    sums.stores[#sums.stores + 1] = store
  end
  for _, into in ipairs { store, sums } do
    if row.refund_no then
      into.refunds, into.refunded = into.refunds + 1, into.refunded + row.amount
    else
      into.pays, into.paid = into.pays + 1, into.paid + row.amount
    end
  end
end

---Write the detail table.
---@param file file*
---@param head alipay.gateway.bill.head
---@param next_row fun(): alipay.gateway.bill.row|nil
---@return table sums for the summary
function M.details(file, head, next_row)
  local add, flush = sink(file)
  local sums = { stores = {}, pays = 0, refunds = 0, paid = 0, refunded = 0 }
  write_head(add, head, "业务明细", COLUMNS)
  for row in next_row do
    add(line_of(row))
    count(sums, row)
  end
  write_end(add, "业务明细")
  add(("#交易合计：%d笔，商家实收共%s元，商家优惠共0.00元"):format(sums.pays, money.text(sums.paid)))
  add(("#退款合计：%d笔，商家实收退款共%s元，商家优惠退款共0.00元"):format(sums.refunds, money.text(sums.refunded)))
  add("#导出时间：[" .. date(head.made) .. "]")
  flush()
  return sums
end

local function summary_line(id, name, sums)
  local net = money.text(sums.paid + sums.refunded)
  return ("%s,%s,%d,%d,%s,%s,0.00,0.00,0.00,0.00,0.00,%s"):format(id, cell(name), sums.pays, sums.refunds, net, net, net)
end

---Write the summary: a line for each store, and the sum of all.
---@param file file*
---@param head alipay.gateway.bill.head
---@param sums table of `details`
function M.summary(file, head, sums)
  local add, flush = sink(file)
  write_head(add, head, "业务汇总", SUMMARY)
  for _, store in ipairs(sums.stores) do add(summary_line(cell(store.id), store.name, store)) end
  add(summary_line("合计\t", "", sums))
  write_end(add, "业务汇总")
  add("#导出时间：[" .. date(head.made) .. "]")
  flush()
end

return M
