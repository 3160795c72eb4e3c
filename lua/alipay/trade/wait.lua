-- SPDX-License-Identifier: MIT
-- Waits until an order is paid (alipay.trade.wait). It changes nothing on the platform.

local errors = require "alipay.error"
local state = require "alipay.trade.state"

local M = {}

---Wait until the order is paid or closed, or the attempt's time is up.
---@param one alipay.trade.attempt with the `content` that names the order
---@return alipay.response|nil res of the query
---@return alipay.error|nil err `outcome` "unpaid" when it is closed, else "unknown"
function M.run(one)
  local now, res, err = state.follow(one)
  if now == "paid" then return res end
  local name = one.content.out_trade_no or one.content.trade_no
  if now == "closed" then
    return nil, errors.new("api", { message = ("order %s is closed"):format(name), outcome = "unpaid", response = res,
      hint = "nobody can pay it any more: a new try needs a new out_trade_no" })
  end
  if now == "unknown" and err then
    err.outcome = "unknown"
    return nil, err
  end
  return nil, errors.new("timeout", {
    message = ("order %s was not paid within %g s"):format(name, one.options.timeout), outcome = "unknown", response = res,
    hint = "it can still be paid: wait again, or trade.close(client, key)", retryable = true,
  })
end

return M
