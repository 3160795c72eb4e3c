-- SPDX-License-Identifier: MIT
-- The control call `notify`: sends a notification again, or one of an event that did not happen.

local resend = require "alipay.gateway.notifications.resend"

local M = {}

M.fields = {
  notify_id = "string", out_trade_no = "string", times = "integer", kind = "string", to = "string", fields = "table",
}

M.run = resend.send

return M
