-- SPDX-License-Identifier: MIT
-- Which parameters belong inside the braces at the cursor: reads the call that the braces belong to, back to the method it names.

local lexer = require "alipay.util.lexer"
local names = require "alipay.repl.help.names"

local M = {}

local VERBS = { get = "query", post = "content", getAsync = "query", postAsync = "content", page = "content", order = "content" }

-- Index of the bracket that tokens[i] is inside of, and the names given to the braces on the way: { content = { | } } is "content".
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

local function used(tokens, open, list)
  local depth, seen = 0, {}
  for i = open + 1, #tokens do
    local text = tokens[i].text
    if text == "{" or text == "(" then depth = depth + 1
    elseif text == "}" or text == ")" then depth = depth - 1
    elseif depth == 0 and text == "=" and tokens[i - 1].kind == "name" then seen[tokens[i - 1].text] = true end
  end
  local left = {}
  for _, name in ipairs(list) do
    if not seen[name] then left[#left + 1] = name end
  end
  return left
end

---Parameters of a method, of one place or of all.
---@param method string
---@param place "content"|"query"|"body"|nil
---@return string[]
function M.of(method, place)
  local list = {}
  local def = require("alipay.api").find(method)
  if def then
    for _, param in ipairs(def.params) do
      local where = param.type == "file" and "body" or def.place
      if not place or where == place then list[#list + 1] = param.name end
    end
    return list
  end
  for _, field in ipairs(require("alipay.catalogue").fields(method) or {}) do
    local where = field.file and "body" or field.top and "query" or "content"
    if not place or where == place then list[#list + 1] = field.name end
  end
  return list
end

-- The function that is called with the bracket at `open`: path of its names and whether the last stands behind a colon.
local function callee(tokens, open)
  local last = open - 1
  if tokens[last] and tokens[last].text == "(" then last = last - 1 end
  local name = tokens[last]
  if not name or name.kind ~= "name" then return nil end
  local path = lexer.path_before(tokens, last)
  local before = tokens[last - 1]
  return path, before ~= nil and before.text == ":"
end

local function of_path(session, path, colon, place)
  local verb = table.remove(path)
  if colon and VERBS[verb] and #path > 0 then
    local _, method = names.follow(session, path)
    if not method or method == "" then return nil end
    if place == true then return require("alipay.client.verbs").options(verb) end
    return M.of(method, place or VERBS[verb])
  end
  local api = require "alipay.api"
  for method, module in pairs(api.modules) do
    if path[#path] == module then return M.of(method, nil) end
  end
end

---Names that may be typed behind the brace or comma at tokens[i].
---@param session alipay.repl.session
---@param tokens alipay.token[]
---@param i integer
---@param typed string
---@return string[]|nil names nil when the braces belong to no call that is known
function M.at(session, tokens, i, typed)
  local open = opening(tokens, i)
  if not open or tokens[open].text ~= "{" then return nil end
  local path, colon = callee(tokens, open)
  if path and path[#path] == "multipart" then -- the value of `body`: what matters stands before it
    open = open - (tokens[open - 1].text == "(" and 1 or 0) - (2 * #path - 1)
    path = nil
  end
  if path then
    local list = of_path(session, path, colon, true)
    return list and names.among(used(tokens, open, list), typed)
  end
  -- { content = { | }, or alipay.multipart { | } inside of body, or a second argument f(client, { | })
  local equals, name = tokens[open - 1], tokens[open - 2]
  local place
  if equals and equals.text == "=" and name and name.kind == "name" then
    if name.text ~= "content" and name.text ~= "query" and name.text ~= "body" then return nil end
    place = name.text
  end
  local outer = opening(tokens, open - 1)
  if not outer then return nil end
  path, colon = callee(tokens, outer)
  if not path and tokens[outer].text == "(" then
    local last = outer - 1
    path = tokens[last] and tokens[last].kind == "name" and lexer.path_before(tokens, last)
    colon = tokens[last - 1] ~= nil and tokens[last - 1].text == ":"
  end
  if not path then return nil end
  local list = of_path(session, path, colon, place)
  return list and names.among(used(tokens, open, list), typed)
end

return M
