-- SPDX-License-Identifier: MIT
-- Hands a finished request to the core's HTTP. Starting it, and what comes back, is alipay.call.pipeline's matter.

local http = require "alipay.core.http"
local multipart = require "alipay.multipart"

local M = {}

-- Settings of a client that are options of every request.
local SETTINGS = { "connect_timeout", "low_speed_limit", "low_speed_time", "proxy", "ca_file", "http2", "max_body" }

local function headers_of(req)
  local headers = { req.form and "Content-Type: application/x-www-form-urlencoded;charset=" .. req.params.charset or nil }
  for name, value in pairs(req.options.headers or {}) do headers[#headers + 1] = name .. ": " .. value end
  return headers
end

---Start sending a request.
---@param req alipay.request finished
---@param deadline number when its time is over, as `loop.now` counts
---@param owner any given to `fn` first
---@param fn fun(owner: any, response: core.http_response|nil, message: string|nil, class: string|nil)
---@param on_progress? fun(sent: integer, total: integer)
---@return core.request|nil transfer
---@return string|nil message
---@return string|nil class as of `fn`
function M.send(req, deadline, owner, fn, on_progress)
  local settings, body = req.client.settings, req.body
  local options = {
    url = settings.gateway, query = req.query, method = req.http, headers = headers_of(req),
    body = req.form, multipart = body and multipart.parts(body, req.texts) or nil,
    timeout = req.options.timeout or settings.timeout, deadline = deadline, owner = owner, on_progress = on_progress,
  }
  for _, name in ipairs(SETTINGS) do options[name] = settings[name] end
  return http.start(options, fn)
end

return M
