-- SPDX-License-Identifier: MIT
-- A shop's own orders, from a CSV file or a SQLite database, as what a bill is compared with: number of the order, number of the refund,
-- amount in fen. The file is only read.

local csv = require "alipay.core.csv"
local errors = require "alipay.error"
local money = require "alipay.money"
local text = require "alipay.core.text"

local M = {}

---@class alipay.bill.orders
---@field path string a CSV file with a header, in UTF-8 or GBK, or a SQLite database
---@field number? string column of the order's number; "out_trade_no", else "商户订单号" by default
---@field amount? string column of the amount; "total_amount", else "amount", else "订单金额（元）" by default
---@field refund? string column of the refund's number (out_request_no), empty in a payment; by default "out_request_no" or "退款批次号/请求号", where there is one
---@field unit? "yuan"|"fen" of amounts that are whole numbers, which are refused without it; amounts with decimals are yuan
---@field table? string of the database, where it has several
---@field sql? string SELECT on the database instead, with those columns

local MEANT = { "number", "amount", "refund" }
local DEFAULTS = {
  number = { "out_trade_no", "商户订单号" }, amount = { "total_amount", "amount", "订单金额（元）" },
  refund = { "out_request_no", "退款批次号/请求号" },
}

local function fault(orders, message, hint)
  return errors.new("parameter", { message = ("%s: %s"):format(orders.path, message), hint = hint, source = "file" })
end

-- The columns that are meant, of those that there are.
local function choose(orders, names)
  local there, chosen = {}, {}
  for _, name in ipairs(names) do there[name] = true end
  for _, what in ipairs(MEANT) do
    local given = orders[what]
    for _, name in ipairs(given and { given } or DEFAULTS[what]) do
      if there[name] and not chosen[what] then chosen[what] = name end
    end
    if not chosen[what] and (given or what ~= "refund") then
      error(fault(orders, ("it has no column '%s'"):format(given or DEFAULTS[what][1]),
        ("its columns are %s; say which is meant (%s)"):format(table.concat(names, ", "), what)), 0)
    end
  end
  return chosen
end

-- An amount in fen as it is written, nil when it is none or does not fit; or nil, what is wrong, and the remedy. Whole numbers are both,
-- yuan and fen, to somebody.
local function read_amount(orders, value)
  if math.type(value) == "float" then
    return nil, "a float, which loses fen", "select it as a text: printf('%.2f', amount) AS amount"
  elseif math.type(value) == "integer" or type(value) == "string" and value:find "^-?%d+$" then
    if orders.unit == "fen" then return math.tointeger(value) end
    if orders.unit == "yuan" then return (money.fen(tostring(value))) end
    return nil, "a whole number: yuan or fen?", "say its unit, yuan or fen"
  elseif orders.unit == "fen" then
    return nil, "no whole number of fen"
  end
  return type(value) == "string" and money.fen(value) or nil
end

local function fen_of(orders, value, place)
  local fen, refused, hint = read_amount(orders, value)
  if fen then return fen end
  error(fault(orders, ("%s: the amount %s is %s"):format(place, text.fit(tostring(value), 40), refused or "no amount"), hint), 0)
end

local function item_of(orders, number, refund, amount, place)
  if number == nil or number == "" then error(fault(orders, place .. " has no order number"), 0) end
  local fen = fen_of(orders, amount, place)
  refund = refund ~= nil and tostring(refund) or ""
  if refund ~= "" then fen = -math.abs(fen) end
  return { number = tostring(number), refund = refund, amount = fen }
end

-- ---- CSV ----

local PIECE = 65536

local function charset_of(bytes)
  return text.is_utf8(bytes:match "^.*\n" or bytes) and "UTF-8" or "GB18030"
end

-- nil at the end, which a failure is not.
local function read_bytes(orders, file, count)
  local bytes, message = file:read(count)
  if message then error(fault(orders, message), 0) end
  return bytes
end

