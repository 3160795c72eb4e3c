-- SPDX-License-Identifier: MIT
-- How fields and classes of the platform are spelled in LuaCATS.

local lexer = require "alipay.util.lexer"

local M = {}

-- Of scalars the catalogue does not know whether they are text, number or boolean: what a call sends may be any of these, what a reply
-- has is left to its reader.
local TYPES = {
  string = "string", integer = "integer", boolean = "boolean", file = "alipay.filepart", object = "table",
  amount = "string", json = "string", list = "any",
}

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

local WORDS = {
  [false] = {
    max = "at most %d characters", format = "as %s", range = "from %s to %s", v3 = "V3 only", deprecated = "deprecated",
    demanded = "some clients demand it",
  },
  [true] = {
    max = "最多 %d 个字符", format = "格式 %s", range = "%s 到 %s", v3 = "仅 V3", deprecated = "已废弃", demanded = "部分客户端要求必填",
  },
}

-- What is to be known of a field besides its type: rules of its definition, else hints of the catalogue.
local function notes_of(field, rule, zh)
  local words, notes = WORDS[zh], {}
  local function add(word, ...) notes[#notes + 1] = words[word]:format(...) end
  if rule then
    notes[1] = zh and rule.meaning_zh or rule.meaning
    if rule.max and rule.type ~= "file" then add("max", rule.max) end
    local format = rule.format
    if format then add("format", type(format) == "table" and table.concat(format, " / ") or format) end
    if rule.range then add("range", rule.range[1], rule.range[2]) end
  else
    if field.max then add("max", field.max) end
    if field.required then add "demanded" end
  end
  if field.only == "v3" and not field.place then add "v3" end -- those of the top level are V2's, too
  if field.deprecated then add "deprecated" end
  return table.concat(notes, zh and "；" or "; ")
end

-- The type of a field: of `values`, when these are all that is allowed, else with them.
local function kind_of(field, options)
  local rule = options.rule or {}
  local kind = options.class or field.class and "alipay.type." .. field.class or TYPES[field.type] or options.scalar
  local values = rule.values or rule.known or field.values
  if values then
    local list = {}
    for i, value in ipairs(values) do list[i] = ('"%s"'):format(value) end
    if not rule.values then list[#list + 1] = kind end
    kind = table.concat(list, "|")
    if field.list then kind = "(" .. kind .. ")" end
  end
  return kind .. (field.list and "[]" or "")
end

---The line of a field.
---@param field alipay.catalogue.field
---@param options { scalar: string, rule: alipay.param?, class: string?, zh: boolean?, meaning: string? } scalar: the type of scalars; class: the one that an object has instead of its type's
---@return string
function M.line(field, options)
  local rule = options.rule
  return ("---@field %s%s %s%s"):format(M.key(field.name), rule and rule.required and "" or "?", kind_of(field, options),
    description(options.meaning or notes_of(field, rule, options.zh or false)))
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
