-- SPDX-License-Identifier: MIT
-- What a result says of the work that was asked for: whether it was done, whether it can still be done, or that nobody knows. The
-- one table of it.

local M = {}

-- Business codes after which the work may have been done (facts on common errors of the platform: the result of these is to be queried).
local UNKNOWN = { "SYSTEM_ERROR", "UNKNOWN_ERROR", "unknow-error", "UNKNOW_ERROR", "system-error", "unknown-error" }

---@alias alipay.trade.verdict "done"|"refused"|"unsent"|"unknown"

---Judge a result.
---@param res alipay.response|nil
---@param err alipay.error|nil
---@return alipay.trade.verdict verdict "refused": this request did nothing; "unsent": no byte of it left; "unknown": it may have been done
function M.of(res, err)
  if res then return "done" end
  if err.sent == false or err.kind == "parameter" then return "unsent" end
  if err.kind ~= "api" or err.outcome == "unknown" or err.code == "20000" then return "unknown" end
  -- What failed behind the door, or in a proxy before it, may have been done.
  if err.response and err.response.status >= 500 then return "unknown" end
  -- A gateway that does not know the app cannot sign; nobody vouches for a verdict on the trade itself.
  if err.unsigned and err.code == "40004" then return "unknown" end
  for _, code in ipairs(UNKNOWN) do
    if err:is(code) then return "unknown" end
  end
  return "refused"
end

return M