---The orders of a CSV file.
---@param orders alipay.bill.orders
---@param file file* open
---@param add fun(item: { number: string, refund: string, amount: integer })
---@return boolean with_refunds
local function read_csv(orders, file, add)
  local bytes = read_bytes(orders, file, PIECE)
  if not bytes then error(fault(orders, "it is empty"), 0) end
  local reader <close> = assert(csv.open(charset_of(bytes)))
  local count, chosen, columns = 0, nil, nil
  local function take()
    while true do
      local cells, line, class = reader:line()
      if class then error(fault(orders, line), 0) end
      if not cells then return end
      count = count + 1
      if not columns then
        columns, chosen = {}, choose(orders, cells)
        for i, name in ipairs(cells) do columns[name] = columns[name] or i end
      elseif #cells <= columns[chosen.amount] - 1 or #cells <= columns[chosen.number] - 1 then
        error(fault(orders, ("row %d has %d cells only"):format(count - 1, #cells)), 0)
      else
        add(item_of(orders, cells[columns[chosen.number]], chosen.refund and cells[columns[chosen.refund]],
          cells[columns[chosen.amount]], "row " .. count - 1))
      end
    end
  end
  while bytes do
    local ok, message = reader:add(bytes)
    if not ok then error(fault(orders, message), 0) end
    take()
    bytes = read_bytes(orders, file, PIECE)
  end
  reader:finish()
  take()
  if not columns then error(fault(orders, "it is empty"), 0) end
  return chosen.refund ~= nil
end

-- ---- SQLite ----

local PAGE = 1000

local function quoted(name) return '"' .. name:gsub('"', '""') .. '"' end

-- A result of the scratch database, whose failures are about the user's file or SQL.
local function ask(orders, scratch, sql, ...)
  local rows, message = scratch:query(sql, ...)
  return rows or error(fault(orders, message), 0)
end

local function run(orders, scratch, sql, ...)
  local changes, message = scratch:exec(sql, ...)
  if not changes then error(fault(orders, message), 0) end
end

local function source_of(orders, scratch)
  if orders.sql then return "(" .. (orders.sql:match "^(.*[^;%s])" or "") .. "\n)" end
  local name = orders.table
  if not name then
    local tables = ask(orders, scratch, "SELECT name FROM shop.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    if #tables ~= 1 then
      error(fault(orders, ("it has %d tables"):format(#tables),
        "say which one has the orders (table), or give the SQL that selects them (sql)"), 0)
    end
    name = tables[1].name
  end
  return "shop." .. quoted(name)
end

---The orders of a SQLite database. They are copied first, so that nothing is locked meanwhile.
---@param orders alipay.bill.orders
---@param scratch core.db a database of ours
---@param add fun(item: { number: string, refund: string, amount: integer })
---@return boolean with_refunds
local function read_database(orders, scratch, add)
  run(orders, scratch, "ATTACH ? AS shop", orders.path)
  run(orders, scratch, "CREATE TABLE alipay_copied AS SELECT * FROM " .. source_of(orders, scratch))
  run(orders, scratch, "DETACH shop")
  local names = {}
  for i, row in ipairs(ask(orders, scratch, "SELECT name FROM pragma_table_info('alipay_copied')")) do names[i] = row.name end
  local chosen = choose(orders, names)
  local sql = ("SELECT rowid AS place, %s AS number, %s AS refund, %s AS amount FROM alipay_copied"
    .. " WHERE rowid > ? ORDER BY rowid LIMIT %d"):format(quoted(chosen.number), chosen.refund and quoted(chosen.refund) or "NULL",
    quoted(chosen.amount), PAGE)
  local last = 0
  repeat
    local rows = ask(orders, scratch, sql, last)
    for _, row in ipairs(rows) do
      add(item_of(orders, row.number, row.refund, row.amount, "row " .. row.place))
      last = row.place
    end
  until #rows < PAGE
  return chosen.refund ~= nil
end

---Read a shop's orders.
---@param orders alipay.bill.orders
---@param scratch core.db
---@param add fun(item: { number: string, refund: string, amount: integer })
---@return boolean with_refunds whether there is a column of refunds; raises an error object of kind "parameter"
function M.read(orders, scratch, add)
  local file <close>, message = io.open(orders.path, "rb")
  if not file then error(errors.new("parameter", { message = message, source = "file" }), 0) end
  local head = read_bytes(orders, file, 16)
  if head == "SQLite format 3\0" then return read_database(orders, scratch, add) end
  if orders.table or orders.sql then error(fault(orders, "it is no SQLite database, so it has no tables"), 0) end
  file:seek "set"
  return read_csv(orders, file, add)
end

return M
