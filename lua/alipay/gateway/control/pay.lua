-- SPDX-License-Identifier: MIT
-- The control call `pay`: a buyer scans a code or opens an order, and pays it or does not.

local trade = require "alipay.gateway.trade"

local M = {}

local KEYS = { "qr_code", "out_trade_no", "trade_no", "order", "url" }

M.fields = { buyer = "string", outcome = "string" }
for _, name in ipairs(KEYS) do M.fields[name] = "string" end

local OUTCOMES = { success = true, cancel = true, balance = true, open = true }

---@param gw alipay.gateway
---@param given { qr_code: string?, out_trade_no: string?, trade_no: string?, order: string?, url: string?, buyer: string?, outcome: string? }
---@return { trade_no: string, trade_status: string, return_url: string?, result: table? }|nil
---@return string|nil sentence
---@return integer|nil status
function M.run(gw, given)
  local count = 0
  for _, name in ipairs(KEYS) do count = count + (given[name] and 1 or 0) end
  if count ~= 1 then return nil, "name the order by one of " .. table.concat(KEYS, ", ") end
  if given.outcome and not OUTCOMES[given.outcome] then return nil, "'outcome' must be success, cancel, balance or open" end
  local row, reason = trade.locate(gw, given)
  if not row then return nil, reason, 404 end
  local done
  done, reason = trade.pay(gw, row, given)
  return done, reason, 409
end

return M
