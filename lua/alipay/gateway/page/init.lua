-- SPDX-License-Identifier: MIT
-- The few pages that people see where nothing else is: an unknown address, a refused request of a browser. No state.

local html = require "alipay.util.html"
local text = require "alipay.core.text"

local M = {}

local PAGE = [[<!DOCTYPE html>
<html><head><meta charset="%s"><title>%s</title>
<style>body{font:16px/1.6 sans-serif;max-width:46em;margin:3em auto;padding:0 1em}code{background:#eee;padding:0 .3em}</style>
</head><body><h1>%s</h1>%s</body></html>
]]

-- Answers with a page; its status.
local function send(exchange, status, charset, title, body)
  local document = PAGE:format(charset, title, title, body)
  if charset ~= "utf-8" then document = assert(text.convert(document, "UTF-8", "GB18030")) end
  exchange:respond(status, {
    ["Content-Type"] = "text/html;charset=" .. charset, ["Cache-Control"] = "no-store", ["Server"] = "alipay-lua",
    ["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'",
  }, document)
  return status
end

---@param exchange core.exchange
---@return integer status of the answer, as of every function here
function M.not_found(exchange)
  return send(exchange, 404, "utf-8", "Not found", '<p>Nothing is served here. See <a href="/">the home page</a>.</p>')
end

---A request method that an address does not take.
---@param exchange core.exchange
function M.not_allowed(exchange)
  return send(exchange, 405, "utf-8", "Method not allowed", "<p>This address does not take that method.</p>")
end

---What is left when an answer cannot be made; the log has the reason.
---@param exchange core.exchange
function M.failed(exchange)
  return send(exchange, 200, "utf-8", "Something went wrong", "<p>No answer could be made. The gateway's log says why.</p>")
end

local DEBUG = "<p>调试错误，请回到请求来源地，重新发起请求。</p><p>错误代码 <code>%s</code></p><p>%s</p>"

---The page that the platform shows for a request that a browser made and it refuses: status 200 and in GBK, as there.
---@param exchange core.exchange
---@param code string as "invalid-app-id"
---@param detail string
---@return string status with the code, for the log
function M.debug_error(exchange, code, detail)
  return ("%d %s"):format(send(exchange, 200, "GBK", "调试错误", DEBUG:format(html.escape(code), html.escape(detail))), code)
end

return M
