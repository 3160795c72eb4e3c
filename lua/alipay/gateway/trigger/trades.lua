-- SPDX-License-Identifier: MIT
-- Events of trades that somebody wants to happen: to the order that is named, or to one that is placed for it.

local digest = require "alipay.core.digest"
local merchant = require "alipay.gateway.trigger.merchant"
local money = require "alipay.money"
local moves = require "alipay.gateway.trade.moves"
local rows = require "alipay.gateway.trade.rows"
local trade = require "alipay.gateway.trade"

local M = {}

-- What the caller says of the order and of the refund; the rest is about the notification.
local OF_ORDER = { "out_trade_no", "total_amount", "subject", "body", "passback_params", "timeout_express" }

-- Takes members out of what was given.
local function take(given, names)
  local taken = {}
  for _, name in ipairs(names) do taken[name], given[name] = given[name], nil end
  return taken
end

local function place(gw, given)
  local order = take(given, OF_ORDER)
  order.out_trade_no = order.out_trade_no or "TRIGGER" .. digest.nonce(12)
  order.total_amount, order.subject = order.total_amount or "88.88", order.subject or "alipay-lua trigger"
  local placed, sentence = merchant.call(gw, "alipay.trade.precreate", order)
  if not placed then return nil, sentence end
  local row, reason = trade.locate(gw, { out_trade_no = order.out_trade_no })
  if row then row.fresh = true end
  return row, reason
end

local NOWHERE = "nobody would be told: name an address with `to`, as http://127.0.0.1:8901/notify of `alipay-lua listen`"

-- The order that was named, else a new one.
local function find(gw, given, to)
  local named = given.trade_no and trade.locate(gw, { trade_no = given.trade_no })
  if given.trade_no and not named then return nil, "there is no trade " .. given.trade_no end
  named = named or given.out_trade_no and trade.locate(gw, { out_trade_no = given.out_trade_no })
  if not to and (not named or not named.notify_url) then return nil, NOWHERE end
  if not named then return place(gw, given) end
  given.trade_no, given.out_trade_no = nil, nil
  return named
end

local function open(gw, row)
  if row.trade_status then return row end
  return trade.open(gw, row)
end

-- What can only happen to a paid trade: an order that was made for it is paid first, one that was named has to be.
local function paid(gw, row, event)
  if row.trade_status == "TRADE_SUCCESS" then return row end
  if row.trade_status or not row.fresh then
    return nil, ("%s needs a paid order, and %s is none"):format(event, row.out_trade_no)
  end
  local done, reason = trade.pay(gw, row)
  if not done then return nil, reason end
  return rows.get(gw, row.id)
end

-- What is wrong with the amount of a refund, before anything is paid for it.
local function check_amount(row, text)
  local amount = text and money.fen(text)
  if text and (not amount or amount < 1 or amount > row.total - row.refunded) then
    return ("refund_amount must be 0.01 to %s"):format(money.text(row.total - row.refunded))
  end
end

-- By event: the kind of its notification, and what has to happen to a row.
local EVENTS = {
  ["trade.wait"] = { "wait", function(gw, row)
    if row.trade_status then return nil, ("order %s is a trade already: %s"):format(row.out_trade_no, row.trade_status) end
    return open(gw, row)
  end },
  ["trade.success"] = { "paid", function(gw, row)
    local done, reason = trade.pay(gw, row)
    if not done then return nil, reason end
    return row
  end },
  ["trade.refund"] = { "refund", function(gw, row, given)
    local content = take(given, { "refund_amount", "out_request_no", "refund_reason" })
    local reason = check_amount(row, content.refund_amount)
    if reason then return nil, reason end
    row, reason = paid(gw, row, "trade.refund")
    if not row then return nil, reason end
    content.out_trade_no = row.out_trade_no
    content.refund_amount = content.refund_amount or money.text(row.total - row.refunded)
    content.out_request_no = content.out_request_no or "R" .. digest.nonce(12)
    local done
    done, reason = merchant.call(gw, "alipay.trade.refund", content)
    return done and row, reason
  end },
  ["trade.closed"] = { "closed", function(gw, row)
    local reason
    row, reason = open(gw, row)
    if not row then return nil, reason end
    local done
    done, reason = merchant.call(gw, "alipay.trade.close", { out_trade_no = row.out_trade_no })
    return done and row, reason
  end },
  -- Months early: its time to refund ends now.
  ["trade.finished"] = { "finished", function(gw, row)
    local reason
    row, reason = paid(gw, row, "trade.finished")
    if not row then return nil, reason end
    return gw.store:atomically(function()
      return moves.finish(gw, rows.set(gw, rows.get(gw, row.id), { finishes = gw.clock() }))
    end)
  end },
}

M.NAMES = {}
for name in pairs(EVENTS) do M.NAMES[#M.NAMES + 1] = name end

---Whether an event is one of a trade.
---@param event string
---@return boolean
function M.has(event)
  return EVENTS[event] ~= nil
end

---Make it happen.
---@param gw alipay.gateway
---@param event string
---@param given table<string, string> members of the order, of the refund and of the notification; those of the notification are left
---@param to? string the address that is to be told, if it is not the order's
---@return table|nil row of the trade
---@return string kind of the notification; or why it cannot happen
function M.make(gw, event, given, to)
  local kind, act = table.unpack(EVENTS[event])
  local row, reason = find(gw, given, to)
  if row then row, reason = act(gw, row, given) end
  if not row then return nil, reason --[[@as string]] end
  return rows.get(gw, row.id), kind
end

return M
