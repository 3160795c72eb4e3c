-- SPDX-License-Identifier: MIT
-- From an address of V3 back to the method: most paths are the method's name with slashes, the others are looked up.

local describe = require "alipay.catalogue.describe"
local record = require "alipay.catalogue.record"

local M = {}

-- V3 forms of the paths that are not made of the method's name, those without parameters first; read when first needed.
local others

local function pattern_of(path)
  local names = {}
  for name in path:gmatch "{([^}]*)}" do names[#names + 1] = name end
  return "^" .. path:gsub("[%-.]", "%%%0"):gsub("{[^}]*}", "([^/]+)") .. "$", names
end

local function read_others()
  local plain, patterns = {}, {}
  for method in record.text("methods"):gmatch "\n([^\t\n]+)\t[^\t\n]*\t%um?/v3/" do
    local form = describe.describe(method).v3
    local list = form.path:find("{", 1, true) and patterns or plain
    local pattern, names = pattern_of(form.path)
    list[#list + 1] = { verb = form.verb, pattern = pattern, names = names, method = method }
  end
  return table.move(patterns, 1, #patterns, #plain + 1, plain)
end

---The method that V3 has at a path.
---@param verb string as "POST"
---@param path string as "/v3/alipay/trade/query", decoded, without query
---@return string|nil method
---@return table<string, string>|nil values of the parameters in the path, where it has some
function M.method(verb, path)
  local name = (path:match "^/v3/(.+)$" or ""):gsub("/", ".")
  local known = describe.describe(name)
  if known and known.v3 and verb == known.v3.verb and path == known.v3.path then return name end
  others = others or read_others()
  for _, other in ipairs(others) do
    local found = verb == other.verb and table.pack(path:match(other.pattern))
    if found and found[1] then
      local values = {}
      for i, parameter in ipairs(other.names) do values[parameter] = found[i] end
      return other.method, other.names[1] and values
    end
  end
end

return M
