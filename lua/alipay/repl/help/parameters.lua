-- SPDX-License-Identifier: MIT
-- What may be typed inside the braces at the cursor, and inside the quotes behind `name =`: reads the call that the braces belong
-- to, back to the method it names, and goes down into nested objects by the names given to the braces on the way.

local lexer = require "alipay.util.lexer"
local names = require "alipay.repl.help.names"

local M = {}

local VERBS = { get = true, post = true, getAsync = true, postAsync = true, page = true, order = true }
local PLACES = { content = true, query = true, body = true }

-- ---- reading the text ----

-- Index of the bracket that tokens[i] is inside of.
local function opening(tokens, i)
  local depth = 0
  while i >= 1 do
    local text = tokens[i].text
    if text == "}" or text == ")" or text == "]" then depth = depth + 1
    elseif text == "{" or text == "(" or text == "[" then
      if depth == 0 then return i end
      depth = depth - 1
    end
    i = i - 1
  end
end

-- The name that is given to the value behind tokens[equals], as `name =` or `["name"] =`.
local function key_before(tokens, equals)
  local token = tokens[equals - 1]
  if not token then return nil end
  if token.kind == "name" then return token.text end
  if token.text == "]" and tokens[equals - 2].kind == "string" then return tokens[equals - 2].text:sub(2, -2) end
end

---@class alipay.repl.place
---@field callee string[] names of what is called
---@field colon boolean the last of them stands behind a colon
---@field path (string|false)[] names given to the braces, from the outside in: { content = { settle_info = { | } } }; false for an item
---@field open integer the token of the innermost brace

local function called(tokens, last, path, open)
  local name = tokens[last]
  local callee = name and name.kind == "name" and lexer.path_before(tokens, last)
  if not callee then return nil end
  local colon = tokens[last - 1] ~= nil and tokens[last - 1].text == ":"
  ---@type alipay.repl.place
  return { callee = callee, colon = colon, path = path, open = open }
end

-- The call that tokens[i], a brace or what stands behind one, belongs to.
local function place_of(tokens, i)
  local path = {}
  local open = opening(tokens, i)
  local innermost = open
  if not open or tokens[open].text ~= "{" then return nil end
  while open do
    local last = open - 1
    local before = tokens[last]
    if tokens[open].text == "(" then return called(tokens, last, path, innermost) end
    if not before then return nil end
    if before.kind == "name" or before.text == "(" then
      local place = called(tokens, before.text == "(" and last - 1 or last, path, innermost)
      if not place or place.callee[#place.callee] ~= "multipart" then return place end
      -- alipay.multipart { | } is the value of `body`: what matters stands before it
      last = (before.text == "(" and last - 1 or last) - 2 * #place.callee + 1
      before = tokens[last]
      if not before then return nil end
    end
    if before.text == "=" then
      local key = key_before(tokens, last)
      if not key then return nil end
      table.insert(path, 1, key)
    elseif before.text == "{" or before.text == "," and tokens[opening(tokens, last - 1) or open].text == "{" then
      table.insert(path, 1, false)
    elseif before.text ~= "," then
      return nil
    end
    open = opening(tokens, last)
  end
end

-- Names that have a value already between the brace and the cursor.
local function used(tokens, open)
  local depth, seen = 0, {}
  for i = open + 1, #tokens do
    local text = tokens[i].text
    if text == "{" or text == "(" then depth = depth + 1
    elseif text == "}" or text == ")" then depth = depth - 1
    elseif depth == 0 and text == "=" then seen[key_before(tokens, i) or ""] = true end
  end
  return seen
end

-- ---- what is known of it ----

-- The method that is called, and whether by a verb (else by a function of its module).
local function method_of(session, place)
  local callee = place.callee
  local verb = callee[#callee]
  if place.colon then
    if not VERBS[verb] or #callee < 2 then return nil end
    local _, method = names.follow(session, table.move(callee, 1, #callee - 1, 1, {}))
    if method ~= "" then return method, verb end
    return nil
  end
  for method, module in pairs(require("alipay.api").modules) do
    if callee[#callee - 1] == module then return method end
  end
end

local function find(params, name)
  for _, param in ipairs(params or {}) do
    if param.name == name then return param end
  end
end

-- The parameters that belong into the braces, and the parameter that the braces are the value of. A list's own braces hold items.
local function params_at(method, verb, path)
  local all = require("alipay.catalogue.parameters").of(method) or {}
  local list, first, param = all, 1, nil
  if verb then
    if not PLACES[path[1]] then return {} end
    list, first = {}, 2
    for _, candidate in ipairs(all) do
      if candidate.place == path[1] then list[#list + 1] = candidate end
    end
  end
  for i = first, #path do
    if path[i] then param = find(list, path[i]) end
    local item = param and param.list and not path[i]
    if not param or not (path[i] or item) then return {} end
    list = (item or not param.list) and param.fields or {}
  end
  return list, param
end

---Names that may be typed behind the brace or comma at tokens[i], those that matter first.
---@param session alipay.repl.session
---@param tokens alipay.token[]
---@param i integer
---@param typed string
---@return string[]|nil names nil when the braces belong to no call that is known
---@return string|nil tail what follows a name that is the only one
function M.at(session, tokens, i, typed)
  local place = place_of(tokens, i)
  if not place then return nil end
  local method, verb = method_of(session, place)
  if not method then return nil end
  local seen, list = used(tokens, place.open), {}
  if verb and #place.path == 0 then
    for _, name in ipairs(names.among(require("alipay.client.verbs").options(verb), typed)) do
      if not seen[name] then list[#list + 1] = name end
    end
    return list, " = "
  end
  local params, around = params_at(method, verb, place.path)
  if around and around.list and around.fields and place.path[#place.path] and typed == "" then return { "{" }, " " end
  local tail
  for _, param in ipairs(params) do
    if not seen[param.name] and param.name:sub(1, #typed) == typed then
      list[#list + 1], tail = param.name, param.fields and " = { " or " = "
    end
  end
  return list, tail
end

---Values that may be typed inside the quotes at tokens[i]: those of the definition first, then those that were seen elsewhere.
---@param session alipay.repl.session
---@param tokens alipay.token[]
---@param i integer the string
---@param typed string what of it is there
---@return string[]|nil values nil when none are known
function M.values(session, tokens, i, typed)
  local before = tokens[i - 1]
  if not before then return nil end
  local key = before.text == "=" and key_before(tokens, i - 1)
  if not key and before.text ~= "{" and before.text ~= "," then return nil end
  local place = place_of(tokens, i - 1)
  if not place then return nil end
  local method, verb = method_of(session, place)
  if not method then return nil end
  local list, param = params_at(method, verb, place.path)
  if key then param = find(list, key) end
  if not param or not param.values or not key and not param.list then return nil end
  local fitting = {}
  for _, value in ipairs(param.values) do
    if value:sub(1, #typed) == typed then fitting[#fitting + 1] = value end
  end
  return fitting
end

return M
