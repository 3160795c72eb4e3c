-- SPDX-License-Identifier: MIT
-- How a trade stands: asked once, or until it is paid, closed, or time is up. It changes nothing on the platform.

local verdict = require "alipay.trade.verdict"

local M = {}

local STATES = { WAIT_BUYER_PAY = "open", TRADE_SUCCESS = "paid", TRADE_FINISHED = "paid", TRADE_CLOSED = "closed" }

---@alias alipay.trade.state "open"|"paid"|"closed"|"none"|"unknown"

---Ask once.
---@param attempt alipay.trade.attempt
---@return alipay.trade.state state "none": there is no such trade (yet); "unknown": the question was not answered
---@return alipay.response|nil res
---@return alipay.error|nil err
function M.ask(attempt)
  local res, err = attempt:call("alipay.trade.query", attempt:order())
  if res then
    local state = STATES[res.data.trade_status] or "unknown"
    attempt:tell(res.data.trade_status or "unknown", res)
    return state, res
  end
  local state = err:is "TRADE_NOT_EXIST" and verdict.of(nil, err) == "refused" and "none" or "unknown"
  attempt:tell(state, nil)
  return state, nil, err
end

---Ask until the trade is paid or closed, or time is up.
---@param attempt alipay.trade.attempt
---@return alipay.trade.state state the last one that was answered: "open" or "none" when time is up
---@return alipay.response|nil res
---@return alipay.error|nil err of the last question
function M.follow(attempt)
  local known, answer = "unknown", nil
  while true do
    local state, res, err = M.ask(attempt)
    if state == "paid" or state == "closed" then return state, res end
    if err and (err.kind == "cancelled" or err.kind == "parameter") then return "unknown", nil, err end
    if state ~= "unknown" then known, answer = state, res end
    if not attempt:pause() then return known, answer, err end
  end
end

return M
