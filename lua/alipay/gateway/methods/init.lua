-- SPDX-License-Identifier: MIT
-- The methods that the gateway simulates: one file of this folder each, found by its name. All are loaded when the first gateway
-- starts.
--
-- How to add one, alipay.trade.query for example:
--
-- 1. gateway/methods/alipay_trade_query.lua (the method's name with `_` for `.`) returns a table with
--
--      answer(gw, call) -> fields | nil, fault[, kept]
--                                                the members of the node in UTF-8, or a refusal made by alipay.gateway.fault;
--                                                call.values has the parameters, call.auth_token and call.app_auth_token the tokens;
--                                                kept: members of a 40004 besides the refusal itself
--
--    and with what it needs of
--
--      definition = definition.new {...}         what the method takes, unless a module of alipay.api defines it: by it parameters
--                                                are read from their place and checked before `answer` is called
--      check(gw, call) -> fault | nil            what a definition cannot say; a method without a definition must have it
--      invalid = { any = "ACQ.INVALID_PARAMETER", ["total_amount range"] = "ACQ.TOTAL_FEE_EXCEED" }
--                                                values that break the definition are 40004 with this code: by parameter and rule,
--                                                by rule, or any; without it 40002 isv.invalid-parameter
--      kept(values) -> fields                    members that each 40004 of the method has, as "0.00" amounts
--      tables = "CREATE TABLE IF NOT EXISTS ..." its part of the gateway's database; see alipay.gateway.store for access
--      path = "^/qrcode/(%x+)%.png$"             a pattern of addresses outside of the gateway's own, with
--      serve(gw, exchange, ...) -> found         which answers a GET there; it is given the pattern's captures
--      show(gw, exchange, answer, through)       browsers open the method: this answers `through` with a page; refusals are pages too
--      streams = true                            it answers by an event stream, V3 only: `fields.events` has them
--      error_node = true                         V2 answers its refusals in error_response instead of in the method's node
--
-- 2. spec/gateway/alipay_trade_query_spec.lua shows what it does (spec.support.gateway starts a gateway and signs calls).
--
-- No other file changes: the home page, the checks of every protocol, and the database find it here.

local embedded = require "alipay.core.embedded"
local fs = require "alipay.core.fs"
local sorted = require "alipay.util.sorted"

local M = {}

local PREFIX = "alipay.gateway.methods."

local handlers

local function load(into, module)
  local method = module:gsub("_", ".")
  if module ~= "init" and not into[method] then into[method] = require(PREFIX .. module) end
end

-- Modules inside the program, and those of a source tree that is used instead (ALIPAY_LUA_PATH).
local function all()
  if handlers then return handlers end
  local found = {}
  for _, name in ipairs(embedded.names()) do
    if name:sub(1, #PREFIX) == PREFIX then load(found, name:sub(#PREFIX + 1)) end
  end
  local tree = os.getenv "ALIPAY_LUA_PATH"
  for _, file in ipairs(tree and fs.list(tree .. "/alipay/gateway/methods") or {}) do
    local module = file:match "^([%w_]+)%.lua$"
    if module then load(found, module) end
  end
  handlers = found
  return found
end

---The module that simulates a method.
---@param method string
---@return alipay.gateway.handler|nil
function M.find(method)
  return all()[method]
end

---The simulated methods, sorted.
---@return string[]
function M.names()
  return sorted(all())
end

---The SQL of the tables that methods need.
---@return string[]
function M.tables()
  local list = {}
  for _, name in ipairs(M.names()) do list[#list + 1] = all()[name].tables end
  return list
end

---Answer a GET outside of the gateway's own addresses.
---@param gw alipay.gateway
---@param exchange core.exchange
---@param path string
---@return boolean|integer found false when it is no method's address, or nothing is there; true, or the status that was answered
function M.serve(gw, exchange, path)
  for _, handler in pairs(all()) do
    local captures = handler.path and table.pack(path:match(handler.path))
    if captures and captures[1] then return handler.serve(gw, exchange, table.unpack(captures, 1, captures.n)) end
  end
  return false
end

return M
