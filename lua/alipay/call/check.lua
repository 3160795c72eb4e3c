-- SPDX-License-Identifier: MIT
-- What can be told of a call before anything is signed: every fault that the definition of its method knows, and files that cannot
-- be read.

local definition = require "alipay.catalogue.definition"
local json = require "alipay.json"

local M = {}

local function content_values(options)
  if type(options.content) ~= "string" then return options.content or {} end
  local values, message = json.decode(options.content)
  if type(values) == "table" then return values end
  return nil, { param = "biz_content", rule = "type", message = "content is not a JSON object: " .. (message or "") }
end

-- Parameters on the wrong level are never seen by the platform: say so instead of "is required".
local function misplaced(def, values, elsewhere, right)
  local faults = {}
  for name in pairs(elsewhere) do
    if def.by_name[name] and values[name] == nil then
      faults[#faults + 1] = { param = name, rule = "place", message = ("%s belongs into %s"):format(name, right) }
    end
  end
  table.sort(faults, function(a, b) return a.param < b.param end)
  return faults
end

---Every fault that the definition knows, at once.
---@param def alipay.definition
---@param options alipay.call_options
---@param texts? table<string, string> text fields of a body
---@param files? table<string, alipay.filepart>
---@return alipay.fault[] faults empty when there is none
function M.faults(def, options, texts, files)
  local top, content, fault = {}, content_values(options)
  if not content then return { fault } end
  for _, source in ipairs { options.query or {}, texts or {} } do
    for name, value in pairs(source) do top[name] = value end
  end
  local values, faults
  if def.place == "content" then
    values, faults = content, misplaced(def, content, top, "content (biz_content)")
  else
    values, faults = top, misplaced(def, top, content, "query (top level)")
  end
  if #faults > 0 then return faults end
  for name, file in pairs(files or {}) do
    if values == content then values = setmetatable({}, { __index = content }) end
    values[name] = file
  end
  return definition.check(def, values)
end

---Look at files.
---@param files table<string, alipay.filepart>
---@return alipay.error|nil err of one that cannot be read
function M.measure(files)
  for _, file in pairs(files) do
    local size, err = file:measure()
    if not size then return err end
  end
end

return M
