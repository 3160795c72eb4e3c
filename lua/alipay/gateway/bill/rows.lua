-- SPDX-License-Identifier: MIT
-- What moved a merchant's money, as rows of a bill. The ledger is the room trade's; this reads it.

local protocol = require "alipay.v2.protocol"
local trade = require "alipay.gateway.trade"
local user = require "alipay.gateway.user"

local M = {}

-- "本地用户", "local-user@example.com" as "*地用户(loc***@example.com)".
local function buyer_of(gw, row)
  local buyer = user.find(gw.app_id, row.buyer_id)
  if not buyer then return "" end
  return ("*%s(%s)"):format(buyer.nick_name:match("^[^\x80-\xBF][\x80-\xBF]*(.*)$"), user.mask(buyer.logon_id))
end

local function text(value) return type(value) == "string" and value or "" end

local function row_of(gw, moved)
  local row, content = moved.trade, moved.trade.content
  local began = moved.refund and moved.at or row.opened
  return {
    trade_no = row.trade_no, out_trade_no = row.out_trade_no, refund_no = moved.refund and moved.refund.out_request_no,
    subject = row.subject, created = protocol.timestamp(began), finished = protocol.timestamp(moved.at), amount = moved.amount,
    store_id = text(content.store_id), store_name = "", operator = text(content.operator_id), terminal = text(content.terminal_id),
    buyer = buyer_of(gw, row),
  }
end

---@param gw alipay.gateway
---@param seller_id string
---@param from integer Unix seconds
---@param to integer the first second after it
---@return fun(): alipay.gateway.bill.row|nil next in the order of time
function M.iterate(gw, seller_id, from, to)
  local next_moved = trade.bill_rows(gw, seller_id, from, to)
  return function()
    local moved = next_moved()
    return moved and row_of(gw, moved)
  end
end

return M
