-- SPDX-License-Identifier: MIT
-- What time does to trades: unpaid ones close, paid ones finish.

local moves = require "alipay.gateway.trade.moves"
local rows = require "alipay.gateway.trade.rows"

local M = {}

local NEXT = [[
SELECT min(at) AS at FROM (
  SELECT min(expires) AS at FROM trades WHERE trade_status = 'WAIT_BUYER_PAY'
  UNION ALL SELECT min(finishes) FROM trades WHERE trade_status = 'TRADE_SUCCESS')]]

---@param gw alipay.gateway
---@return integer|nil unix when something is due next
function M.next_due(gw)
  return gw.store:first(NEXT).at
end

local DUE = "SELECT id FROM trades WHERE trade_status = '%s' AND %s <= ? ORDER BY %s, id LIMIT 1"

-- What is due, and the move that it makes.
local CASES = {
  { DUE:format("WAIT_BUYER_PAY", "expires", "expires"), moves.close },
  { DUE:format("TRADE_SUCCESS", "finishes", "finishes"), moves.finish },
}

---Do what is due.
---@param gw alipay.gateway
---@param now integer Unix seconds, which the gateway's clock shows
function M.run_due(gw, now)
  for _, case in ipairs(CASES) do
    local sql, move = table.unpack(case)
    -- Another gateway may do the same work: who comes second finds nothing.
    while gw.store:first(sql, now) do
      gw.store:atomically(function()
        local due = gw.store:first(sql, now)
        if due then move(gw, rows.get(gw, due.id)) end
        return true
      end)
    end
  end
end

return M
