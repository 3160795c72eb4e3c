-- SPDX-License-Identifier: MIT
-- The gateway's own app as a merchant's program would use it: signed calls that meet every check, but no network and no faults.

local form = require "alipay.core.form"
local json = require "alipay.json"
local protocol = require "alipay.v2.protocol"
local query_of_v2 = require "alipay.gateway.v2.query"

local M = {}

---Make a call.
---@param gw alipay.gateway
---@param method string
---@param content table biz_content
---@return table<string, any>|nil fields of the answer
---@return string|nil sentence why it was refused
function M.call(gw, method, content)
  local params = {
    app_id = gw.app_id, method = method, charset = protocol.CHARSET, format = "JSON", version = protocol.VERSION,
    sign_type = gw.sign_type, timestamp = protocol.timestamp(gw.machine_clock()), biz_content = json.encode(content),
  }
  params.sign = assert(gw.keys.app_private:sign(form.canonical(params), gw.sign_type))
  local query = {}
  for name, value in pairs(params) do query[#query + 1] = { name, value } end
  local fields, refused = query_of_v2.decide(gw, query)
  if refused then return nil, ("%s: %s %s"):format(method, fields.sub_code, fields.sub_msg) end
  return fields
end

return M
