-- SPDX-License-Identifier: MIT
-- Brings the closing of an unpaid order to its end (alipay.trade.close).

local state = require "alipay.trade.state"
local verdict = require "alipay.trade.verdict"

local M = {}

local function closed(attempt, res)
  attempt:finish "closed"
  return res, nil, "closed"
end

---Close, and ask when nobody knows whether it was done.
---@param attempt alipay.trade.attempt
---@return alipay.response|nil res
---@return alipay.error|nil err `outcome` "refused" (the order is paid, say) or "unknown"
---@return string outcome "closed", "refused" or "unknown"
function M.settle(attempt)
  local may_be_done = attempt.resumed or attempt.intention.before ~= nil
  while true do
    local res, err = attempt:call("alipay.trade.close", attempt:order { operator_id = attempt.intention.content.operator_id })
    local found = verdict.of(res, err)
    if found == "done" then return closed(attempt, res) end
    if may_be_done or found == "unknown" then
      local now, answer = state.ask(attempt)
      if now == "closed" then return closed(attempt, answer) end
    end
    if found == "refused" or found == "unsent" and not may_be_done then
      attempt:finish "refused"
      err.outcome = "refused"
      return nil, err, "refused"
    end
    may_be_done = may_be_done or found == "unknown"
    if err.kind == "cancelled" or not attempt:pause() then
      local message = "nobody knows yet whether order %s is closed: %s"
      return nil, attempt:unknown(err, message:format(attempt.intention.key, err.message)), "unknown"
    end
  end
end

return M
