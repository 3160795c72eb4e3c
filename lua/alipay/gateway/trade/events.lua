-- SPDX-License-Identifier: MIT
-- What happens to a trade and is told to its merchant, written down in the transaction in which it happens.

local notifications = require "alipay.gateway.notifications"

local M = {}

---Write an event down, and the notification of it.
---@param gw alipay.gateway
---@param kind "wait"|"paid"|"refund"|"closed"|"finished"
---@param trade table row as it is after the event
---@param refund? table row
function M.add(gw, kind, trade, refund)
  gw.store:exec("INSERT INTO events (kind, trade, refund, created) VALUES (?, ?, ?, ?)", kind, trade.id, refund and refund.id,
    gw.clock())
  notifications.queue(gw, kind, trade, refund)
end

return M
