-- SPDX-License-Identifier: MIT
-- From an address of V3 back to the method: most paths are the method's name with slashes, the others are looked up.

local describe = require "alipay.catalogue.describe"
local record = require "alipay.catalogue.record"

local M = {}

-- V3 forms of the paths that are not made of the method's name, those without parameters first; read when first needed.
local others

local function pattern_of(path)
  return "^" .. path:gsub("[%-.]", "%%%0"):gsub("{[^}]*}", "[^/]+") .. "$"
end

local function read_others()
  local plain, patterns = {}, {}
  for method in record.text("methods"):gmatch "\n([^\t\n]+)\t[^\t\n]*\t%um?/v3/" do
    local form = describe.describe(method).v3
    local list = form.path:find("{", 1, true) and patterns or plain
    list[#list + 1] = { verb = form.verb, pattern = pattern_of(form.path), method = method }
  end
  return table.move(patterns, 1, #patterns, #plain + 1, plain)
end

---The method that V3 has at a path.
---@param verb string as "POST"
---@param path string as "/v3/alipay/trade/query", decoded, without query
---@return string|nil method
function M.method(verb, path)
  local name = (path:match "^/v3/(.+)$" or ""):gsub("/", ".")
  local known = describe.describe(name)
  if known and known.v3 and verb == known.v3.verb and path == known.v3.path then return name end
  others = others or read_others()
  for _, other in ipairs(others) do
    if verb == other.verb and path:find(other.pattern) then return other.method end
  end
end

return M
