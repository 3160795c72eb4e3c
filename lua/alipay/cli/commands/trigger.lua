-- SPDX-License-Identifier: MIT
-- `alipay-lua trigger`: makes something happen at a local gateway, which tells the merchant.

local address = require "alipay.util.address"
local errors = require "alipay.error"
local http = require "alipay.http"
local json = require "alipay.json"
local lang = require "alipay.lang"
local mode = require "alipay.util.mode"
local options = require "alipay.cli.options"
local printable = require "alipay.util.printable"
local secrets = require "alipay.util.secrets"

local M = {}

M.SUMMARY = "make a local gateway do something and notify"

---What completion proposes.
M.WORDS = {
  "appauth.cancelled", "auth.cancelled", "trade.closed", "trade.finished", "trade.refund", "trade.success", "trade.wait",
  "transfer.changed",
}

local HELP = [[
Make the local gateway that the environment names do what an event says, and tell the merchant. Of trades:
  trade.success    a buyer pays            trade.refund     money goes back, all that is left unless refund_amount says less
  trade.closed     the order ends unpaid   trade.finished   the time to refund ends
  trade.wait       a buyer opens the order
each for the order that out_trade_no or trade_no names, or for a new one: total_amount, subject, body and passback_params are its.
Every other NAME=VALUE stands in the notification in place of what would be there; NAME= leaves it out. Of the app:
  auth.cancelled     a user takes back what he allowed: his tokens end
  appauth.cancelled  a merchant does
  transfer.changed   a transfer is done, that of out_biz_no or a new one
and any other message by its whole name, NAME=VALUE its content. These go to --to, or to the notify_url that the app was given.
It waits for the merchant's answer, and ends with 3 when that is not `success`.

Examples:
  . /tmp/gw/env                                     # DIR/env of `alipay-lua gateway --dir DIR` names the gateway
  alipay-lua trigger trade.success --to http://127.0.0.1:8901/notify
  alipay-lua trigger trade.success out_trade_no=A1  # to the order's own notify_url
  alipay-lua trigger trade.refund total_amount=8.80 refund_amount=1.00 --to http://127.0.0.1:8901/notify
  alipay-lua trigger trade.success buyer_id=2088102100000001 --to http://127.0.0.1:8901/notify
  alipay-lua trigger auth.cancelled --to http://127.0.0.1:8901/notify
  alipay-lua trigger alipay.merchant.tradecomplain.changed complain_event_id=1 --to http://127.0.0.1:8901/notify]]

local function fail(kind, message, hint)
  error(errors.new(kind, { message = message, hint = hint }), 0)
end

local function parse(arg)
  local parser = options.parser("alipay-lua trigger", HELP)
  parser:argument("event", "What is to happen."):argname "EVENT"
  parser:argument("fields", "Of the order, the notification or the message."):argname("NAME=VALUE"):args "*"
  parser:option("--to", "Address that is told, in place of the order's or the app's own."):argname "URL"
  local values = options.parse(parser, arg)
  local fields = {}
  for _, text in ipairs(values.fields) do
    local name, value = text:match "^([%w_]+)=(.*)$"
    if not name then fail("parameter", ("'%s' is no field"):format(printable.line(text)), "write name=value") end
    fields[name] = value
  end
  return { event = values.event, to = values.to, fields = fields }
end

-- Where the gateway is controlled, and by which token.
local function control()
  local url, token = os.getenv "ALIPAY_CONTROL", os.getenv "ALIPAY_CONTROL_TOKEN"
  for name, value in pairs { ALIPAY_CONTROL = url or "", ALIPAY_CONTROL_TOKEN = token or "" } do
    if value == "" then
      fail("parameter", name .. " is not set: no local gateway is named",
        "start one with `alipay-lua gateway --dir DIR`, then `. DIR/env` in this shell")
    end
  end
  if not address.is_whole(url) then
    fail("parameter", "ALIPAY_CONTROL is no http or https address: " .. secrets.quoted(url),
      "`. DIR/env` of a local gateway sets it")
  end
  return url, token
end

-- What the gateway did.
local function call(given)
  local url, token = control()
  local reply = errors.check(http.fetch(url .. "/trigger", {
    method = "POST", timeout = 30, body = json.encode(given),
    headers = { "Content-Type: application/json", "Authorization: Bearer " .. token },
  }))
  local answer = json.decode(reply.body)
  if type(answer) ~= "table" or reply.status ~= 200 and type(answer.error) ~= "string" then
    fail("http", "what ALIPAY_CONTROL names is no local gateway", "`. DIR/env` of one that runs")
  end
  if reply.status >= 500 then fail("http", answer.error) end
  if reply.status ~= 200 then
    local stale = reply.status == 401 and "ALIPAY_CONTROL_TOKEN is another gateway's: `. DIR/env` again" or nil
    fail("parameter", (answer.error:gsub("`to`", "--to")), stale) -- as it is called here
  end
  return answer
end

local function show(answer)
  answer.to = answer.to and secrets.address(answer.to)
  if mode.json then return io.stdout:write(json.encode(answer), "\n") end
  local what = answer.out_trade_no
    and lang.format("order %s, trade_no %s, %s", answer.out_trade_no, answer.trade_no, answer.trade_status) or answer.msg_method
  io.stdout:write(printable.line(lang.format("%s: %s", answer.event, what)), "\n",
    printable.line(lang.format("notified %s: %s (notify_id %s)", answer.to or "?", answer.result, answer.notify_id)), "\n")
end

---@param arg string[]
---@return integer code 0 when the merchant answered `success`, else 3; raises an error object for what cannot be done
function M.run(arg)
  local answer = call(parse(arg))
  show(answer)
  return answer.delivered and 0 or 3
end

return M
