-- SPDX-License-Identifier: MIT
-- Which of our values something is, told by its metatable's name: nothing has to be loaded for that, and nothing of the user's runs.

local M = {}

---The name of a value's metatable, from the metatable itself.
---@param value any
---@return string|nil
function M.name(value)
  local mt = debug.getmetatable(value)
  local name = type(mt) == "table" and rawget(mt, "__name")
  return type(name) == "string" and name or nil
end

local function is(name) return function(value) return type(value) == "table" and M.name(value) == name end end

local is_chain = is "alipay.chain"
M.is_client = is "alipay.client"
M.is_error = is "alipay.error"
M.is_promise = is "alipay.promise"
M.is_response = is "alipay.response"

---The method that a chain names so far.
---@param value any
---@return string|nil
function M.chain_name(value)
  return is_chain(value) and require("alipay.client.chain").name_of(value) or nil
end

return M
