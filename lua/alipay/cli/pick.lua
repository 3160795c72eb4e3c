-- SPDX-License-Identifier: MIT
-- One value out of a reply by its path, as `call --pick` takes it.

local json = require "alipay.json"
local sorted = require "alipay.util.sorted"

local M = {}

local function contents(value)
  if value == nil then return "it is empty" end -- an answer without a body
  if type(value) ~= "table" then return "it is " .. json.encode(value) end
  if #value > 0 then return ("there are %d items"):format(#value) end
  local names = sorted(value)
  return #names > 0 and "there is " .. table.concat(names, ", ") or "it is empty"
end

---The value under a path.
---@param data any decoded JSON; nil for an answer without a body
---@param path string names joined by dots, items of lists from 1: "goods_list.1.id"
---@return any value nil when it is not there
---@return string|nil message what is there instead
function M.value(data, path)
  local value, walked = data, nil
  for segment in (path .. "."):gmatch "([^.]*)%." do
    local member
    if type(value) == "table" then member = value[#value > 0 and math.tointeger(segment) or segment] end
    if member == nil then return nil, ("%s has no %s: %s"):format(walked or "the reply", segment, contents(value)) end
    value, walked = member, walked and walked .. "." .. segment or segment
  end
  return value
end

return M
