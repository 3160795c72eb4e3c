-- SPDX-License-Identifier: MIT
-- A finished request as the core's HTTP takes it. Sending it, and what comes back, is alipay.call's matter.

local http = require "alipay.core.http"
local multipart = require "alipay.multipart"

local M = {}

local FORM = "Content-Type: application/x-www-form-urlencoded;charset="

-- What all requests of a client share, and the headers of a form in a character set: made once.
local commons = setmetatable({}, { __mode = "k" })
local form_headers = setmetatable({}, {
  __index = function(known, charset)
    local list = { FORM .. charset }
    known[charset] = list
    return list
  end,
})

local function make_common(settings)
  local made = http.common {
    connect_timeout = settings.connect_timeout,
    low_speed_limit = settings.low_speed_limit,
    low_speed_time = settings.low_speed_time,
    proxy = settings.proxy,
    ca_file = settings.ca_file,
    http2 = settings.http2,
    max_body = settings.max_body,
  }
  commons[settings] = made
  return made
end

local function headers_of(req)
  local headers = req.body_params and form_headers[req.params.charset]
  if not req.options.headers then return headers end
  headers = { headers and headers[1] }
  for name, value in pairs(req.options.headers) do headers[#headers + 1] = name .. ": " .. value end
  return headers
end

---Options for the core's `http.start`, with room for an owner and a function of progress.
---@param req alipay.request finished
---@param settings alipay.settings
---@param timeout number seconds
---@return core.http_options
function M.options(req, settings, timeout)
  return {
    common = commons[settings] or make_common(settings),
    url = req.url,
    method = req.http,
    headers = headers_of(req),
    body = req.body_params and req.form,
    multipart = req.body and multipart.parts(req.body),
    timeout = timeout,
    owner = nil,
    on_progress = nil,
  }
end

return M
