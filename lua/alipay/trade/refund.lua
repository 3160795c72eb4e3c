-- SPDX-License-Identifier: MIT
-- Brings a refund to its end (alipay.trade.refund): the same request, by its number, until the platform says that money moved, or a
-- query finds it.

local errors = require "alipay.error"
local input = require "alipay.trade.input"
local verdict = require "alipay.trade.verdict"

local M = {}

-- What a query of this refund finds: "done", "none", "unknown", or "other" for one of another amount.
local function look_up(attempt)
  local intention = attempt.intention
  local res, err = attempt:call("alipay.trade.fastpay.refund.query", attempt:order { out_request_no = intention.request_no })
  if not res then
    return err:is "TRADE_NOT_EXIST" and verdict.of(nil, err) == "refused" and "none" or "unknown", nil, err
  end
  local data = res.data
  -- Older replies have no status; a refund that is not there is answered by an empty success.
  if data.refund_status and data.refund_status ~= "REFUND_SUCCESS" then return "unknown", res end
  if not data.refund_amount then return "none", res end
  local same = input.is_amount(data.refund_amount, intention.content.refund_amount)
  return same and "done" or same == false and "other" or "unknown", res
end

local function refunded(attempt, res)
  attempt:finish "refunded"
  return res, nil, "refunded"
end

local function refused(attempt, err)
  attempt:finish "refused"
  err.outcome = "refused"
  return nil, err, "refused"
end

local function other_amount(attempt, res)
  local intention = attempt.intention
  return refused(attempt, errors.new("parameter", {
    message = ("refund %s of order %s is there with another amount: %s, not %s"):format(
      intention.request_no, intention.key, res.data.refund_amount, intention.content.refund_amount),
    hint = "nothing was refunded now; one out_request_no stands for one refund", response = res,
  }))
end

local function unknown(attempt, err)
  local intention = attempt.intention
  local message = ("nobody knows yet whether refund %s of order %s was made%s"):format(
    intention.request_no, intention.key, err and ": " .. err.message or "")
  return nil, attempt:unknown(err, message, "trade.resume(client), or trade.refund with this out_request_no, brings it to its end; "
    .. "without that number there would be a second one"), "unknown"
end

-- One request and what follows from it: the outcome is certain and given, or nothing is, and the request may be repeated.
local function try(attempt, may_be_there)
  local intention = attempt.intention
  local content = {}
  for name, value in pairs(intention.content) do content[name] = value end
  content.out_request_no = intention.request_no
  local res, err = attempt:call("alipay.trade.refund", content, attempt.options.query)
  local found = verdict.of(res, err)
  attempt:tell(found, res)
  if found == "done" and res.data.fund_change == "Y" then return true, refunded(attempt, res) end
  if found == "unsent" or found == "refused" then
    if not may_be_there then return true, refused(attempt, err) end
  elseif found == "unknown" and err.kind == "cancelled" then
    return true, unknown(attempt, err)
  end
  -- "No money moved" is also what the repetition of a refund gets, and a refusal may answer one that was made.
  if found == "done" and not attempt:pause(attempt.options.confirm_after) then return true, unknown(attempt, err) end
  local there, answer = look_up(attempt)
  if there == "done" then return true, refunded(attempt, res or answer) end
  if there == "other" then return true, other_amount(attempt, answer) end
  if there == "none" and found == "refused" then return true, refused(attempt, err) end
  return false, found ~= "unsent" or may_be_there, err
end

---Bring the refund to its end.
---@param attempt alipay.trade.attempt
---@return alipay.response|nil res of the refund, or of the query that found it
---@return alipay.error|nil err `outcome` "refused" or "unknown"
---@return string outcome "refunded", "refused" or "unknown"
function M.settle(attempt)
  local may_be_there = attempt.resumed or attempt.intention.before ~= nil
  while true do
    local certain, first, second, third = try(attempt, may_be_there)
    if certain then return first, second, third end
    may_be_there = first or may_be_there
    if not attempt:pause() then return unknown(attempt, second) end
  end
end

return M
