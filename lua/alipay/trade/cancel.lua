-- SPDX-License-Identifier: MIT
-- Brings a cancellation to its end (alipay.trade.cancel): repeated while the platform asks for that, or nobody knows.

local state = require "alipay.trade.state"
local verdict = require "alipay.trade.verdict"

local M = {}

---Cancel. The platform closes what is unpaid, refunds what is paid, and answers "done" for an order that it does not know.
---@param attempt alipay.trade.attempt
---@return alipay.trade.verdict verdict
---@return alipay.response|nil res
---@return alipay.error|nil err
function M.send(attempt)
  local known, answer, reason
  repeat
    local res, err = attempt:call("alipay.trade.cancel", attempt:order())
    local found = verdict.of(res, err)
    if found == "done" and res.data.retry_flag ~= "Y" then return "done", res end
    if found == "refused" then return "refused", nil, err end
    -- Once a request may have arrived, a later one that was not sent says nothing.
    if known ~= "unknown" then known = found == "unsent" and "unsent" or "unknown" end
    answer, reason = res, err or reason
    if err and (err.kind == "cancelled" or err.kind == "parameter") then break end
  until not attempt:pause()
  return known, answer, reason
end

---Bring an intention to cancel to its end.
---@param attempt alipay.trade.attempt
---@return alipay.response|nil res of the cancellation
---@return alipay.error|nil err
---@return string outcome "cancelled", "refused" or "unknown"
function M.settle(attempt)
  local found, res, err = M.send(attempt)
  if found == "done" then
    attempt:finish "cancelled"
    return res, nil, "cancelled"
  end
  -- A refusal may answer the repetition of what was done: the trade itself says so.
  local now, answer = state.ask(attempt)
  if now == "closed" then
    attempt:finish "cancelled"
    return answer, nil, "cancelled"
  end
  if found == "refused" and now ~= "unknown" then
    attempt:finish "refused"
    err.outcome = "refused"
    return nil, err, "refused"
  end
  local message = "nobody knows yet whether order %s is cancelled: %s"
  local why = err and err.message or "the platform asks for it to be repeated"
  return nil, attempt:unknown(err, message:format(attempt.intention.key, why)), "unknown"
end

return M
