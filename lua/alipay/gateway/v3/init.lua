-- SPDX-License-Identifier: MIT
-- Protocol V3: addresses below /v3/, from exchange to answer. Methods, definitions and state are those of V2.

local answer = require "alipay.gateway.v3.answer"
local check = require "alipay.gateway.v3.check"
local codes = require "alipay.codes"
local decide = require "alipay.gateway.decide"
local request = require "alipay.gateway.v3.request"
local wire = require "alipay.gateway.faults.wire"

local M = {}

---Whether an address belongs to this protocol.
---@param path string
---@return boolean
function M.owns(path)
  return path:find "^/v3/" ~= nil
end

---Answer a request.
---@param gw alipay.gateway
---@param exchange core.exchange
---@return string what the method's name, for the log
---@return string verdict
---@return alipay.gateway.call call
function M.serve(gw, exchange)
  local call = request.read(exchange)
  local met, spoiled_verdict = wire.meet(gw, call, exchange)
  local what = call.method or exchange:path()
  if not met then return what, spoiled_verdict --[[@as string]], call end
  local fields, is_fault = decide.run(gw, call, check.run)
  local reply = answer.of(call, fields, is_fault)
  local status, headers, body = answer.write(gw, call, reply)
  call.reply = body
  met:respond(status, headers, body)
  return what, ("%d%s"):format(status, is_fault and " " .. codes.bare(fields.sub_code) or ""), call
end

return M
