-- SPDX-License-Identifier: MIT
-- What happens to a trade and is told to its merchant, written down in the transaction in which it happens.

local listing = require "alipay.gateway.trade.listing"
local notifications = require "alipay.gateway.notifications"

local M = {}

---Write an event down, and the notification of it; tell whoever watches the ledger once it has happened.
---@param gw alipay.gateway
---@param kind "wait"|"paid"|"refund"|"closed"|"finished"
---@param trade table row as it is after the event
---@param refund? table row
function M.add(gw, kind, trade, refund)
  gw.store:exec("INSERT INTO events (kind, trade, refund, created) VALUES (?, ?, ?, ?)", kind, trade.id, refund and refund.id,
    gw.clock())
  notifications.queue(gw, kind, trade, refund)
  gw.store:after(function()
    listing.announce(gw, "trades", { trade_no = trade.trade_no })
    if refund then listing.announce(gw, "refunds", { trade_no = trade.trade_no, out_request_no = refund.out_request_no }) end
  end)
end

return M
