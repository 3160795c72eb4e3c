-- SPDX-License-Identifier: MIT
-- Names that start with what was typed: variables, fields, methods of the platform, files, modules, profiles, commands. All lists
-- are sorted. Nothing of the user's is called.

local fs = require "alipay.core.fs"
local kinds = require "alipay.repl.show.kinds"

local lexer = require "alipay.util.lexer"
local sorted = require "alipay.util.sorted"

local M = {}

---@param list string[]
---@param typed string
---@return string[]
function M.among(list, typed)
  local found, seen = {}, {}
  for _, name in ipairs(list) do
    if name:sub(1, #typed) == typed and not seen[name] then
      seen[name] = true
      found[#found + 1] = name
    end
  end
  table.sort(found)
  return found
end

function M.variables(session, typed)
  local list = sorted(lexer.KEYWORDS)
  for name in pairs(session:visible()) do
    if type(name) == "string" and name:find "^[%a_][%w_]*$" then list[#list + 1] = name end
  end
  return M.among(list, typed)
end

-- ---- fields, without running anything ----

local function index_of(value)
  local mt = debug.getmetatable(value)
  local index = type(mt) == "table" and rawget(mt, "__index")
  return type(index) == "table" and index or nil
end

---A field as far as tables lead.
---@param value any
---@param key any
---@return any
function M.field(value, key)
  for _ = 1, 20 do
    if type(value) == "table" then
      local found = rawget(value, key)
      if found ~= nil then return found end
    end
    value = index_of(value)
    if value == nil then return nil end
  end
end

-- `alipay` loads some of its modules when they are first used; whoever looks what there is wants to see them.
local function load_lazy(alipay)
  for name in pairs(debug.getmetatable(alipay).lazy) do alipay[name] = alipay[name] end
end

local function client_methods() return require("alipay.client.client").METHODS end

local OURS = { alipay = "alipay", async = "alipay.async", json = "alipay.json" }

---What a path of names leads to. Lazy names of the session and chains are followed by name only.
---@param session alipay.repl.session
---@param path string[]
---@return any value
---@return string|nil method what a chain names so far; "" for a client
function M.follow(session, path)
  local value = session:get(path[1], true)
  local method = (kinds.is_client(value) or value == nil and path[1] == "client") and "" or kinds.chain_name(value)
  if value == nil then value = OURS[path[1]] and require(OURS[path[1]]) end
  if path[1] == "alipay" and value == require "alipay" then load_lazy(value) end
  for i = 2, #path do
    value = M.field(value, path[i])
    if value == nil and method == "" then value = client_methods()[path[i]] end
    if value ~= nil then
      method = kinds.chain_name(value) -- a client has fields of its own, too
    elseif method then
      local segment = require("alipay.client.chain").dotted(path[i])
      method = method == "" and segment or method .. "." .. segment
    end
  end
  return value, method
end

local VERBS = { "get", "getAsync", "order", "page", "post", "postAsync" }

local function camel(rest) return (rest:gsub("%.(%l)", string.upper)) end

-- What may stand behind a chain: the next names, and whole humped names of what is left once a capital was typed.
local function chain_fields(method, typed, colon)
  if colon then
    if method == "" then return M.among(sorted(client_methods()), typed) end
    return M.among(VERBS, typed)
  end
  local catalogue, api = require "alipay.catalogue", require "alipay.api"
  local base = method == "" and "" or method .. "."
  local list = {}
  for _, name in ipairs(catalogue.following(base .. typed)) do list[#list + 1] = name:sub(#base + 1) end
  for name, module in pairs(api.modules) do
    local is_here = name:sub(1, #base) == base and name == base .. require("alipay.client.chain").dotted(module)
    if is_here then list[#list + 1] = module end
  end
  if typed:find "%u" then
    for _, name in ipairs(catalogue.starting(base .. typed:match "^%l*")) do list[#list + 1] = camel(name:sub(#base + 1)) end
  end
  return M.among(list, typed)
end

---Fields of what a path leads to.
---@param session alipay.repl.session
---@param path string[]
---@param typed string
---@param colon boolean only what can be called
---@param quoted? boolean inside brackets: keys that are no names, too
---@return string[]
function M.fields(session, path, typed, colon, quoted)
  local value, method = M.follow(session, path)
  if method then return chain_fields(method, typed, colon) end
  local list = {}
  for _ = 1, 20 do
    if value == nil then break end
    if type(value) == "table" then
      for key, field in next, value do
        local callable = type(field) == "function" or debug.getmetatable(field) ~= nil
        local fits = type(key) == "string" and (quoted or key:find "^[%a_][%w_]*$")
        if fits and (callable or not colon) then list[#list + 1] = key end
      end
    end
    value = index_of(value)
  end
  return M.among(list, typed)
end

-- ---- other names ----

function M.methods(typed)
  local list = require("alipay.catalogue").following(typed)
  return M.among(list, typed)
end

function M.modules(typed)
  local list = {}
  for _, name in ipairs(require("alipay.core.embedded").names()) do
    if not name:find "^alipay%.meta%." and not name:find "^alipay%.vendor%." then list[#list + 1] = name end
  end
  for name in pairs(package.loaded) do list[#list + 1] = name end
  return M.among(list, typed)
end

function M.loaded(typed)
  local list = {}
  for name in pairs(package.loaded) do list[#list + 1] = name end
  return M.among(list, typed)
end

function M.profiles(typed)
  local ok, list = pcall(require("alipay.client.settings").profiles)
  return M.among(ok and list or {}, typed)
end

---Files whose path starts with a text; folders end with a slash.
---@param typed string
---@return string folder part of the text that stays
---@return string[] names
function M.files(typed)
  local folder = typed:match "^.*/" or ""
  local home = os.getenv "HOME"
  local real = folder:find "^~/" and home and home .. folder:sub(2) or folder
  local list = {}
  for _, name in ipairs(fs.list(real == "" and "." or real) or {}) do
    local hidden = name:sub(1, 1) == "." and typed:sub(#folder + 1, #folder + 1) ~= "."
    if not hidden and name:sub(1, #typed - #folder) == typed:sub(#folder + 1) then
      local stat = fs.stat(real .. name)
      list[#list + 1] = name .. (stat and stat.type == "directory" and "/" or "")
    end
  end
  return folder, M.among(list, "")
end

return M
