-- SPDX-License-Identifier: MIT
-- What the gateway's pages load: their style and their script. The same for everybody.

local page = require "alipay.gateway.page"

local M = {}

local ICON = [[<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#1668dc"/>
<path d="M4 8h8M8 4v8" stroke="#fff" stroke-width="2"/></svg>]]

local FILES = {
  ["/_page/icon.svg"] = { "image/svg+xml", ICON },
  ["/_page/page.js"] = { "text/javascript;charset=utf-8", require "alipay.gateway.page.script" },
  ["/_page/style.css"] = { "text/css;charset=utf-8", require "alipay.gateway.page.style" },
}

---Whether an address is one of these.
---@param path string
---@return boolean
function M.owns(path)
  return FILES[path] ~= nil
end

---@param exchange core.exchange
---@return string what
---@return integer status
function M.serve(_, exchange)
  local path, method = exchange:path(), exchange:method()
  if method ~= "GET" and method ~= "HEAD" then return path, page.not_allowed(exchange) end
  exchange:respond(200, {
    ["Content-Type"] = FILES[path][1], ["Cache-Control"] = "no-cache", ["Server"] = "alipay-lua",
    ["X-Content-Type-Options"] = "nosniff",
  }, FILES[path][2])
  return path, 200
end

return M
