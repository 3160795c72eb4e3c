-- SPDX-License-Identifier: MIT
-- The V3 form of a method, as the catalogue has it: verb, path, and where each parameter goes.

local catalogue = require "alipay.catalogue"
local paths = require "alipay.catalogue.paths"
local v2 = require "alipay.v2.protocol"

local M = {}

---@class alipay.v3.operation
---@field method string|nil nil for a path that the catalogue does not know
---@field verb string
---@field path string with `{name}` for parameters
---@field multipart boolean|nil
---@field fields table<string, alipay.catalogue.field> by name
---@field top_level boolean|nil V2 has the method's parameters at top level: those in `query` are the method's own
---@field moves boolean|nil some parameters of the content are not in the body
---@field explicit boolean|nil the caller gave verb and path
---@field plain alipay.v3.placed|nil of calls with nothing but a body

-- Describing a method may take longer than a call.
local known = {}

local HAS_BODY = { POST = true, PUT = true, PATCH = true }

---Whether requests of a verb have a body.
---@param verb string
---@return boolean
function M.has_body(verb)
  return HAS_BODY[verb] == true
end

---@param method string
---@return alipay.v3.operation|nil operation nil when no V3 form is known
function M.of(method)
  local operation = known[method]
  if operation then return operation end
  local described = v2.is_method(method) and catalogue.describe(method)
  local form = described and described.v3
  if not form then return nil end
  operation = {
    method = method, verb = form.verb, path = form.path, multipart = form.multipart, fields = {},
    top_level = described.place == "query", moves = not HAS_BODY[form.verb],
  }
  for _, field in ipairs(described.fields) do
    operation.fields[field.name] = field
    local place = field.v3_place
    if place == "path" or place == "query" and field.place == "content" then operation.moves = true end
  end
  known[method] = operation
  return operation
end

---What is sent to a path as it stands. No parameter has a place of its own there.
---@param verb string
---@param path string escaped
---@return alipay.v3.operation
function M.at(verb, path)
  return { method = paths.method(verb, path), verb = verb, path = path, fields = {}, moves = not HAS_BODY[verb], explicit = true }
end

---Whether a path can be sent as it stands.
---@param path string
---@return string|nil problem
function M.path_problem(path)
  if not path:find "^/" then return "must begin with /, as /v3/alipay/trade/query" end
  if path:find "[?#]" then return "holds ? or #: parameters of the query go into query = {...}" end
  if path:find "[{}]" then return "has a place for a parameter in it: put the value there" end
  if path:find "[^!-~]" then return "has a character in it that must be escaped (%20 for a space)" end
  for segment in path:gmatch "[^/]+" do
    local plain = segment:gsub("%%2[eE]", ".")
    if plain == "." or plain == ".." then return "has a segment '" .. segment .. "', which changes the path" end
  end
end

return M
