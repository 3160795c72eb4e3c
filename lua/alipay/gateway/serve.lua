-- SPDX-License-Identifier: MIT
-- One HTTP exchange from request to answer and log line. It knows the addresses, not what the methods do.

local answer = require "alipay.gateway.answer"
local autopsy = require "alipay.call.autopsy"
local check = require "alipay.gateway.check"
local fault = require "alipay.gateway.fault"
local loop = require "alipay.core.loop"
local methods = require "alipay.gateway.methods"
local page = require "alipay.gateway.page"
local request = require "alipay.gateway.request"

local M = {}

-- What the gateway says to a call: the node's fields, and whether they are a fault.
local function decide(gw, call)
  local refused = check.run(gw, call)
  if refused then return refused, true end
  local fields, fault_of_method = call.handler.answer(gw, call)
  if not fields then return fault_of_method, true end
  return fields, false
end

local function reply(gw, call, exchange, fields, is_fault)
  local body = answer.body(gw, call, fields, {
    handler = call.handler, fault = is_fault,
    -- Nobody vouches for the answer to an app that does not exist: so it is on the platform.
    signed = call.app_known or fields.code == "20000",
  })
  exchange:respond(200, answer.headers(call), body)
end

-- A browser gets pages: errors in GBK whatever it asked for, as from the platform.
local function show(call, exchange, fields, is_fault)
  if is_fault then
    -- The string to sign in sub_msg is escaped for JSON's readers; a page escapes by itself.
    return page.debug_error(exchange, (fields.sub_code:gsub("^%a+%.", "")), autopsy.unescape(fields.sub_msg))
  end
  page.signature_good(exchange, call.reply_charset.name, fields)
end

local function gateway(gw, exchange)
  local call = request.read(exchange)
  local traced
  local fine, fields, is_fault = xpcall(decide, function(message)
    traced = debug.traceback(tostring(message), 2)
  end, gw, call)
  if not fine then
    gw:log("internal error: " .. tostring(traced))
    fields, is_fault = fault.new "isp.unknow-error", true
  end
  local handler = call.method and methods.find(call.method)
  if handler and handler.page then
    show(call, exchange, fields, is_fault)
  else
    reply(gw, call, exchange, fields, is_fault)
  end
  local verdict = is_fault and (fields.code .. " " .. fields.sub_code) or (not (handler and handler.page) and fields.code or "ok")
  return call.method or "-", verdict
end

local PAGES = {
  ["/"] = page.home,
  ["/oauth2/publicAppAuthorize.htm"] = function(...) return require("alipay.gateway.oauth").user(...) end,
  ["/oauth2/appToAppAuth.htm"] = function(...) return require("alipay.gateway.oauth").app(...) end,
}

local FILES = {
  { "^/qrcode/(%x+)%.png$", "alipay.gateway.methods.qrcode_create" },
  { "^/uploads/(%x+)%.([a-z0-9]+)$", "alipay.gateway.methods.image_upload" },
}

-- Answers what is not a call; its status.
local function browse(gw, exchange, path)
  local method = exchange:method()
  if method ~= "GET" and method ~= "HEAD" then return page.not_allowed(exchange) end
  if PAGES[path] then return PAGES[path](gw, exchange) end
  for _, file in ipairs(FILES) do
    local id, extension = path:match(file[1])
    if id and require(file[2]).serve(gw, exchange, id, extension) then return 200 end
  end
  return page.not_found(exchange)
end

local TAKES = { GET = true, HEAD = true, POST = true }

local function route(gw, exchange)
  local path = exchange:path()
  if path ~= "/gateway.do" then return path, browse(gw, exchange, path) end
  if TAKES[exchange:method()] then return gateway(gw, exchange) end
  return path, page.not_allowed(exchange)
end

-- A log line is one line whatever a client calls itself, and holds no value that a client sent but the names of things.
local function plain(name)
  return (name:sub(1, 128):gsub("[^%g ]", "?"))
end

---Answer an exchange. Nothing that a client sends gets past this as an error.
---@param gw alipay.gateway
---@param exchange core.exchange
function M.handle(gw, exchange)
  local started = loop.now()
  local what, verdict
  local fine = xpcall(function() what, verdict = route(gw, exchange) end, function(message)
    gw:log("internal error: " .. debug.traceback(tostring(message), 2))
  end)
  if not fine then
    what, verdict = "-", "failed"
    pcall(page.failed, exchange)
  end
  gw:log(("%s %s %s %.1f ms"):format(plain(exchange:method()), plain(what), verdict, (loop.now() - started) * 1000))
end

return M
