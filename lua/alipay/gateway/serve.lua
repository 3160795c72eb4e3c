-- SPDX-License-Identifier: MIT
-- One HTTP exchange from request to answer and log line. It knows the addresses; what a protocol or a method does is theirs.

local assets = require "alipay.gateway.page.assets"
local cashier = require "alipay.gateway.cashier"
local control = require "alipay.gateway.control"
local due = require "alipay.gateway.due"
local events = require "alipay.gateway.page.events"
local home = require "alipay.gateway.page.home"
local loop = require "alipay.core.loop"
local methods = require "alipay.gateway.methods"
local oauth = require "alipay.gateway.oauth"
local page = require "alipay.gateway.page"
local requests = require "alipay.gateway.requests"
local v2 = require "alipay.gateway.v2"
local v3 = require "alipay.gateway.v3"

local M = {}

-- Each has owns(path) and serve(gw, exchange) -> what, verdict, call; there is no call where nothing was asked of a method.
local PROTOCOLS = { v2, v3, events, control, cashier, assets }
local NAMES = { [v2] = "v2", [v3] = "v3" }

local PAGES = {
  ["/"] = home.show,
  ["/oauth2/publicAppAuthorize.htm"] = oauth.user,
  ["/oauth2/appToAppAuth.htm"] = oauth.app,
}

-- Answers what is not a call; its status.
local function browse(gw, exchange, path)
  local method = exchange:method()
  if method ~= "GET" and method ~= "HEAD" then return page.not_allowed(exchange) end
  if PAGES[path] then return PAGES[path](gw, exchange) end
  local served = methods.serve(gw, exchange, path)
  if served then return served == true and 200 or served end
  return page.not_found(exchange)
end

local function route(gw, exchange)
  local path = exchange:path()
  for _, protocol in ipairs(PROTOCOLS) do
    if protocol.owns(path) then
      local what, verdict, call = protocol.serve(gw, exchange)
      return what, verdict, call, NAMES[protocol]
    end
  end
  return path, browse(gw, exchange, path)
end

---A name that a client sent, for a log: one line whatever the client calls itself. Values that a client sent are never logged.
---@param name string
---@return string
function M.plain(name)
  return (name:sub(1, 128):gsub("[^%g ]", "?"))
end

---Answer an exchange. Nothing that a client sends gets past this as an error.
---@param gw alipay.gateway
---@param exchange core.exchange
function M.handle(gw, exchange)
  local started = loop.now()
  local what, verdict, call, protocol
  local fine = xpcall(function()
    what, verdict, call, protocol = route(gw, exchange)
    due.follow(gw)
  end, function(message)
    gw:log("internal error: " .. debug.traceback(tostring(message), 2))
  end)
  if not fine then
    what, verdict = "-", "failed"
    pcall(page.failed, exchange)
  end
  local ms = (loop.now() - started) * 1000
  if call then requests.add(gw, call, { protocol = protocol, http = exchange:method(), verdict = verdict, ms = ms }) end
  gw:log(("%s %s %s %.1f ms"):format(M.plain(exchange:method()), M.plain(what), verdict, ms))
end

return M
