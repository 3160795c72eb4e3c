-- SPDX-License-Identifier: MIT
-- Values under dotted paths (`settle_info.settle_detail_infos.1.amount`) as JSON text: objects keep the order in which their names
-- were typed, indices of lists count from 1. It knows no method.

local errors = require "alipay.error"
local json = require "alipay.json"

local M = {}

---@class alipay.tree
---@field first string the path that made it, for messages
---@field leaf string|nil JSON text
---@field names string[]|nil of an object, as typed; indices of a list
---@field members table<string, alipay.tree>|nil
---@field list boolean|nil nil while it has no members
---@field root boolean|nil

local function fail(message, hint)
  error(errors.new("parameter", { message = message, hint = hint }), 0)
end

local function new(path)
  return { first = path, names = {}, members = {} }
end

---An empty object, whatever its names look like.
---@return alipay.tree
function M.new()
  local root = new ""
  root.root = true
  return root
end

local function is_index(segment) return segment:find "^%d+$" ~= nil end

local function contradict(node, path)
  fail(("%s and %s contradict each other"):format(node.first, path), "a name is one text, one object or one list")
end

-- The member of a node for a segment of a path; made when it is missing.
local function step(node, segment, path)
  if node.leaf then contradict(node, path) end
  local list = not node.root and is_index(segment)
  if node.list == not list then contradict(node, path) end
  node.list = list
  local member = node.members[segment]
  if not member then
    if segment == "" then fail(("the path %s has an empty name in it"):format(path)) end
    member = new(path)
    node.members[segment], node.names[#node.names + 1] = member, segment
  end
  return member
end

---Put a value under a path.
---@param tree alipay.tree
---@param path string dotted
---@param leaf string JSON text
---Raises an error object of kind "parameter" for a path that is there already, and one that names both paths that contradict.
function M.put(tree, path, leaf)
  local node = tree
  for segment in (path .. "."):gmatch "([^.]*)%." do node = step(node, segment, path) end
  if node.leaf then
    fail(path .. " is given twice", ("give it once: several values go as JSON, %s:=[...]"):format(path))
  end
  if #node.names > 0 then contradict(node, path) end
  node.leaf, node.names, node.members = leaf, nil, nil
end

-- The names of a node in order; of a list every index from 1 on must be there.
local function ordered(node)
  if not node.list then return node.names end
  local names = {}
  for i = 1, #node.names do
    names[i] = tostring(i)
    if not node.members[names[i]] then
      fail(("a list has no item %d: %s"):format(i, node.first), "items count from 1, without gaps")
    end
  end
  return names
end

---@param node alipay.tree
---@return string text JSON; raises an error object of kind "parameter" for a list with gaps
function M.text(node)
  if node.leaf then return node.leaf end
  local parts = {}
  for i, name in ipairs(ordered(node)) do
    local value = M.text(node.members[name])
    parts[i] = node.list and value or json.encode(name) .. ":" .. value
  end
  return node.list and "[" .. table.concat(parts, ",") .. "]" or "{" .. table.concat(parts, ",") .. "}"
end

return M
