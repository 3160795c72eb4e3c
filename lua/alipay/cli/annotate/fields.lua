-- SPDX-License-Identifier: MIT
-- How fields and classes of the platform are spelled in LuaCATS.

local lexer = require "alipay.util.lexer"

local M = {}

-- Of scalars the catalogue does not know whether they are text, number or boolean: what a call sends may be any of these, what a reply
-- has is left to its reader.
local TYPES = { string = "string", integer = "integer", boolean = "boolean", file = "alipay.filepart", object = "table" }

-- Words that LuaCATS reads as a field's visibility.
local VISIBILITY = { public = true, private = true, protected = true, package = true }

---A field's name as a docstring takes it: in brackets when Lua or LuaCATS would read it as something else.
---@param name string
---@return string
function M.key(name)
  if name:find "^[%a_][%w_]*$" and not lexer.KEYWORDS[name] and not VISIBILITY[name] then return name end
  return ('["%s"]'):format(name)
end

-- A description behind a type: on one line, and nothing that would go on with the type.
local function description(text)
  if not text or text == "" then return "" end
  text = text:gsub("%s+", " ")
  return (text:find "^[%w\x80-\xFF]" and " " or " # ") .. text
end

local function kind_of(field, scalar, values, strict)
  local kind = field.class and "alipay.type." .. field.class or TYPES[field.type] or scalar
  if values then
    local list = {}
    for i, value in ipairs(values) do list[i] = ('"%s"'):format(value) end
    if not strict then list[#list + 1] = kind end
    kind = table.concat(list, "|")
    if field.list then kind = "(" .. kind .. ")" end
  end
  return kind .. (field.list and "[]" or "")
end

---The line of a field.
---@param field alipay.catalogue.field
---@param scalar string type of scalars
---@param rule? alipay.param what its definition says
---@param meaning? string
---@return string
function M.line(field, scalar, rule, meaning)
  local values = rule and rule.values or field.values
  local notes = {}
  if meaning then notes[1] = meaning end
  if rule and rule.max and rule.type ~= "file" then notes[#notes + 1] = ("at most %d characters"):format(rule.max) end
  if field.only == "v3" then notes[#notes + 1] = "V3 only" end
  if field.deprecated then notes[#notes + 1] = "deprecated" end
  return ("---@field %s%s %s%s"):format(M.key(field.name), rule and rule.required and "" or "?",
    kind_of(field, scalar, values, rule and rule.values), description(table.concat(notes, "; ")))
end

---The line of a child of a node.
---@param name string
---@param class string
---@param text? string
---@return string
function M.child(name, class, text)
  return ("---@field %s alipay.chain.%s%s"):format(M.key(name), class, description(text))
end

return M
