-- SPDX-License-Identifier: MIT
-- The control call `faults`: replaces the rules; without `rules` it tells which hold.

local faults = require "alipay.gateway.faults"
local json = require "alipay.json"

local M = {}

M.fields = { rules = "table" }

---@param gw alipay.gateway
---@param given { rules: string[]? }
---@return { rules: string[] }|nil
---@return string|nil sentence
function M.run(gw, given)
  if given.rules then
    local set, wrong = faults.set(gw, given.rules)
    if not set then return nil, wrong end
  end
  return { rules = json.array(faults.list(gw)) }
end

return M
