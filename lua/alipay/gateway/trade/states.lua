-- SPDX-License-Identifier: MIT
-- What can be done to a trade in which state, and the code of the refusal where it cannot.

local M = {}

-- By act and trade_status; an order that is no trade yet is "none". What is not named is allowed.
local REFUSALS = {
  order = {
    TRADE_SUCCESS = "ACQ.TRADE_HAS_SUCCESS", TRADE_FINISHED = "ACQ.TRADE_HAS_SUCCESS", TRADE_CLOSED = "ACQ.TRADE_HAS_CLOSE",
  },
  query = { none = "ACQ.TRADE_NOT_EXIST" },
  close = {
    none = "ACQ.TRADE_NOT_EXIST", TRADE_SUCCESS = "ACQ.TRADE_STATUS_ERROR", TRADE_FINISHED = "ACQ.TRADE_STATUS_ERROR",
    TRADE_CLOSED = "ACQ.TRADE_STATUS_ERROR",
  },
  refund = {
    none = "ACQ.TRADE_NOT_EXIST", WAIT_BUYER_PAY = "ACQ.TRADE_STATUS_ERROR", TRADE_CLOSED = "ACQ.TRADE_HAS_CLOSE",
    TRADE_FINISHED = "ACQ.TRADE_HAS_FINISHED",
  },
  cancel = { TRADE_FINISHED = "ACQ.TRADE_HAS_FINISHED" },
}

---Whether an act is refused.
---@param act "order"|"query"|"close"|"refund"|"cancel"
---@param row table|nil of the table trades
---@return string|nil sub_code
function M.refusal(act, row)
  return REFUSALS[act][row and row.trade_status or "none"]
end

return M
