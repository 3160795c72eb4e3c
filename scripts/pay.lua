-- SPDX-License-Identifier: MIT
-- Take a payment and bring it to its end: by the code on the buyer's phone, or with a QR code that the buyer scans.
--
-- usage: alipay-lua "$(alipay-lua --scripts)/pay.lua" --amount YUAN --subject TEXT [--code CODE | --png FILE] [--order NUMBER]
--
-- With --code (what a scanner reads from the buyer's phone) the payment is sent once, then the trade is asked for, and cancelled if it
-- is not paid in time. Without, a QR code is drawn, which is good for the minutes of --timeout, and an order that was scanned and not
-- paid is closed. A run that was killed is brought to its end by --resume, refunds too. Exit code: 0 when it is paid; 4 when it was
-- refused or closed, 3 when it was not paid in time, or nobody knows.
--   alipay-lua --local "$(alipay-lua --scripts)/pay.lua" --amount 88.80 --subject 茶 --order P20261126120000000001 --code 284776044441477959

local alipay = require "alipay"
local json = require "alipay.json"
local money = require "alipay.money"
local script = require "alipay.script"
local trade = require "alipay.trade"

local parser = script.options(arg)
parser:option("--amount", "Yuan with at most two decimals, as 88.80.")
parser:option("--subject", "What is sold; the buyer sees it.")
parser:option("--code", "The buyer's payment code; without it a QR code is drawn.")
parser:option("--png", "Write the QR code into this file instead of drawing it.")
parser:option("--order", "Your number of the order; a new one otherwise.")
parser:option("--notify-url", "Where the platform reports the payment.")
parser:option("--timeout", "Seconds until the payment is given up."):default("60"):convert(script.seconds)
parser:option("--interval", "Seconds between two questions."):default("4"):convert(script.seconds)
parser:flag("--resume", "Take no payment: bring to their end what killed runs left open.")
local args = script.parse(parser, arg)
local client = alipay.client()

-- What was paid, or what this refund gave back: total_amount is the order's also in a query of a refund, refund_fee the sum of all its
-- refunds.
local function amount_of(entry)
  local res = entry.res
  if not res then return nil end
  if entry.kind ~= "refund" then return res.data.total_amount end
  return res.data.refund_amount or res.sent.options.content.refund_amount
end

-- What a result says for people.
local function line_of(entry)
  return { entry.kind, entry.key, entry.out_request_no, entry.outcome, amount_of(entry) }
end

if args.resume then
  local list = alipay.check(trade.resume(client, { interval = args.interval }))
  local rows, results, failure = {}, {}, nil
  for i, entry in ipairs(list) do
    rows[i] = line_of(entry)
    if entry.outcome == "unknown" then failure = failure or entry.err end
    results[i] = {
      kind = entry.kind, key = entry.key, out_request_no = entry.out_request_no, outcome = entry.outcome,
      error = entry.err and entry.err:data(),
    }
  end
  if #list == 0 then script.say("nothing was left open")
  else script.say("%s", script.table({ "what", "order", "number", "outcome", "amount" }, rows)) end
  script.result { resumed = json.array(results) }
  if failure then error(failure, 0) end
  return
end

if not args.amount or not args.subject then
  script.fail("parameter", "--amount and --subject are needed", "alipay-lua " .. arg[0] .. " --help")
end
if args.code and args.png then script.fail("parameter", "--png is for a payment without --code") end

local content = {
  out_trade_no = args.order or os.date "!P%Y%m%d%H%M%S" .. ("%06d"):format(math.random(0, 999999)),
  total_amount = args.amount, subject = args.subject,
}
local said
local options = {
  timeout = args.timeout, interval = args.interval, query = args.notify_url and { notify_url = args.notify_url } or nil,
  on_state = function(state)
    if state ~= said then script.note("%s  %s", content.out_trade_no, state) end
    said = state
  end,
}

local res, err
if args.code then
  content.auth_code, content.scene = args.code, "bar_code"
  script.on_interrupt("whether order %s was paid is unknown: pay.lua --resume brings it to its end", content.out_trade_no)
  res, err = trade.pay(client, content, options)
else
  if (money.fen(args.amount) or 0) > 0 then -- else there is nothing to wait for: it is refused
    script.note("order %s of %s: waiting %g s for the buyer", content.out_trade_no, args.amount, args.timeout)
  end
  script.on_interrupt("order %s is open, and may be paid until its code ends: watch.lua %s tells", content.out_trade_no,
    content.out_trade_no)
  options.png, options.show = args.png, not args.png
  res, err = trade.scan(client, content, options)
end
script.result {
  out_trade_no = content.out_trade_no, outcome = res and "paid" or err.outcome, data = res and res.data, error = err and err:data(),
}
if not res then error(err, 0) end
script.say("%s  %s  %s  %s", script.paint("green", "paid"), content.out_trade_no, res.data.total_amount or args.amount,
  res.data.trade_no)
