-- SPDX-License-Identifier: MIT
-- What a method takes, as data, and the check of values against it. Client, local gateway, `call` and help read the same
-- definition; none of them is known here. What one value must be like is in alipay.catalogue.rules.

local rules = require "alipay.catalogue.rules"

local M = {}

---@class alipay.param
---@field name string
---@field type? "string"|"amount"|"integer"|"boolean"|"json"|"object"|"list"|"file" text when unsaid; amount: yuan, at most two decimals; json: JSON text
---@field required? boolean|"platform" "platform": its documents demand it and clients are known to leave it out: refused by the platform, and here under `strict` alone
---@field required_when? table<string, string|boolean> required when these siblings have these values (true: any, false: none)
---@field forbidden_when? table<string, string|boolean> must be absent then
---@field max? integer longest text in Unicode characters, or largest file in bytes
---@field values? string[] the only values allowed
---@field known? string[] values that are known, of a parameter that may have others: for help and completion, not checked
---@field format? string|string[] how a text is written, as "yyyy-MM-dd": one of these
---@field range? { [1]: string|integer, [2]: string|integer } least and most: texts of an amount, numbers of an integer
---@field fields? alipay.param[] rules of an object's members, or of the members of a list's objects; others pass
---@field item? alipay.param of a list: what each item is; made from fields, values and max
---@field meaning string
---@field meaning_zh string
---@field example? any of an object with fields, and of a list of such, made of its members' examples

---@class alipay.definition
---@field method string
---@field place "query"|"content" where parameters go: top level, or inside biz_content (files are parts of their own)
---@field summary string
---@field summary_zh string
---@field params alipay.param[]
---@field by_name table<string, alipay.param>
---@field one_of? string[][] groups of which at least one parameter is required
---@field result table<string, string> fields of the answer and their meaning

local complete

-- What a list's items are: objects with the fields, else texts that the list's own rules are for.
local function item_of(param)
  local item = { name = param.name, type = param.fields and "object" or "string", fields = param.fields, max = param.max }
  item.values = param.values
  return item
end

local function example_of(fields)
  local example, any = {}, false
  for _, field in ipairs(fields) do any = any or field.required end
  for _, field in ipairs(fields) do
    if field.required or not any then example[field.name] = field.example end
  end
  return example
end

-- Completes parameters that are siblings, and those that are nested in them.
function complete(params)
  local by_name = {}
  for _, param in ipairs(params) do
    assert(not by_name[param.name], "parameter defined twice: " .. param.name)
    by_name[param.name] = param
    param.type = param.type or "string"
    rules.accept(param)
    if param.fields then complete(param.fields) end
    if param.type == "list" then param.item = item_of(param) end
    if param.fields and param.example == nil then
      local example = example_of(param.fields)
      param.example = param.type == "list" and { example } or example
    end
  end
  for _, param in ipairs(params) do
    for _, condition in ipairs { param.required_when or {}, param.forbidden_when or {} } do
      for other in pairs(condition) do assert(by_name[other], "condition on an unknown parameter: " .. other) end
    end
  end
  return by_name
end

---Complete a definition: index its parameters by name and refuse one that contradicts itself.
---@param def table
---@return alipay.definition
function M.new(def)
  def.by_name = complete(def.params)
  for _, group in ipairs(def.one_of or {}) do
    for _, name in ipairs(group) do assert(def.by_name[name], "one_of has an unknown parameter: " .. name) end
  end
  return def
end

M.is_file, M.read = rules.is_file, rules.read

local function has_one(group, values)
  for _, name in ipairs(group) do
    if not rules.is_missing(values[name]) then return true end
  end
  return false
end

---Check values against a definition and return every fault at once. Parameters that the definition does not name pass:
---the platform adds some every month.
---@param def alipay.definition
---@param values table<string, any> parameter name to value; a file is a table with `size` in bytes
---@param exact? boolean the values were read from JSON text, whose numbers are digits: one may be an amount
---@return alipay.fault[] faults empty when all is well
function M.check(def, values, exact)
  local faults = {}
  if def.one_of then
    for _, group in ipairs(def.one_of) do
      if not has_one(group, values) then
        faults[#faults + 1] = { param = group[1], rule = "missing", message = table.concat(group, " or ") .. " is required" }
      end
    end
  end
  rules.check(faults, def.params, values, exact, "")
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
