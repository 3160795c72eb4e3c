-- SPDX-License-Identifier: MIT
-- Protocol V2: requests to /gateway.do, from exchange to answer.

local answer = require "alipay.gateway.v2.answer"
local check = require "alipay.gateway.v2.check"
local decide = require "alipay.gateway.decide"
local html = require "alipay.util.html"
local methods = require "alipay.gateway.methods"
local page = require "alipay.gateway.page"
local request = require "alipay.gateway.v2.request"
local wire = require "alipay.gateway.faults.wire"

local M = {}

local TAKES = { GET = true, HEAD = true, POST = true }

---Whether an address belongs to this protocol.
---@param path string
---@return boolean
function M.owns(path)
  return path == "/gateway.do" or path == "/gateway.do/"
end

local function reply(gw, call, exchange, fields, is_fault)
  local body = answer.body(gw, call, fields, {
    handler = call.handler, fault = is_fault,
    -- Nobody vouches for the answer to an app that does not exist: so it is on the platform.
    signed = call.app or fields.code == "20000",
  })
  call.reply = body
  exchange:respond(200, answer.headers(call), body)
end

-- Prefixes that the platform leaves out on pages.
local PREFIXES = { isv = true, isp = true, aop = true }

-- A browser gets a page for a refusal: in GBK whatever it asked for, as from the platform.
local function show_fault(exchange, refused)
  local prefix, name = refused.sub_code:match "^(%a+)%.(.*)$"
  -- The string to sign in sub_msg is escaped for JSON's readers; a page escapes by itself.
  page.debug_error(exchange, PREFIXES[prefix] and name or refused.sub_code, html.unescape(refused.sub_msg))
end

---Answer a request.
---@param gw alipay.gateway
---@param exchange core.exchange
---@return string what the method's name, for the log
---@return string|integer verdict code of the answer, or its status
---@return alipay.gateway.call|nil call
function M.serve(gw, exchange)
  if not TAKES[exchange:method()] then return exchange:path(), page.not_allowed(exchange) end
  local call = request.read(exchange)
  local met, spoiled = wire.meet(gw, call, exchange)
  if not met then return call.method, spoiled, call end
  if call.faults.charset then call.answered_in = request.GBK end
  local fields, is_fault = decide.run(gw, call, check.run)
  local handler = call.handler or call.method and methods.find(call.method)
  local is_page = handler and handler.show
  if is_page and is_fault then
    show_fault(met, fields)
  elseif is_page then
    handler.show(gw, exchange, fields, met)
  else
    reply(gw, call, met, fields, is_fault)
  end
  if is_fault then return call.method or "-", fields.code .. " " .. fields.sub_code, call end
  return call.method, not is_page and fields.code or "ok", call
end

return M
