-- SPDX-License-Identifier: MIT
-- What a method takes, as data, and the check of values against it. Client, local gateway, `call` and help read the same
-- definition; none of them is known here.

local M = {}

---@class alipay.param
---@field name string
---@field type "string"|"file"
---@field required? boolean
---@field required_when? table<string, string> required when these parameters have these values
---@field forbidden_when? table<string, string> must be absent then
---@field max? integer longest text in Unicode characters, or largest file in bytes
---@field values? string[] the only values allowed
---@field meaning string
---@field meaning_zh string
---@field example string

---@class alipay.definition
---@field method string
---@field place "query"|"content" where parameters go: top level, or inside biz_content (files are parts of their own)
---@field summary string
---@field summary_zh string
---@field params alipay.param[]
---@field by_name table<string, alipay.param>
---@field result table<string, string> fields of the answer and their meaning

---@class alipay.fault
---@field param string
---@field rule "missing"|"forbidden"|"type"|"length"|"size"|"value"|"place"
---@field message string

---Complete a definition: index its parameters by name and refuse one that contradicts itself.
---@param def table
---@return alipay.definition
function M.new(def)
  def.by_name = {}
  for _, param in ipairs(def.params) do
    assert(not def.by_name[param.name], "parameter defined twice: " .. param.name)
    def.by_name[param.name] = param
  end
  for _, param in ipairs(def.params) do
    for _, condition in ipairs { param.required_when or {}, param.forbidden_when or {} } do
      for other in pairs(condition) do
        assert(def.by_name[other], "condition on an unknown parameter: " .. other)
      end
    end
  end
  return def
end

-- An empty string counts as missing, as the gateway leaves empty parameters out of what it verifies.
local function is_missing(value)
  return value == nil or value == ""
end

local function holds(condition, values)
  if not condition then return false end
  for name, wanted in pairs(condition) do
    if values[name] ~= wanted then return false end
  end
  return true
end

local function spell(condition)
  local parts = {}
  for name, value in pairs(condition) do parts[#parts + 1] = name .. " is " .. value end
  table.sort(parts)
  return table.concat(parts, " and ")
end

local checks = {}

function checks.presence(param, value, values)
  if is_missing(value) then
    if param.required then return "missing", "is required (" .. param.meaning .. ")" end
    if holds(param.required_when, values) then
      return "missing", "is required when " .. spell(param.required_when) .. " (" .. param.meaning .. ")"
    end
  elseif holds(param.forbidden_when, values) then
    return "forbidden", "must be absent when " .. spell(param.forbidden_when)
  end
end

function checks.text(param, value)
  local kind = type(value)
  if kind ~= "string" and math.type(value) ~= "integer" then
    return "type", "must be a string, not a " .. (M.is_file(value) and "file" or kind)
  end
  local text = tostring(value)
  local length = utf8.len(text)
  if not length then return "type", "is not valid UTF-8" end
  if param.max and length > param.max then
    return "length", ("has %d characters, at most %d are allowed"):format(length, param.max)
  end
  if param.values then
    for _, allowed in ipairs(param.values) do
      if text == allowed then return end
    end
    return "value", ("is %q, allowed: %s"):format(text, table.concat(param.values, ", "))
  end
end

function checks.file(param, value)
  if not M.is_file(value) then return "type", "must be a file: alipay.file(path) or alipay.bytes(data)" end
  if value.size == 0 then return "size", "is empty" end
  if param.max and value.size > param.max then
    return "size", ("has %d bytes, at most %d are allowed"):format(value.size, param.max)
  end
end

---Whether a value stands for the bytes of a file: anything with a `size` in bytes and a file name or bytes to take.
---@param value any
---@return boolean
function M.is_file(value)
  return type(value) == "table" and math.type(value.size) == "integer"
end

---Check values against a definition and return every fault at once. Parameters that the definition does not name pass:
---the platform adds some every month.
---@param def alipay.definition
---@param values table<string, any> parameter name to value; a file is a table with `size` in bytes
---@return alipay.fault[] faults empty when all is well
function M.check(def, values)
  local faults = {}
  for _, param in ipairs(def.params) do
    local value = values[param.name]
    local rule, message = checks.presence(param, value, values)
    if not rule and not is_missing(value) then
      rule, message = checks[param.type == "file" and "file" or "text"](param, value)
    end
    if rule then
      faults[#faults + 1] = { param = param.name, rule = rule, message = param.name .. " " .. message }
    end
  end
  return faults
end

---All faults as one sentence.
---@param faults alipay.fault[]
---@return string
function M.describe(faults)
  local parts = {}
  for i, fault in ipairs(faults) do parts[i] = fault.message end
  return table.concat(parts, "; ")
end

return M
