-- SPDX-License-Identifier: MIT
-- Bills: what the platform says that came in and went out on a day or in a month, as rows with columns by name. A bill is taken only
-- whole: its archive's checksums, the end of its list, and its own counts and sums must be right.

local digest = require "alipay.core.digest"
local download = require "alipay.bill.download"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local protocol = require "alipay.v2.protocol"
local reading = require "alipay.bill.reading"
local reconcile = require "alipay.bill.reconcile"
local sorted = require "alipay.util.sorted"

local M = {}

---@class alipay.bill.reading
---@field date? string "yyyy-MM-dd" or "yyyy-MM": the day or the month that the bill must be of
---@field part? "detail"|"summary" "detail" by default: one row for each payment and refund
---@field account? string 2088...: whose bill it must be; what the signed address says by default
---@field on_bad? fun(line: string, number: integer) told of a line that does not fit the columns, raw, with its number among the rows; without it such a line is an error
---@field limits? { members: integer?, bytes: integer?, ratio: integer? } of the archive: 100 members, 4 GiB unpacked, and 200 bytes unpacked for one that is packed

---@class alipay.bill.options : alipay.bill.reading
---@field date string "yyyy-MM-dd", or "yyyy-MM" for a month; the platform decides what it has
---@field type? string "trade" by default; "signcustomer" is the bill of the account
---@field smid? string with type "trade_zft_merchant"
---@field timeout? number seconds for asking where the bill is, as of a call
---@field budget? number seconds for downloading the file, 600 by default
---@field max_file? integer bytes of the largest file, 1073741824 by default

---@class alipay.bill.facts
---@field account string|nil as the bill says it: the 16 digits of the merchant, and 0156
---@field from string|nil "yyyy-MM-dd HH:mm:ss", GMT+8
---@field to string|nil
---@field columns string[] in their order
---@field member string name of the table in the archive

local OPTIONS = {
  type = "string", date = "string", smid = "string", timeout = "number", budget = "number", max_file = "number", part = "string",
  account = "string", on_bad = "function", limits = "table",
}
local READING = { part = true, account = true, on_bad = true, limits = true, date = true }

local function check(what, options, allowed)
  if type(options) ~= "table" then errors.usage(("%s: a table of options is needed, not a %s"):format(what, type(options))) end
  for name, value in pairs(options) do
    local wanted = OPTIONS[name]
    if not wanted or allowed and not allowed[name] then
      errors.usage(("%s: unknown option '%s' (options are %s)"):format(
        what, tostring(name), table.concat(sorted(allowed or OPTIONS), ", ")))
    end
    if type(value) ~= wanted then
      errors.usage(("%s: option '%s' must be a %s, not a %s"):format(what, name, wanted, type(value)))
    end
  end
  if options.part and options.part ~= "detail" and options.part ~= "summary" then
    errors.usage(("%s: option 'part' must be \"detail\" or \"summary\""):format(what))
  end
end

local function check_call(what, client, options)
  if type(client) ~= "table" or not client.settings then errors.usage(("%s: a client is needed first"):format(what)) end
  check(what, options)
  if not options.date then errors.usage(("%s: option 'date' is missing"):format(what)) end
end

-- What is asked of the rows of a bill that was downloaded.
local function reading_of(options, source)
  return {
    part = options.part, account = options.account or source.account, on_bad = options.on_bad, limits = options.limits,
    date = options.date,
  }
end

local DAY = 86400 -- seconds

---The newest day that can have a bill: yesterday where the platform is (GMT+8), whatever the zone of this host.
---@return string date "yyyy-MM-dd"
function M.yesterday()
  return protocol.timestamp(os.time() - DAY):sub(1, 10)
end

local function nothing() end

---Download a bill and iterate over its rows, in constant memory: `for row, facts in bill.rows(client, { date = "2026-11-25" }) do`.
---Cells are texts in UTF-8 as in the bill (`row["商家实收（元）"]`; alipay.money reckons with them). A day without business has no
---rows. The totals are checked behind the last row.
---@param client alipay.client
---@param options alipay.bill.options
---@return fun(): table<string, string>|nil, alipay.bill.facts next raises an error object, before the first row where that is possible: kind "http" for a bill that is damaged, cut or does not add up, else as calls and downloads fail; `outcome` is "not_ready" when there is no bill yet
function M.rows(client, options)
  check_call("bill.rows", client, options)
  local folder, message, class = fs.temporary "alipay-lua-bill-"
  if not folder then error(errors.from_core(message, class), 0) end
  local remover <close> = setmetatable({}, { __close = function() fs.remove(folder) end }) -- luacheck: ignore 211
  local path = folder .. "/bill.zip"
  local source = errors.check(download.fetch(client, options, path))
  if not source.size then return nothing end
  return reading.rows(path, "http", reading_of(options, source))
