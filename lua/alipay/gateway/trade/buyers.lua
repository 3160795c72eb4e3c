-- SPDX-License-Identifier: MIT
-- Who buys.

local user = require "alipay.gateway.user"

local M = {}

---The buyer whom values name, the consent page's user when they name none.
---@param gw alipay.gateway
---@param values table<string, any> buyer_id or buyer_open_id
---@param seller_id string
---@return alipay.gateway.user|nil
---@return string|nil sub_code
function M.choose(gw, values, seller_id)
  local name = values.buyer_id or values.buyer_open_id
  if not name then return user.of(gw.app_id) end
  if name == seller_id then return nil, "ACQ.BUYER_SELLER_EQUAL" end
  local buyer = user.find(gw.app_id, name)
  if not buyer then return nil, "ACQ.BUYER_NOT_EXIST" end
  return buyer
end

return M
