-- SPDX-License-Identifier: MIT
-- What a buyer does: opens an order, pays it or does not. For the cashier's pages and the control calls.

local methods = require "alipay.gateway.methods"
local moves = require "alipay.gateway.trade.moves"
local orders = require "alipay.gateway.trade.orders"
local rows = require "alipay.gateway.trade.rows"
local user = require "alipay.gateway.user"

local M = {}

-- Why a buyer can do nothing, by trade_status.
local OVER = {
  TRADE_SUCCESS = "is paid already", TRADE_FINISHED = "is paid already, and finished", TRADE_CLOSED = "is closed",
}

-- Who acts: the one named, else the trade's buyer, else the user of the consent page.
local function choose(gw, row, name)
  local named = name and (user.find(gw.app_id, name) or nil)
  if name and not named then
    return nil, ("there is no buyer %s: buyers are the users of the consent page"):format(tostring(name))
  end
  local buyer_id = named and named.user_id or row.buyer_id or user.of(gw.app_id).user_id
  if row.buyer_id and row.buyer_id ~= buyer_id then
    return nil, ("order %s has another buyer: %s"):format(row.out_trade_no, row.buyer_id)
  end
  return buyer_id
end

-- The trade of an order that can be paid, opened by its buyer when nobody did.
local function open(gw, row, name)
  row = rows.get(gw, row.id)
  if OVER[row.trade_status] then return nil, ("order %s %s"):format(row.out_trade_no, OVER[row.trade_status]) end
  if orders.has_lapsed(row, gw.clock()) then
    return nil, ("order %s has expired: its time to scan or to pay is over"):format(row.out_trade_no)
  end
  local buyer_id, reason = choose(gw, row, name)
  if not buyer_id then return nil, reason end
  return row.trade_status and row or moves.open(gw, row, buyer_id)
end

---A buyer scans the code of an order, or opens its page: it becomes a trade that waits for his payment.
---@param gw alipay.gateway
---@param row table
---@param buyer? string user_id, open_id or logon_id of a user; the consent page's when unsaid
---@return table|nil row as it is now
---@return string|nil reason
function M.open(gw, row, buyer)
  return gw.store:atomically(function() return open(gw, row, buyer) end)
end

-- What a buyer may do with an open trade. Who cancels or lacks money leaves it as it is.
local OUTCOMES = {
  success = moves.pay,
  cancel = function(_, row) return row end,
  balance = function(_, row) return row end,
  open = function(_, row) return row end,
}

---A buyer opens an order and pays it, or does not.
---@param gw alipay.gateway
---@param row table
---@param options? { buyer: string|nil, outcome: "success"|"cancel"|"balance"|"open"|nil } outcome "success" when unsaid
---@return { trade_no: string, trade_status: string, return_url: string|nil, result: table|nil }|nil done with what the method of the order adds
---@return string|nil reason
function M.pay(gw, row, options)
  options = options or {}
  local outcome = options.outcome or "success"
  local act = OUTCOMES[outcome]
  if not act then return nil, ("outcome %s is not known: success, cancel, balance or open"):format(tostring(outcome)) end
  local after, reason = gw.store:atomically(function()
    local opened, why = open(gw, row, options.buyer)
    if not opened then return nil, why end
    return act(gw, opened)
  end)
  if not after then return nil, reason end
  local done = { trade_no = after.trade_no, trade_status = after.trade_status }
  local handler = methods.find(after.channel)
  for name, value in pairs(handler and handler.ended and handler.ended(gw, after, outcome) or {}) do done[name] = value end
  return done
end

return M
