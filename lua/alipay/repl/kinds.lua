-- SPDX-License-Identifier: MIT
-- Which of our values something is, without loading the module that makes them: what is not loaded made nothing.

local M = {}

local function made_by(module, value)
  local loaded = package.loaded[module]
  return type(loaded) == "table" and loaded.is(value) or false
end

function M.is_client(value) return made_by("alipay.client.client", value) end
function M.is_promise(value) return made_by("alipay.async.promise", value) end
function M.is_error(value) return made_by("alipay.error", value) end

---The name of a value's metatable, from the metatable itself.
---@param value any
---@return string|nil
function M.name(value)
  local mt = debug.getmetatable(value)
  local name = type(mt) == "table" and rawget(mt, "__name")
  return type(name) == "string" and name or nil
end

function M.is_response(value) return type(value) == "table" and M.name(value) == "alipay.response" end

---The method that a chain names so far.
---@param value any
---@return string|nil
function M.chain_name(value)
  local chain = package.loaded["alipay.client.chain"]
  return type(chain) == "table" and type(value) == "table" and chain.name_of(value) or nil
end

return M
