-- SPDX-License-Identifier: MIT
-- Amounts as texts of decimal digits: compared exactly, never through a float.

local M = {}

-- Digits of the longest amount that is read: no currency needs a tenth of them.
local LONGEST = 64

---Write an amount in its shortest form: `088.80` is `88.8`, `-0.00` is `0`.
---@param amount string|integer
---@return string|nil normal nil when it is no decimal number, or longer than any amount
function M.normal(amount)
  if math.type(amount) == "integer" then amount = tostring(amount) end
  if type(amount) ~= "string" or #amount > LONGEST then return nil end
  local sign, whole, fraction = amount:match "^(%-?)(%d+)%.?(%d*)$"
  if not whole or amount:sub(-1) == "." then return nil end
  whole, fraction = whole:gsub("^0+", ""), fraction:gsub("0+$", "")
  if whole == "" then whole = "0" end
  if fraction ~= "" then whole = whole .. "." .. fraction end
  return whole == "0" and whole or sign .. whole
end

---Whether two amounts are the same number; false when one is none.
---@param a string|integer
---@param b string|integer
---@return boolean
function M.equal(a, b)
  local normal = M.normal(a)
  return normal ~= nil and normal == M.normal(b)
end

return M
