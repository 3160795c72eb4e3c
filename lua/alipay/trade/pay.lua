-- SPDX-License-Identifier: MIT
-- Brings a payment by code to its end (alipay.trade.pay). Nothing is cancelled of which it is not known that it was unpaid, and nothing
-- is paid twice: after the first request there are only questions, then a cancellation.

local cancel = require "alipay.trade.cancel"
local errors = require "alipay.error"
local input = require "alipay.trade.input"
local state = require "alipay.trade.state"
local verdict = require "alipay.trade.verdict"

local M = {}

local function unpaid(attempt, err)
  attempt:finish "unpaid"
  err.outcome = "unpaid"
  return nil, err, "unpaid"
end

local function unknown(attempt, err, what)
  local message = "nobody knows yet whether order %s is paid: %s"
  return nil, attempt:unknown(err, message:format(attempt.intention.key, what or err and err.message or "no answer came"),
    "do not hand over goods and do not take the money again; trade.resume(client) brings it to its end"), "unknown"
end

-- The trade of that number is this payment only if its amount is.
local function is_other(attempt, res)
  return input.is_amount(res.data.total_amount, attempt.intention.content.total_amount) == false
end

local function paid(attempt, res)
  if is_other(attempt, res) then
    return unpaid(attempt, errors.new("parameter", {
      message = ("order %s is there with another amount: %s, not %s"):format(
        attempt.intention.key, res.data.total_amount, attempt.intention.content.total_amount),
      hint = "nothing was charged; give each payment an out_trade_no of its own", response = res,
    }))
  end
  attempt:finish "paid"
  -- alipay.trade.pay itself answers no status: code 10000 says it.
  res.data.trade_status = res.data.trade_status or "TRADE_SUCCESS"
  return res, nil, "paid"
end

local function cancelled(attempt, response)
  attempt:finish "cancelled"
  local refunded = response and response.data.action == "refund"
  return nil, errors.new("timeout", {
    message = ("order %s was not paid in time and is cancelled%s"):format(attempt.intention.key,
      refunded and "; what was paid at the last moment went back to the buyer" or ""),
    outcome = "cancelled", response = response, hint = "take the payment again with a new out_trade_no",
  }), "cancelled"
end

local STILL = { paid = "it was cancelled, and the trade still counts as paid", open = "it was cancelled, and can still be paid" }

-- Of an order that is known to be unpaid: cancel it, and ask how it stands then. A payment that was on its way arrives after the
-- cancellation of an order that nobody knew: that one is cancelled again.
local function give_up(attempt)
  attempt.deadline = attempt.deadline + attempt.options.timeout
  local found, res, err, now, answer
  for _ = 1, 2 do
    found, res, err = cancel.send(attempt)
    now, answer = state.ask(attempt)
    if found ~= "done" or now ~= "open" then break end
  end
  if now == "paid" and found == "refused" then return paid(attempt, answer) end
  if now == "closed" or found == "done" and not STILL[now] then return cancelled(attempt, res) end
  return unknown(attempt, err, found == "done" and STILL[now] or nil)
end

---Learn how an order stands, and cancel it when it is unpaid in the end.
---@param attempt alipay.trade.attempt
---@param known? alipay.trade.state what is known already: "open" when the platform answered that the buyer has still to act; "paid"
---@return alipay.response|nil res
---@return alipay.error|nil err
---@return string outcome "paid", "unpaid", "cancelled" or "unknown"
function M.settle(attempt, known)
  if attempt.intention.outcome == "paid" then known = "paid" end -- an earlier run learned it, and may have told the shop
  local now, res, err = state.follow(attempt)
  if now == "paid" then return paid(attempt, res) end
  if now == "closed" then
    return unpaid(attempt, errors.new("api", {
      message = ("order %s is closed"):format(attempt.intention.key), response = res,
      hint = "it was not paid in time, cancelled, or refunded in full; take a payment with a new out_trade_no",
    }))
  end
  if now == "open" and is_other(attempt, res) then return paid(attempt, res) end
  if now == "unknown" then now = known or "unknown" end
  if known ~= "paid" and (now == "open" or now == "none") then return give_up(attempt) end
  return unknown(attempt, err)
end

---Send the payment, and bring it to its end.
---@param attempt alipay.trade.attempt
---@param content table with the buyer's code
---@return alipay.response|nil res
---@return alipay.error|nil err
---@return string outcome
function M.run(attempt, content)
  local before = attempt.intention.before
  if before and before.outcome == "paid" then return M.settle(attempt, "paid") end
  local res, err = attempt:call("alipay.trade.pay", content, attempt.options.query)
  local found = verdict.of(res, err)
  if found == "done" then
    local waits = res.data.code == "10003" or res.status == 202
    attempt:tell(waits and "WAIT_BUYER_PAY" or "TRADE_SUCCESS", res)
    if not waits then return paid(attempt, res) end
    if attempt:pause() then return M.settle(attempt, "open") end
    return give_up(attempt)
  end
  if err:is "TRADE_HAS_SUCCESS" then return M.settle(attempt, "paid") end
  -- A refusal says nothing of an earlier request with the same number, which may still be waiting for the buyer.
  local is_first = not before or before.state == "ended"
  if is_first and (found == "unsent" or found == "refused") then return unpaid(attempt, err) end
  attempt:tell("unknown", nil)
  if err.kind == "cancelled" then return unknown(attempt, err) end
  if attempt:pause(math.min(attempt.options.interval, 1)) then return M.settle(attempt) end
  return unknown(attempt, err)
end

return M
