-- SPDX-License-Identifier: MIT
-- Payments and refunds brought to an end. Every function ends with a certain outcome, or says "unknown" with what is known; what moves
-- money is written down before it is sent, so that `trade.resume` finishes what a killed program left open. docs/trade.md tells more.

local attempt = require "alipay.trade.attempt"
local cancel = require "alipay.trade.cancel"
local client_of = require "alipay.client.client"
local close = require "alipay.trade.close"
local errors = require "alipay.error"
local input = require "alipay.trade.input"
local journal = require "alipay.trade.journal"
local number_of = require "alipay.trade.number"
local pay = require "alipay.trade.pay"
local refund = require "alipay.trade.refund"
local response = require "alipay.call.response"
local scan = require "alipay.trade.scan"
local wait = require "alipay.trade.wait"

local M = {}

local function check(client, content, where)
  if not client_of.is(client) then errors.usage(where .. ": the first argument must be a client") end
  if type(content) ~= "table" then
    errors.usage(("%s: a table of content is needed, not a %s"):format(where, type(content)))
  end
end

local function check_number(content, where)
  if type(content.out_trade_no) ~= "string" or content.out_trade_no == "" then
    errors.usage(where .. ": out_trade_no is needed, a string")
  end
end

-- A key is an out_trade_no, or a table that names the order.
local function order_of(key, where)
  if type(key) == "string" then key = { out_trade_no = key } end
  if type(key) ~= "table" then errors.usage(where .. ": an out_trade_no is needed, or { trade_no = ... }") end
  input.key_of(key, where)
  return key
end

---Take a payment by the buyer's code, to its end: it is sent once, then the trade is asked for, and what is still unpaid when time is
---up is cancelled, so that the buyer cannot pay later.
---@param client alipay.client
---@param content table biz_content of alipay.trade.pay: out_trade_no, total_amount ("88.88", a text), subject, auth_code, ...
---@param options? alipay.trade.options after `timeout` seconds, 60 by default, it is cancelled
---@return alipay.response|nil res `data.trade_status` is TRADE_SUCCESS (or TRADE_FINISHED)
---@return alipay.error|nil err `outcome` "unpaid" (refused, nothing was charged), "cancelled" (given up, nothing is owed) or "unknown"
function M.pay(client, content, options)
  local where = "trade.pay"
  check(client, content, where)
  options = input.options(options, where)
  local fine, wrong = input.check_amount(content.total_amount, "total_amount", where)
  if not fine then return nil, wrong end
  check_number(content, where)
  local one <close>, err = attempt.begin(client, options, "pay", content.out_trade_no, "", content)
  if not one then return nil, err end
  local res
  res, err = pay.run(one, content)
  return res, err
end

---Make an order that the buyer pays by scanning a code. No money moves, and there is no trade before the buyer scans.
---@param client alipay.client
---@param content table biz_content of alipay.trade.precreate: out_trade_no, total_amount ("88.88", a text), subject, ...
---@param options? { query: table?, png: string?, show: boolean? } query: further parameters, as notify_url; png: file for a picture of the code; show: draw the code on stdout
---@return alipay.response|nil res `data.qr_code` is the text of the code
---@return alipay.error|nil err
function M.precreate(client, content, options)
  local where = "trade.precreate"
  check(client, content, where)
  options = options or {}
  for name in pairs(options) do
    if name ~= "query" and name ~= "png" and name ~= "show" then
      errors.usage(("%s: unknown option '%s' (options are png, query, show)"):format(where, tostring(name)))
    end
  end
  local fine, wrong = input.check_amount(content.total_amount, "total_amount", where)
  if not fine then return nil, wrong end
  local chain = client:chain "alipay.trade.precreate"
  local res, err = response.with_data(chain:post { content = content, query = options.query })
  if not res then return nil, err end
  local ok
  ok, err = scan.show(res.data.qr_code or "", options)
  if not ok then return nil, err end
  return res
end

local SHOWN = { png = true, show = true }

---Take a payment by a QR code that the buyer scans, to its end: the order is made, waited for, and closed when it is not paid in time.
---The code is good for the minutes of `timeout`, unless the content says how long.
---@param client alipay.client
---@param content table biz_content of alipay.trade.precreate: out_trade_no, total_amount ("88.88", a text), subject, ...
---@param options? alipay.trade.options and `png`, `show` of `precreate`
---@return alipay.response|nil res of the query: `data.trade_status` TRADE_SUCCESS or TRADE_FINISHED
---@return alipay.error|nil err `outcome` "unpaid" when the order is closed; "unknown" when nobody scanned the code, which ends by itself, and when it is not known
function M.scan(client, content, options)
  local where = "trade.scan"
  check(client, content, where)
  local given, shown = {}, {}
  for name, value in pairs(options or {}) do (SHOWN[name] and shown or given)[name] = value end
  given = input.options(given, where)
  check_number(content, where)
  content, shown.query = scan.limited(content, given.timeout), given.query
  local made, err = M.precreate(client, content, shown)
  if not made then return nil, err end
  return scan.settle(client, content, given)
end

