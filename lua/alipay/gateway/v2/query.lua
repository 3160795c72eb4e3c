-- SPDX-License-Identifier: MIT
-- A request by V2 that did not come over the network: an order string that a buyer has before him, a call that the gateway itself makes
-- for its app. It meets every check, and no faults: those that were asked for are for requests that come.

local check = require "alipay.gateway.v2.check"
local decide = require "alipay.gateway.decide"
local request = require "alipay.gateway.v2.request"

local M = {}

local function nothing() return {} end

---Read and decide one.
---@param gw alipay.gateway
---@param pairs_list { [1]: string, [2]: string }[] its parameters, decoded
---@return table<string, any> fields of the answer
---@return boolean refused
---@return alipay.gateway.call call
function M.decide(gw, pairs_list)
  local call = request.read {
    query = function() return pairs_list end, fields = nothing, files = nothing, headers = nothing, problem = function() end,
  }
  call.faults = {}
  local fields, refused = decide.run(gw, call, check.run)
  return fields, refused, call
end

return M
