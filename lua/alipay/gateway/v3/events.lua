-- SPDX-License-Identifier: MIT
-- Writes an answer as an event stream (HTML, 9.2.5). How fast it leaves, and whether all of it does, is the faults' matter.

local json = require "alipay.json"

local M = {}

-- A line break would begin another field.
local function line(name, value)
  return ("%s: %s\n"):format(name, (value:gsub("[\r\n]", " ")))
end

local FIELDS = { "event", "id", "retry" }

local function text_of(event)
  if type(event) ~= "table" then event = { data = event } end
  local lines, data = {}, event.data or {}
  for _, name in ipairs(FIELDS) do
    if event[name] ~= nil then lines[#lines + 1] = line(name, tostring(event[name])) end
  end
  if type(data) ~= "string" then data = json.encode(data) end
  for piece in (data:gsub("\r\n?", "\n") .. "\n"):gmatch "(.-)\n" do lines[#lines + 1] = "data: " .. piece .. "\n" end
  return table.concat(lines) .. "\n"
end

---@param events (string|{ event: string|nil, data: any, id: string|nil, retry: integer|nil })[] data that is no text is written as JSON
---@return string
function M.encode(events)
  local texts = {}
  for i, event in ipairs(events) do texts[i] = text_of(event) end
  return table.concat(texts)
end

return M
