-- SPDX-License-Identifier: MIT
-- Compares a bill with a shop's orders in a database of its own, which goes with it, so that both may be of any size.

local db = require "alipay.core.db"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local money = require "alipay.money"
local read_orders = require "alipay.bill.orders".read

local M = {}

-- Names that no table of a shop has: the shop's own SQL sees them, too.
local SCHEMA = [[
PRAGMA synchronous = OFF;
CREATE TABLE alipay_bill (number TEXT NOT NULL, refund TEXT NOT NULL, amount INTEGER NOT NULL);
CREATE TABLE alipay_own (number TEXT NOT NULL, refund TEXT NOT NULL, amount INTEGER NOT NULL);
]]

-- What both say of each payment and refund; several lines of one are added up. Refunds count where the shop has them.
local COMPARE = [[
CREATE TABLE alipay_compared AS
SELECT number, refund, sum(bill) AS bill_sum, sum(own) AS own_sum FROM (
  SELECT number, refund, amount AS bill, NULL AS own FROM alipay_bill WHERE refund = '' OR %d
  UNION ALL
  SELECT number, refund, NULL, amount FROM alipay_own)
GROUP BY number, refund HAVING sum(bill) IS NOT sum(own) ORDER BY number, refund]]

local PAGE = 1000

local NUMBER, REFUND, AMOUNT = "商户订单号", "退款批次号/请求号", "订单金额（元）"

---@class alipay.bill.difference
---@field what "missing_here"|"missing_there"|"amount" the shop has no such order, the bill has none, the amounts differ
---@field number string of the order
---@field refund string of the refund, "" of a payment
---@field bill integer|nil fen
---@field own integer|nil fen

local function checked(result, message)
  if result == nil then error(errors.from_core(message, "system"), 0) end
  return result
end

local TOO_MUCH = {
  own = "the amounts of your orders add up to more than 92233720368547758.07",
  bill = "the amounts of the bill add up to more than 92233720368547758.07",
}

-- Adds rows in one transaction, which begins with the first; `fill_with(add)` gives them one by one.
local function fill(scratch, name, fill_with)
  local sql = ("INSERT INTO alipay_%s VALUES (?, ?, ?)"):format(name)
  local count, sum, size = 0, 0, 0
  local result = fill_with(function(item)
    size = size + math.abs(item.amount) -- while that fits, so do the sums of any of them
    if size < 0 then error(errors.new("parameter", { message = TOO_MUCH[name], source = "file" }), 0) end
    if count == 0 then checked(scratch:exec "BEGIN") end
    checked(scratch:exec(sql, item.number, item.refund, item.amount))
    count, sum = count + 1, sum + item.amount
  end)
  if count > 0 then checked(scratch:exec "COMMIT") end
  return count, sum, result
end

local function add_bill(rows)
  return function(add)
    for row in rows do
      local fen, number = money.fen(row[AMOUNT] or ""), row[NUMBER]
      if not fen or not number then
        error(errors.new("parameter", {
          message = ("the bill has no %s and %s: it is none of trades"):format(NUMBER, AMOUNT), source = "file",
          hint = "a bill of type \"trade\" is needed, and its part \"detail\"",
        }), 0)
      end
      add { number = number, refund = row[REFUND] or "", amount = fen }
    end
  end
end

local function what_of(row)
  return row.own_sum == nil and "missing_here" or row.bill_sum == nil and "missing_there" or "amount"
end

local function report(scratch, counts, on_difference)
  local sql = "SELECT rowid AS place, * FROM alipay_compared WHERE rowid > ? ORDER BY rowid LIMIT " .. PAGE
  local last = 0
  repeat
    local rows = checked(scratch:query(sql, last))
    for _, row in ipairs(rows) do
      local what = what_of(row)
      counts[what] = counts[what] + 1
      if on_difference then
        on_difference { what = what, number = row.number, refund = row.refund, bill = row.bill_sum, own = row.own_sum }
      end
      last = row.place
    end
  until #rows < PAGE
end

---Compare.
---@param rows fun(): table|nil of `bill.rows` or `bill.read`
---@param orders alipay.bill.orders
---@param on_difference? fun(difference: alipay.bill.difference)
---@return table counts
function M.run(rows, orders, on_difference)
  local folder = checked(fs.temporary "alipay-lua-reconcile-")
  local remover <close> = setmetatable({}, { __close = function() fs.remove(folder) end }) -- luacheck: ignore 211
  local scratch = checked(db.open(folder .. "/scratch.db"))
  local closer <close> = setmetatable({}, { __close = function() scratch:close() end }) -- luacheck: ignore 211
  checked(scratch:exec(SCHEMA))
  local own_rows, own_sum, with_refunds = fill(scratch, "own", function(add) return read_orders(orders, scratch, add) end)
  local counts = { missing_here = 0, missing_there = 0, amount = 0, own_rows = own_rows, own_sum = own_sum }
  counts.bill_rows, counts.bill_sum = fill(scratch, "bill", add_bill(rows))
  if not with_refunds then
    counts.refunds_left_out = checked(scratch:query "SELECT count(*) AS n FROM alipay_bill WHERE refund <> ''")[1].n
  end
  checked(scratch:exec(COMPARE:format(with_refunds and 1 or 0)))
  report(scratch, counts, on_difference)
  counts.differences = counts.missing_here + counts.missing_there + counts.amount
  return counts
end

return M
