-- SPDX-License-Identifier: MIT
-- What can be told of a call before anything is signed: every fault that the definition of its method knows, and files that cannot
-- be read.

local definition = require "alipay.catalogue.definition"
local errors = require "alipay.error"
local json = require "alipay.json"
local strict = require "alipay.call.strict"

local M = {}

local NONE = {} -- stands for what is not given; nobody writes to it

-- The parameters in the content, given in any way, and whether it was JSON text.
local function content_values(options)
  local content = options.content
  if content == nil then content = options.query and options.query.biz_content end
  if content == nil then return NONE end
  local values, exact = definition.read(content)
  local message
  if type(values) == "string" then
    exact = true
    values, message = json.decode(values)
  end
  if type(values) == "table" then return values, exact end
  return nil, { param = "biz_content", rule = "type", message = "content is not a JSON object: " .. (message or type(values)) }
end

-- The parameters beside the content.
local function top_values(request)
  local query, texts = request.options.query, request.texts
  if not (query and texts) then return query or texts or NONE end
  local top = {}
  for _, source in ipairs { query, texts } do
    for name, value in pairs(source) do top[name] = value end
  end
  return top
end

-- Parameters on the wrong level are never seen by the platform: say so instead of "is required". nil when there are none.
local function misplaced(def, values, elsewhere, right)
  local faults
  for name in pairs(elsewhere) do
    if def.by_name[name] and values[name] == nil then
      faults = faults or {}
      faults[#faults + 1] = { param = name, rule = "place", message = ("%s belongs into %s"):format(name, right) }
    end
  end
  if faults then table.sort(faults, function(a, b) return a.param < b.param end) end
  return faults
end

-- Parameters of both levels: content that is a table may be the caller's own and stays as it is.
local function merged(top, content)
  local values = {}
  for _, source in ipairs { top, content } do
    for name, value in pairs(source) do values[name] = value end
  end
  return values
end

local function faults_of(def, request, anywhere)
  local content, exact = content_values(request.options)
  if not content then return { exact } end -- the fault
  local top, in_content = top_values(request), def.place == "content"
  local values = in_content and content or top
  if anywhere then
    values = next(top) == nil and content or merged(top, content)
  else
    local elsewhere, right = in_content and top or content, in_content and "content (biz_content)" or "query (top level)"
    local faults = misplaced(def, values, elsewhere, right)
    if faults then return faults end
  end
  if request.files then
    values = setmetatable({}, { __index = values })
    for name, file in pairs(request.files) do values[name] = file end
  end
  return definition.check(def, values, in_content and exact)
end

-- Under `strict` what the catalogue finds counts as well; of a parameter that has a fault already nothing more is said.
local function add_strict(faults, def, request, anywhere)
  local seen = {}
  for _, fault in ipairs(faults) do seen[fault.param] = true end
  for _, fault in ipairs(strict.faults(request.method, request.options, def and def.by_name)) do
    if not seen[fault.param] and not (anywhere and fault.rule == "place") then faults[#faults + 1] = fault end
  end
end

-- What the platform demands by its documents, and clients are known to leave out, is the platform's to refuse unless `strict` is set.
local function firm(faults, strictly)
  local list = {}
  for _, fault in ipairs(faults) do
    if strictly or not fault.is_lax then list[#list + 1] = fault end
    fault.is_lax = nil
  end
  return list
end

---Check a request's parameters against the definition of its method, and under `strict` against the catalogue.
---@param def alipay.definition|nil
---@param request alipay.request its options, and texts and files of its body
---@param anywhere? boolean parameters may stand in the content or in the query: the protocol puts each where it belongs
---@return alipay.error|nil err kind "parameter", with every fault at once
function M.fields(def, request, anywhere)
  local faults = def and faults_of(def, request, anywhere) or {}
  local strictly = request.client.settings.strict
  if #faults > 0 then faults = firm(faults, strictly) end
  if strictly then add_strict(faults, def, request, anywhere) end
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
