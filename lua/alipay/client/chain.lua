-- SPDX-License-Identifier: MIT
-- The grammar of `client.alipay.system.oauthToken:get{...}`: names become methods of the platform, the last name a verb.
-- What a verb does is the pipeline's matter.

local errors = require "alipay.error"

local M = {}

---A segment as the platform spells it: humps of camelCase and PascalCase become dots.
---@param segment string as "oauthToken", "AlipayTradeQuery", "alipay.trade.query"
---@return string dotted as "oauth.token", "alipay.trade.query"
function M.dotted(segment)
  local dotted = segment:gsub("(%l)(%u)", "%1.%2"):gsub("(%d)(%u)", "%1.%2"):gsub("(%u)(%u%l)", "%1.%2")
  return dotted:lower()
end

---A node of the chain: a method of the platform, or the way to one. Every further name is the next node.
---@class alipay.chain
---@field get fun(self: alipay.chain, options?: alipay.call_options|string): alipay.response?, alipay.error? an HTTP GET
---@field get fun(self: alipay.chain, query: table, options: table): alipay.response?, alipay.error?
---@field post fun(self: alipay.chain, options?: alipay.call_options|string): alipay.response?, alipay.error? an HTTP POST
---@field post fun(self: alipay.chain, content: table|string, options: table): alipay.response?, alipay.error?
---@field post fun(self: alipay.chain, content: table|string, query: table, options: table): alipay.response?, alipay.error?
---@field getAsync fun(self: alipay.chain, options?: alipay.call_options|string): alipay.promise `get` that returns at once
---@field postAsync fun(self: alipay.chain, options?: alipay.call_options|string): alipay.promise `post` that returns at once
---@field page fun(self: alipay.chain, options?: alipay.page_options): string?, alipay.error? what the buyer's browser opens: a form, or a URL
---@field order fun(self: alipay.chain, options?: alipay.order_options): string?, alipay.error? the signed string for Alipay's app

-- Private fields of a node live under these keys, so that every string is free for segments.
local NAME, PARENT, ROOT, SEGMENT, CALL = {}, {}, {}, {}, {}

local node_mt = { __name = "alipay.chain" }

local function new_node(root, parent, name, segment)
  return setmetatable({
    [ROOT] = root, [PARENT] = parent, [NAME] = name, [SEGMENT] = segment, [CALL] = parent and root.verbs[segment],
  }, node_mt)
end

---@param segment string
function node_mt:__index(segment)
  if type(segment) ~= "string" then return nil end
  local name = rawget(self, NAME)
  local node = new_node(rawget(self, ROOT), self, name .. "." .. M.dotted(segment), segment)
  rawset(self, segment, node)
  return node
end

function node_mt.__newindex(_, segment)
  errors.usage(("cannot set '%s': a chain only names methods"):format(tostring(segment)))
end

function node_mt:__tostring()
  return rawget(self, NAME)
end

-- `chain:post{...}` arrives here as a call of the node "post" with its parent first. So a method whose name ends in
-- "get" can still be gone on from: the node is both.
function node_mt:__call(parent, ...)
  local call = self[CALL]
  if call and parent == self[PARENT] then return call(self[ROOT].client, parent[NAME], ...) end
  local segment = self[SEGMENT]
  if parent ~= self[PARENT] or parent == nil then
    local hint = call and "use a colon: chain:" .. segment .. "{...}" or "end the chain with :post{...} or :get{...}"
    errors.usage(("%s is not called like that: %s"):format(self[NAME], hint))
  end
  errors.usage(("'%s' is no verb: end the chain with :get, :post, :getAsync, :postAsync, :page or :order"):format(segment))
end

---The first node of a chain.
---@param root { client: any, verbs: table<string, function> } verbs: `fn(client, method, ...)` by name
---@param name string dotted start of the method
---@return alipay.chain node
function M.start(root, name)
  return new_node(root, nil, name)
end

---The method that a node names so far.
---@param node alipay.chain
---@return string|nil method nil when the value is no node
function M.name_of(node)
  return getmetatable(node) == node_mt and rawget(node, NAME) or nil
end

return M
