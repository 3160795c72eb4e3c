-- SPDX-License-Identifier: MIT
-- Hands a finished request to the core's HTTP. Sending it, and what comes back, is alipay.call.pipeline's matter.

local http = require "alipay.core.http"
local multipart = require "alipay.multipart"

local M = {}

-- What all requests with the same base share: made once.
local commons = setmetatable({}, { __mode = "k" })

local function form_header(charset)
  return "Content-Type: application/x-www-form-urlencoded;charset=" .. charset
end

local function make_common(base)
  local settings = base.client.settings
  local made = http.common {
    url = base.gateway,
    form_header = form_header(base.charset),
    connect_timeout = settings.connect_timeout,
    low_speed_limit = settings.low_speed_limit,
    low_speed_time = settings.low_speed_time,
    proxy = settings.proxy,
    ca_file = settings.ca_file,
    http2 = settings.http2,
    max_body = settings.max_body,
  }
  commons[base] = made
  return made
end

-- What few requests have: files, headers of the caller's, a function of progress.
local function more_of(req, on_progress)
  local headers
  if req.options.headers then
    headers = { not req.body and req.http == "POST" and form_header(req.base.charset) or nil }
    for name, value in pairs(req.options.headers) do headers[#headers + 1] = name .. ": " .. value end
  end
  return { headers = headers, multipart = req.body and multipart.parts(req.body, req.texts), on_progress = on_progress }
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
  local base, options = req.base.shared or req.base, req.options
  local more
  if options.body or on_progress or options.headers then more = more_of(req, on_progress) end
  local timeout = options.timeout or base.client.settings.timeout
  return http.send(commons[base] or make_common(base), req.http, req.wire, req.signature, timeout, deadline, owner, fn, more)
end

return M
