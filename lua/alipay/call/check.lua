-- SPDX-License-Identifier: MIT
-- What can be told of a call before anything is signed: every fault that the definition of its method knows, and files that cannot
-- be read.

local definition = require "alipay.catalogue.definition"
local errors = require "alipay.error"
local json = require "alipay.json"
local strict = require "alipay.call.strict"

local M = {}

-- The parameters in the content, given in any way, and whether it was JSON text.
local function content_values(options)
  local content = options.content
  if content == nil then content = (options.query or {}).biz_content end
  if content == nil then return {} end
  local values, exact = definition.read(content)
  local message
  if type(values) == "string" then
    exact = true
    values, message = json.decode(values)
  end
  if type(values) == "table" then return values, exact end
  return nil, { param = "biz_content", rule = "type", message = "content is not a JSON object: " .. (message or type(values)) }
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

local function faults_of(def, request)
  local top, content, exact = {}, content_values(request.options)
  if not content then return { exact } end -- the fault
  for _, source in ipairs { request.options.query or {}, request.texts or {} } do
    for name, value in pairs(source) do top[name] = value end
  end
  local values, faults
  if def.place == "content" then
    values, faults = content, misplaced(def, content, top, "content (biz_content)")
  else
    values, faults = top, misplaced(def, top, content, "query (top level)")
  end
  if #faults > 0 then return faults end
  for name, file in pairs(request.files or {}) do
    if values == content then values = setmetatable({}, { __index = content }) end
    values[name] = file
  end
  return definition.check(def, values, def.place == "content" and exact)
end

-- Under `strict` what the catalogue finds counts as well; of a parameter that has a fault already nothing more is said.
local function add_strict(faults, def, request)
  local seen = {}
  for _, fault in ipairs(faults) do seen[fault.param] = true end
  for _, fault in ipairs(strict.faults(request.method, request.options, def and def.by_name)) do
    if not seen[fault.param] then faults[#faults + 1] = fault end
  end
end

---Check a request's parameters against the definition of its method, and under `strict` against the catalogue.
---@param def alipay.definition|nil
---@param request alipay.request its options, and texts and files of its body
---@return alipay.error|nil err kind "parameter", with every fault at once
function M.fields(def, request)
  local faults = def and faults_of(def, request) or {}
  if request.client.settings.strict then add_strict(faults, def, request) end
  if #faults == 0 then return nil end
  return errors.new("parameter", { method = request.method, message = definition.describe(faults), faults = faults })
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