---Wait until an order is paid. It cancels nothing: an order that is not paid in time can still be paid.
---@param client alipay.client
---@param key string|{ out_trade_no: string?, trade_no: string? } out_trade_no, or a table that names the order
---@param options? alipay.trade.options
---@return alipay.response|nil res of the query: `data.trade_status` TRADE_SUCCESS or TRADE_FINISHED
---@return alipay.error|nil err `outcome` "unpaid" when it is closed; kind "timeout", `outcome` "unknown", when time is up
function M.wait(client, key, options)
  local where = "trade.wait"
  check(client, {}, where)
  local one = attempt.new(client, input.options(options, where))
  one.content = order_of(key, where)
  return wait.run(one)
end

---Refund an order, whole or in part. Without out_request_no it is a new refund, with a number of its own; the same number again is the
---same refund. A refund of that order that is still open must be brought to its end first, also when it named the order by the other
---of trade_no and out_trade_no.
---@param client alipay.client
---@param content table biz_content of alipay.trade.refund: out_trade_no or trade_no, refund_amount ("8.88"), out_request_no, ...
---@param options? alipay.trade.options
---@return alipay.response|nil res of the refund, or of the query that found it
---@return alipay.error|nil err `outcome` "refused" (nothing was refunded) or "unknown"; `out_request_no` its number
function M.refund(client, content, options)
  local where = "trade.refund"
  check(client, content, where)
  options = input.options(options, where)
  local fine, wrong = input.check_amount(content.refund_amount, "refund_amount", where)
  if not fine then return nil, wrong end
  local key = input.key_of(content, where)
  local number, guard = content.out_request_no, nil
  if number ~= nil and (type(number) ~= "string" or number == "") then
    errors.usage(where .. ": out_request_no must be a string")
  end
  if not number then
    number, guard = number_of.new(client, options, content)
    if not number then return nil, guard end
  end
  local one <close>, err = attempt.begin(client, options, "refund", key, number, content, guard)
  if not one then return nil, err end
  local res
  res, err = refund.settle(one)
  if err and not err.out_request_no then err.out_request_no = number end
  return res, err
end

local function end_order(client, key, options, kind, settle)
  local where = "trade." .. kind
  check(client, {}, where)
  local order = order_of(key, where)
  local one <close>, err = attempt.begin(client, input.options(options, where), kind, input.key_of(order, where), "", order)
  if not one then return nil, err end
  local res
  res, err = settle(one) -- no tail call: `one` is closed behind it
  return res, err
end

---Close an order that is not paid.
---@param client alipay.client
---@param key string|{ out_trade_no: string?, trade_no: string?, operator_id: string? } out_trade_no, or a table that names the order
---@param options? alipay.trade.options
---@return alipay.response|nil res
---@return alipay.error|nil err `outcome` "refused" (it is paid, say) or "unknown"
function M.close(client, key, options)
  return end_order(client, key, options, "close", close.settle)
end

---Cancel a payment: what is unpaid is closed, what is paid goes back to the buyer. Repeated while the platform asks for it.
---@param client alipay.client
---@param key string|{ out_trade_no: string?, trade_no: string? } out_trade_no, or a table that names the order
---@param options? alipay.trade.options
---@return alipay.response|nil res `data.action` "close" or "refund"; none for an order that is not there
---@return alipay.error|nil err `outcome` "refused" or "unknown"
function M.cancel(client, key, options)
  return end_order(client, key, options, "cancel", cancel.settle)
end

local SETTLE = { pay = pay.settle, refund = refund.settle, close = close.settle, cancel = cancel.settle }

---@class alipay.trade.resumed
---@field kind "pay"|"refund"|"close"|"cancel"
---@field key string out_trade_no or trade_no
---@field out_request_no string|nil
---@field outcome "paid"|"unpaid"|"cancelled"|"refunded"|"refused"|"closed"|"unknown"
---@field res alipay.response|nil
---@field err alipay.error|nil

---Bring to their end what killed programs left open for this client's account. A payment whose buyer has gone is cancelled unless it
---is paid. What a living process works on is left to it.
---@param client alipay.client
---@param options? alipay.trade.options `timeout` is for each, 20 seconds by default
---@return alipay.trade.resumed[]|nil list
---@return alipay.error|nil err the journal cannot be used
function M.resume(client, options)
  local where = "trade.resume"
  check(client, {}, where)
  local given = input.options(options, where)
  if not (options and options.timeout) then given.timeout = 20 end
  local kept <close>, err = journal.open(client, given)
  if not kept then return nil, err end
  local open
  open, err = kept:open_ones()
  if not open then return nil, err end
  local list = {}
  for _, intention in ipairs(open) do
    local claimed
    claimed, err = kept:claim(intention)
    if claimed == nil then return nil, err end
    if claimed then
      local one <close> = attempt.take_up(client, given, kept, intention)
      local entry = { kind = intention.kind, key = intention.key }
      if intention.request_no ~= "" then entry.out_request_no = intention.request_no end
      entry.res, entry.err, entry.outcome = SETTLE[intention.kind](one)
      list[#list + 1] = entry
    end
  end
  return list
end

return M
