-- SPDX-License-Identifier: MIT
-- The members of an answer as JSON, the same for all protocols.

local json = require "alipay.json"

local M = {}

local FIRST = { code = 1, msg = 2, sub_code = 3, sub_msg = 4 }

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
  local names = {}
  for name in pairs(fields) do names[#names + 1] = name end
  table.sort(names, function(a, b)
    local first, second = FIRST[a] or 9, FIRST[b] or 9
    if first ~= second then return first < second end
    return a < b
  end)
  local parts, is_given = {}, call.handler and call.handler.given
  for i, name in ipairs(names) do
    local value = fields[name]
    parts[i] = json.encode(name) .. ":" .. json.encode(is_given and value or as_text(value))
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

return M
