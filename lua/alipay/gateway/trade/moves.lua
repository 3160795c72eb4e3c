-- SPDX-License-Identifier: MIT
-- The moves of a trade from state to state, each with the event that its merchant is told. They run inside of a transaction, on a row
-- that was read in it, and check nothing: alipay.gateway.trade.states says what may be done.

local deadlines = require "alipay.gateway.trade.deadlines"
local events = require "alipay.gateway.trade.events"
local json = require "alipay.json"
local protocol = require "alipay.v2.protocol"
local rows = require "alipay.gateway.trade.rows"

local M = {}

-- 28 digits that begin with the day in China, as the platform's.
local function trade_no(row, now)
  return protocol.timestamp(now):sub(1, 10):gsub("%-", "") .. ("220014%014d"):format(row.id)
end

---An order becomes a trade: the buyer scanned its code or opened its page, or the merchant named him.
---@param gw alipay.gateway
---@param row table
---@param buyer_id string
---@return table row as it is now, as of every function here
function M.open(gw, row, buyer_id)
  local now = gw.clock()
  row = rows.set(gw, row, { trade_no = trade_no(row, now), trade_status = "WAIT_BUYER_PAY", opened = now, buyer_id = buyer_id })
  events.add(gw, "wait", row)
  return row
end

---The buyer pays.
function M.pay(gw, row)
  local now = gw.clock()
  row = rows.set(gw, row, { trade_status = "TRADE_SUCCESS", paid = now, finishes = now + deadlines.REFUND_WINDOW })
  events.add(gw, "paid", row)
  return row
end

---What is unpaid is paid no more.
function M.close(gw, row)
  row = rows.set(gw, row, { trade_status = "TRADE_CLOSED", closed = gw.clock() })
  events.add(gw, "closed", row)
  return row
end

---Money goes back.
---@param gw alipay.gateway
---@param row table
---@param out_request_no string
---@param amount integer fen
---@param content table what the request said
---@return table row
---@return table refund row
function M.refund(gw, row, out_request_no, amount, content)
  local now, refunded = gw.clock(), row.refunded + amount
  gw.store:exec("INSERT INTO refunds (trade, seller_id, out_request_no, amount, refunded, content, created) "
    .. "VALUES (?, ?, ?, ?, ?, ?, ?)", row.id, row.seller_id, out_request_no, amount, refunded, json.encode(content), now)
  local changes = { refunded = refunded }
  if refunded == row.total then changes.trade_status, changes.closed = "TRADE_CLOSED", now end
  row = rows.set(gw, row, changes)
  local refund = rows.refund(gw, row, out_request_no)
  events.add(gw, "refund", row, refund)
  return row, refund
end

---The time to refund is over.
function M.finish(gw, row)
  row = rows.set(gw, row, { trade_status = "TRADE_FINISHED" })
  events.add(gw, "finished", row)
  return row
end

return M
