-- SPDX-License-Identifier: MIT
-- Watch orders until all are paid or closed: a table that is redrawn.
--
-- usage: alipay-lua "$(alipay-lua --scripts)/watch.lua" ORDER... [--interval SECONDS] [--timeout SECONDS]
--
-- ORDER is your out_trade_no; - reads them from stdin, one a line. Where stdout is no terminal the table is printed when it changed;
-- under --json there is a line for each change. It changes nothing on the platform. Exit code: 0 when all are paid, 4 when one is
-- closed, 3 when time is up first.
--   alipay-lua "$(alipay-lua --scripts)/watch.lua" P20261126120000000001 P20261126120000000002

local alipay = require "alipay"
local async = require "alipay.async"
local script = require "alipay.script"

local parser = script.options(arg)
parser:argument("orders", "Your numbers of the orders; - for stdin."):args "+"
parser:option("--interval", "Seconds between two rounds."):default("4"):convert(script.seconds)
parser:option("--timeout", "Seconds until watching ends."):default("3600"):convert(script.seconds)
local args = script.parse(parser, arg)
local client = alipay.client()

local orders, seen = {}, {}
local function add(number)
  if number ~= "" and not seen[number] then
    orders[#orders + 1] = { number = number, status = "?" }
    seen[number] = true
  end
end
for _, number in ipairs(args.orders) do
  if number == "-" then
    for line in io.lines() do add(line:match "^%s*(.-)%s*$") end
  else
    add(number)
  end
end
if #orders == 0 then script.fail("parameter", "there is no order to watch") end

local ENDS = { TRADE_SUCCESS = true, TRADE_FINISHED = true, TRADE_CLOSED = true }
local COLORS = { TRADE_SUCCESS = "green", TRADE_FINISHED = "green", TRADE_CLOSED = "red", WAIT_BUYER_PAY = "yellow" }

local function ask(order)
  local res, err = client.alipay.trade.query:post { content = { out_trade_no = order.number } }
  local before = order.status
  if res then
    local data = res.data
    order.status, order.amount = data.trade_status, data.total_amount
    order.buyer, order.trade_no = data.buyer_logon_id, data.trade_no
  elseif err:is "TRADE_NOT_EXIST" then
    order.status = "no trade yet"
  elseif err.kind == "api" and err.code ~= "20000" or err.kind == "signature" or err.kind == "parameter" then
    return nil, err
  end
  order.trouble = order.status == before and not res and not err:is "TRADE_NOT_EXIST" and err.message or nil -- it may pass
  if order.status ~= before then
    script.result { out_trade_no = order.number, status = order.status, total_amount = order.amount, trade_no = order.trade_no }
  end
  return true
end

local function draw()
  local rows = {}
  for i, order in ipairs(orders) do
    rows[i] = {
      order.number, script.paint(COLORS[order.status] or "dim", script.text(order.status)), order.amount, order.buyer,
      order.trade_no, order.trouble,
    }
  end
  script.redraw(script.table({ "order", "status", "amount", "buyer", "trade_no", "" }, rows))
end

-- The orders that are still open, and how many are closed.
local function standing()
  local open, closed = {}, 0
  for _, order in ipairs(orders) do
    if not ENDS[order.status] then open[#open + 1] = order end
    if order.status == "TRADE_CLOSED" then closed = closed + 1 end
  end
  return open, closed
end

local left, closed = orders
local deadline = os.time() + args.timeout
while true do
  local _, errors = async.map(left, { limit = 8 }, ask)
  for _, reason in pairs(errors) do error(reason, 0) end
  left, closed = standing()
  draw()
  if #left == 0 or os.time() + args.interval > deadline then break end
  async.sleep(args.interval)
end
if #left > 0 then script.fail("timeout", ("%d of %d orders are still open"):format(#left, #orders)) end
if closed > 0 then script.fail("api", ("%d of %d orders are closed"):format(closed, #orders)) end
