-- SPDX-License-Identifier: MIT
-- A call of a method to paste, for Lua and for the shell, with the parameters that it wants: those that its definition requires,
-- those that other clients demand. Where nobody knows which those are it says so; none is made up.

local api = require "alipay.api"
local lexer = require "alipay.util.lexer"
local parameters = require "alipay.catalogue.parameters"
local rules = require "alipay.catalogue.rules"
local sorted = require "alipay.util.sorted"

local M = {}

local WIDTH = 76 -- columns until a call is broken into lines

-- ---- which parameters ----

-- Examples of definitions by the parameter's name, for methods that have none: the first definition counts.
local examples
local function borrowed(name)
  if not examples then
    examples = {}
    for _, method in ipairs(api.methods()) do
      for _, param in ipairs(api.find(method).params) do
        if examples[param.name] == nil and type(param.example) ~= "table" then examples[param.name] = param.example end
      end
    end
  end
  return examples[name]
end

local value_of

local function members(param)
  local values, any = {}, false
  for _, field in ipairs(param.fields or {}) do
    if field.required or field.hint or not any and parameters.is_typical(field.name) then
      values[field.name], any = value_of(field), true
    end
  end
  return values
end

-- The example of a definition; else a value of the right type.
function value_of(param)
  local rule = param.rule
  if rule and rule.example ~= nil then return param.type == "file" and (rule.example:gsub("^@", "")) or rule.example end
  local value
  if param.type == "object" then value = members(param)
  elseif param.type == "integer" then value = 1
  elseif param.type == "boolean" then value = true
  elseif param.type == "file" then value = "FILE"
  else
    value = param.values and param.values[1] or borrowed(param.name)
    if value == nil then
      value = param.name:find "amount$" and "88.80" or param.name:find "_time$" and "2026-11-26 10:00:00" or "..."
    end
  end
  return param.list and { value } or value
end

-- Marks the first of each group of which one is wanted, unless one is there.
local function choose_one(groups, chosen)
  for _, group in ipairs(groups) do
    local any = false
    for _, name in ipairs(group) do any = any or chosen[name] ~= nil end
    if not any then chosen[group[1]] = true end
  end
end

local function groups_of(known, def)
  if def then return def.one_of or {} end
  local groups = {}
  for i, pair in ipairs(known and known.one_of or {}) do groups[i] = { pair.either, pair.other } end
  return groups
end

-- The parameters of an example, in order: { param, value } each.
local function chosen_of(method)
  local params, known, def = parameters.of(method)
  local chosen = {}
  for _, param in ipairs(params or {}) do
    local rule = param.rule
    local hinted = param.hint and (not def or rule and rule.example ~= nil and not rule.required_when and not rule.forbidden_when)
    if param.required or hinted then chosen[param.name] = value_of(param) end
  end
  choose_one(groups_of(known, def), chosen)
  for _, param in ipairs(params or {}) do
    local condition = param.rule and param.rule.required_when
    if condition and rules.holds(condition, chosen) then chosen[param.name] = value_of(param) end
  end
  if next(chosen) == nil and not def then
    for _, param in ipairs(params or {}) do
      if parameters.is_typical(param.name) or param.type == "file" then chosen[param.name] = true end
    end
  end
  local list = {}
  for _, param in ipairs(params or {}) do
    if chosen[param.name] ~= nil and param.place then list[#list + 1] = { param, value_of(param) } end
  end
  return list, known, def, params
end

-- ---- as Lua ----

local function key_of(name)
  return name:find "^[%a_][%w_]*$" and not lexer.KEYWORDS[name] and name or ("[%q]"):format(name)
end

-- `"text"` without the line breaks that %q writes as backslash and line end.
local function quoted(text) return (("%q"):format(text):gsub("\\\n", "\\n")) end

local function is_list(value) return #value > 0 end

-- Items of a brace on one line, or one on each when that is too long.
local function braces(items, indent)
  if #items == 0 then return "{}" end
  local line = "{ " .. table.concat(items, ", ") .. " }"
  if indent + #line <= WIDTH and not line:find "\n" then return line end
  local pad = (" "):rep(indent + 2)
  return "{\n" .. pad .. table.concat(items, ",\n" .. pad) .. ",\n" .. (" "):rep(indent) .. "}"
end

local function lua_of(value, indent)
  if type(value) == "string" then return quoted(value) end
  if type(value) ~= "table" then return tostring(value) end
  local items = {}
  if is_list(value) then
    for i, item in ipairs(value) do items[i] = lua_of(item, indent + 2) end
  else
    for _, name in ipairs(sorted(value)) do items[#items + 1] = key_of(name) .. " = " .. lua_of(value[name], indent + 2) end
  end
  return braces(items, indent)
end

-- How the method is written as a chain: the module's own spelling where there is one.
local function chain_of(method)
  local module = api.modules[method]
  local dotted = module and require("alipay.client.chain").dotted(module)
  if dotted and method:sub(-#dotted) == dotted then return "client." .. method:sub(1, -#dotted - 1) .. module end
  for segment in method:gmatch "[^.]+" do
    if key_of(segment) ~= segment then return ("client[%q]"):format(method) end
  end
  return "client." .. method
end

---The verb that ends the chain.
---@param known alipay.catalogue.description|nil
---@return "page"|"order"|"post"
function M.verb(known)
  return known and (known.page and "page" or known.order and "order") or "post"
end

---A call to paste at the prompt or into a script.
---@param method string dotted
---@return string
function M.lua(method)
  local list, known, def, params = chosen_of(method)
  local parts = { body = {}, query = {}, content = {} }
  for _, entry in ipairs(list) do
    local param, value = entry[1], entry[2]
    local shown = param.type == "file" and "alipay.file " .. quoted(value) or lua_of(value, 4)
    table.insert(parts[param.place], key_of(param.name) .. " = " .. shown)
  end
  local options = {}
  if #parts.body > 0 then options[1] = "body = alipay.multipart " .. braces(parts.body, 2) end
  for _, place in ipairs { "query", "content" } do
    if #parts[place] > 0 then options[#options + 1] = place .. " = " .. braces(parts[place], 2) end
  end
  local call = ("%s:%s "):format(chain_of(method), M.verb(known))
  if #options == 0 then
    if not params or #params == 0 then return call .. "{}" end
    return ("%s{ %s = {} }  -- which parameters it wants is not known: Tab between the braces lists them"):format(
      call, def and def.place or known.place)
  end
  local line = call .. "{ " .. table.concat(options, ", ") .. " }"
  if #line <= WIDTH and not line:find "\n" then return line end
  return call .. "{\n  " .. table.concat(options, ",\n  ") .. ",\n}"
end

-- ---- for the shell ----

local function word(text)
  if text:find "^[%w_@%%+=:,./-]+$" then return text end
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

---The same call as a command of the program.
---@param method string dotted
---@return string|nil command nil for a page or an order, which nothing is sent for
function M.shell(method)
  local list, known = chosen_of(method)
  if M.verb(known) ~= "post" then return nil end
  local words = { "alipay-lua call", method }
  for _, entry in ipairs(list) do
    local param, value = entry[1], entry[2]
    local given
    if param.type == "file" then given = "@=" .. value
    elseif type(value) == "string" then given = "=" .. value
    else given = ":=" .. require("alipay.json").encode(value) end
    words[#words + 1] = word(param.name .. given)
  end
  return table.concat(words, " ")
end

return M
