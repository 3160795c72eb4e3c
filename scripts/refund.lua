-- SPDX-License-Identifier: MIT
-- Refund an order, whole or in part, exactly once.
--
-- usage: alipay-lua "$(alipay-lua --scripts)/refund.lua" ORDER --amount YUAN [--number NUMBER] [--reason TEXT]
--
-- Each refund has a number (out_request_no), written down before it is sent. When nobody knows how it ended, run it again with that
-- --number: the platform makes one refund of it however often it is asked. Without --number it is a new refund, which is refused
-- while an earlier one of the same order is open. Exit code: 0 when the money went back, 4 when it was refused, 3 when nobody knows.
--   alipay-lua --local "$(alipay-lua --scripts)/refund.lua" P20261126120000000001 --amount 8.80 --reason 退货

local alipay = require "alipay"
local script = require "alipay.script"
local trade = require "alipay.trade"

local parser = script.options(arg)
parser:argument("order", "Your number of the order; with --trade-no Alipay's.")
parser:option("--amount", "Yuan with at most two decimals, as 8.80.")
parser:option("--number", "Number of this refund, when it is repeated.")
parser:option("--reason", "Why; the buyer sees it.")
parser:flag("--trade-no", "ORDER is Alipay's trade_no.")
local args = script.parse(parser, arg)
if not args.amount then script.fail("parameter", "--amount is needed", "alipay-lua " .. arg[0] .. " --help") end
local client = alipay.client()
script.on_interrupt(
  "whether the refund%s of order %s was made is unknown: pay.lua --resume tells its number and brings it to its end",
  args.number and " " .. args.number or "", args.order)

local res, err = trade.refund(client, {
  out_trade_no = not args.trade_no and args.order or nil, trade_no = args.trade_no and args.order or nil,
  refund_amount = args.amount, out_request_no = args.number, refund_reason = args.reason,
})
script.result {
  order = args.order, outcome = res and "refunded" or err.outcome, out_request_no = args.number or err and err.out_request_no,
  data = res and res.data, error = err and err:data(),
}
if not res then
  if err.out_request_no then script.note("refund %s of order %s", err.out_request_no, args.order) end
  error(err, 0)
end
-- The sum of the order's refunds stands in the answer to a refund; that of a query has this one's amount alone.
local done = script.paint("green", "refunded")
if res.data.refund_fee then
  script.say("%s  %s  %s; refunded of this order so far: %s", done, args.order, args.amount, res.data.refund_fee)
else
  script.say("%s  %s  %s; found by a query, which has no sum of the order's refunds", done, args.order, args.amount)
end
