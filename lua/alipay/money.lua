-- SPDX-License-Identifier: MIT
-- Amounts as the platform writes them, in yuan with two decimals, and as one reckons with them: integers of fen. Floats are refused,
-- as they lose fen.

local errors = require "alipay.error"

local M = {}

-- Digits before the point of the largest amount that is read: more would not fit an integer of fen.
local DIGITS = 16

---An amount in fen. `fen "88.8"` is 8880; an integer is an amount in fen already.
---@param amount string|integer yuan with at most two decimals as text, which may begin with `-` and has at most 16 digits before the point; or fen
---@return integer|nil fen
---@return alipay.error|nil err kind "parameter": the text is no amount. Raises for a float and whatever else is no text.
function M.fen(amount)
  if math.type(amount) == "integer" then return amount end
  if math.type(amount) == "float" then errors.usage "money: an amount must be a text as \"88.80\", not a float: floats lose fen" end
  if type(amount) ~= "string" then errors.usage("money: an amount must be a text as \"88.80\", not a " .. type(amount)) end
  local sign, whole, fraction = amount:match "^(%-?)(%d+)$", amount:match "^%-?(%d+)$", ""
  if not whole then sign, whole, fraction = amount:match "^(%-?)(%d+)%.(%d%d?)$" end
  if not whole or #whole > DIGITS then
    return nil, errors.new("parameter", {
      message = ("%q is no amount"):format(amount), hint = "write yuan with at most two decimals, as 88.80",
    })
  end
  local fen = math.tointeger(whole) * 100 + math.tointeger((fraction .. "00"):sub(1, 2))
  return sign == "-" and -fen or fen
end

local function need(amount)
  local fen, err = M.fen(amount)
  return fen or error(err, 0)
end

---An amount as the platform writes it: `text(8880)` and `text "88.8"` are "88.80".
---@param amount integer|string fen, or yuan as text
---@return string text raises for what is no amount
function M.text(amount)
  local fen = need(amount)
  local rest = math.fmod(fen, 100) -- of the sign of fen: its own absolute value may not fit an integer
  return ("%s%d.%02d"):format(fen < 0 and "-" or "", math.abs((fen - rest) // 100), math.abs(rest))
end

---Compare two amounts: "1" and "1.00" are equal.
---@param a integer|string fen, or yuan as text
---@param b integer|string
---@return integer order -1 when a is less, 0 when they are equal, 1 when a is more; raises for what is no amount
function M.compare(a, b)
  local first, second = need(a), need(b)
  return first < second and -1 or first > second and 1 or 0
end

return M
