-- SPDX-License-Identifier: MIT
-- The members of an answer as JSON, the same for all protocols.

local json = require "alipay.json"

local M = {}

local FIRST = { code = true, msg = true, sub_code = true, sub_msg = true }

-- Numbers and booleans are strings in the platform's answers; lists and objects stay what they are.
local function as_text(value)
  if type(value) == "number" or type(value) == "boolean" then return json.encode(value) end
  if type(value) ~= "table" then return value end
  local copy = setmetatable({}, getmetatable(value))
  for name, member in pairs(value) do copy[name] = as_text(member) end
  return copy
end

---The verdict first, then by name: so are the platform's. What the user has given keeps its types.
---@param fields table<string, any>
---@param call alipay.gateway.call
---@return string json
function M.encode(fields, call)
  if not (call.handler and call.handler.given) then fields = as_text(fields) end
  local first, rest = {}, {}
  for name, value in pairs(fields) do (FIRST[name] and first or rest)[name] = value end
  local head, tail = json.encode(first), json.encode(rest)
  if next(first) == nil or next(rest) == nil then return next(rest) == nil and head or tail end
  return head:sub(1, -2) .. "," .. tail:sub(2)
end

return M
