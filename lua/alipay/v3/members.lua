-- SPDX-License-Identifier: MIT
-- The members of a JSON object without writing them anew: a number keeps its digits, a text its escapes.

local json = require "alipay.json"
local scanner = require "alipay.core.reply"

local M = {}

---The text of a JSON value in a path or query.
---@param raw string JSON
---@return string|nil text nil for a list or an object
function M.text_of(raw)
  if raw:find '^"' then return json.decode(raw) end
  if not raw:find "^[{%[]" then return raw end
end

---Members of an object's JSON text in order, each as it was written.
---@param text string
---@return { name: string, raw: string }[]|nil members
---@return table<string, boolean>|string by_name their names; what is wrong, when it is no object
function M.of(text)
  local members, message = scanner.members(text)
  if not members then return nil, message end
  local list, by_name = {}, {}
  for i, member in ipairs(members) do
    local name = member.name
    if name:find("\\", 1, true) then name = json.decode('"' .. name .. '"') or name end
    list[i] = { name = name, raw = text:sub(member.first, member.last) }
    by_name[name] = true
  end
  return list, by_name
end

---The members of a body, for people.
---@param body string
---@param place string
---@return { name: string, place: string, value: string }[]
function M.shown(body, place)
  local members = M.of(body)
  if not members then return { { name = "content", place = place, value = body } } end
  local list = {}
  for i, member in ipairs(members) do
    list[i] = { name = member.name, place = place, value = M.text_of(member.raw) or member.raw }
  end
  return list
end

return M
