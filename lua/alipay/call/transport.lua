-- SPDX-License-Identifier: MIT
-- Hands a finished request to the core's HTTP. Starting it, and what comes back, is alipay.call.pipeline's matter.

local http = require "alipay.core.http"
local multipart = require "alipay.multipart"

local M = {}

-- Settings of a client that are options of every request.
local SETTINGS = { "connect_timeout", "low_speed_limit", "low_speed_time", "proxy", "ca_file", "http2", "max_body" }

local function headers_of(req, is_form)
  local headers = { is_form and "Content-Type: application/x-www-form-urlencoded;charset=" .. req.base.charset or nil }
  for name, value in pairs(req.options.headers or {}) do headers[#headers + 1] = name .. ": " .. value end
  return headers
end

---Start sending a request. A POST without a multipart body carries the form of the wire.
---@param req alipay.request finished
---@param deadline number when its time is over, as `loop.now` counts
---@param owner any given to `fn` first
---@param fn fun(owner: any, response: core.http_response|nil, message: string|nil, class: string|nil)
---@param on_progress? fun(sent: integer, total: integer)
---@return core.request|nil transfer
---@return string|nil message
---@return string|nil class as of `fn`
function M.send(req, deadline, owner, fn, on_progress)
  local settings, body = req.base.client.settings, req.body
  local is_form = req.http == "POST" and not body
  local options = {
    url = req.base.gateway, query = req.wire:query(req.signature), method = req.http, headers = headers_of(req, is_form),
    body = is_form and req.wire:form() or nil, multipart = body and multipart.parts(body, req.texts) or nil,
    timeout = req.options.timeout or settings.timeout, deadline = deadline, owner = owner, on_progress = on_progress,
  }
  for _, name in ipairs(SETTINGS) do options[name] = settings[name] end
  return http.start(options, fn)
end

return M