end

---Iterate over the rows of a bill's file that was saved before.
---@param path string
---@param options? alipay.bill.reading
---@return fun(): table<string, string>|nil, alipay.bill.facts next as of `rows`; errors about the file are of kind "parameter"
function M.read(path, options)
  options = options or {}
  if type(path) ~= "string" then errors.usage("bill.read: a path is needed, not a " .. type(path)) end
  check("bill.read", options, READING)
  return reading.rows(path, "parameter", options)
end

-- Reads all of a file; nil and an error object when something is wrong with it.
local function verify(path, options)
  local rows = 0
  local fine, reason = pcall(function()
    for _ in reading.rows(path, "http", options) do rows = rows + 1 end
  end)
  if fine then return rows end
  if errors.is(reason) then return nil, reason end
  error(reason, 0)
end

---Download a bill into a file, which is there when the bill was checked whole, or as it was.
---@param client alipay.client
---@param options alipay.bill.options
---@param path string of the archive; an older file is replaced
---@return { rows: integer, size: integer|nil, empty: boolean }|nil saved `size` is nil, and nothing was written, when the platform gives no file for a day without business
---@return alipay.error|nil err as `rows` raises
function M.save(client, options, path)
  check_call("bill.save", client, options)
  if type(path) ~= "string" then errors.usage("bill.save: a path is needed, not a " .. type(path)) end
  local ok, message, class = fs.placeable(path)
  if not ok then return nil, errors.from_core(message, class) end
  local temporary = ("%s.%016x.part"):format(path, string.unpack("=i8", digest.random(8)))
  local remover <close> = setmetatable({}, { __close = function() os.remove(temporary) end }) -- luacheck: ignore 211
  local source, err = download.fetch(client, options, temporary)
  if not source then return nil, err end
  if not source.size then return { rows = 0, empty = true } end
  local rows
  rows, err = verify(temporary, reading_of(options, source))
  if not rows then return nil, err end
  ok, message, class = fs.place(temporary, path)
  if not ok then return nil, errors.from_core(message, class) end
  return { rows = rows, size = source.size, empty = source.empty or rows == 0 }
end

local ORDERS = { path = true, number = true, amount = true, refund = true, unit = true, table = true, sql = true }

local function check_orders(orders)
  if type(orders) ~= "table" or type(orders.path) ~= "string" then errors.usage "bill.reconcile: the orders need a path" end
  for name, value in pairs(orders) do
    if not ORDERS[name] then
      errors.usage(("bill.reconcile: unknown field '%s' of the orders (fields are %s)"):format(
        tostring(name), table.concat(sorted(ORDERS), ", ")))
    end
    if type(value) ~= "string" then
      errors.usage(("bill.reconcile: field '%s' must be a string, not a %s"):format(name, type(value)))
    end
  end
  if orders.unit and orders.unit ~= "yuan" and orders.unit ~= "fen" then
    errors.usage "bill.reconcile: field 'unit' must be \"yuan\" or \"fen\""
  end
end

---Compare the details of a bill of trades with a shop's own orders, both of any size:
---`bill.reconcile(bill.rows(client, { date = day }), { path = "orders.csv" }, print)`. Payments are told by the order's number,
---refunds by it and out_request_no; several rows of one are added up. Refunds are left out where the shop has no column for them.
---@param rows fun(): table<string, string>|nil of `rows` or `read`
---@param orders alipay.bill.orders the shop's, of the same time as the bill
---@param on_difference? fun(difference: alipay.bill.difference) told of each, by number
---@return { differences: integer, missing_here: integer, missing_there: integer, amount: integer, bill_rows: integer, bill_sum: integer, own_rows: integer, own_sum: integer, refunds_left_out: integer|nil } counts of differences by kind, and of the rows of both with their sums in fen; raises an error object of kind "parameter" for orders that cannot be read
function M.reconcile(rows, orders, on_difference)
  if type(rows) ~= "function" then errors.usage("bill.reconcile: the rows of a bill are needed, not a " .. type(rows)) end
  check_orders(orders)
  return reconcile.run(rows, orders, on_difference)
end

return M
