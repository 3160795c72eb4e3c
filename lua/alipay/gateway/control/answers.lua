-- SPDX-License-Identifier: MIT
-- The control call `answers`: gives an answer for a method, or takes it back. The bytes of `node` are what is signed.

local answers = require "alipay.gateway.answers"
local json = require "alipay.json"
local reply = require "alipay.core.reply"

local M = {}

M.fields = { method = "string", node = "any" }

-- The node as it stands in the body.
local function text_of_node(body)
  for _, member in ipairs(assert(reply.members(body))) do
    if member.name == "node" then return body:sub(member.first, member.last) end
  end
end

---@param gw alipay.gateway
---@param given { method: string?, node: any }
---@param body string the call's
---@return { method: string, answered: boolean }|nil
---@return string|nil sentence
function M.run(gw, given, body)
  if not given.method then return nil, "'method' is missing" end
  if given.node == nil then return nil, "'node' is missing: an object, or null to take an answer back" end
  local node
  if given.node ~= json.null then
    if type(given.node) ~= "table" then return nil, "'node' must be an object or null" end
    node = text_of_node(body)
  end
  local ok, wrong = answers.set(gw, given.method, node)
  if not ok then return nil, wrong end
  return { method = given.method, answered = node ~= nil }
end

return M
