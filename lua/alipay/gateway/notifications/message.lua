-- SPDX-License-Identifier: MIT
-- What a message is that belongs to no order: for an app's application gateway, signed by rule V2, which leaves out `sign` alone. It is
-- kept and sent as notifications are, on a schedule of its own.

local form = require "alipay.core.form"
local json = require "alipay.json"
local signing = require "alipay.gateway.signing"

local M = {}

-- Of messages; trades have another one.
local VERSION = "1.1"

---Seconds from an attempt that failed to the next: eight in 25 hours.
M.SCHEDULE = { 120, 600, 600, 3600, 7200, 21600, 54000 }

---The members that stay the same however often it is sent.
---@param gw alipay.gateway
---@param app_id string
---@param name string as "alipay.open.auth.userauth.cancelled"
---@param content table<string, any> its biz_content
---@return table<string, string>
function M.members(gw, app_id, name, content)
  return {
    utc_timestamp = tostring(gw.clock() * 1000), msg_method = name, app_id = app_id, version = VERSION,
    biz_content = json.encode(content),
  }
end

---The signed parameters of one attempt.
---@param gw alipay.gateway
---@param row table of notifications
---@return table<string, string>
function M.parameters(gw, row)
  local params = json.decode(row.fields)
  params.notify_id, params.charset, params.sign_type = row.notify_id, row.charset, gw.sign_type
  params.sign = signing.bytes(gw, form.canonical(params, { "sign" }))
  return params
end

return M
