-- SPDX-License-Identifier: MIT
-- One call from left to right: build and sign (alipay.request), send (the core), read and verify (alipay.response). Everything
-- that can go wrong ends as a rejection with an error object.

local errors = require "alipay.error"
local form = require "alipay.core.form"
local http = require "alipay.core.http"
local loop = require "alipay.loop"
local multipart = require "alipay.multipart"
local promise = require "alipay.promise"
local request = require "alipay.request"
local response = require "alipay.response"

local M = {}

local FORM = "Content-Type: application/x-www-form-urlencoded;charset="

-- Kinds of the core's transport failures; "limit" and "file" are no faults of the network.
local KINDS = { network = "network", timeout = "timeout", limit = "http", file = "parameter" }

local HINTS = {
  network = "nothing is known about the outcome: query before repeating a payment or a refund",
  timeout = "the outcome is unknown: query before repeating a payment or a refund",
}

---What is told of every call as it happens (`--trace`): `observer(event, ...)`, event "request", "response" or "failure".
---@type nil|fun(event: string, ...)
M.observer = nil

local function observe(event, ...)
  if M.observer then M.observer(event, ...) end
end

-- The request as the core's HTTP takes it.
local function transport(client, req, timeout)
  local settings = client.settings
  local headers = {}
  for name, value in pairs(req.options.headers or {}) do headers[#headers + 1] = name .. ": " .. value end
  if req.body_params then headers[#headers + 1] = FORM .. req.params.charset end
  return {
    url = req.url,
    method = req.http,
    headers = headers,
    body = req.body_params and form.encode(req.body_params),
    multipart = req.body and multipart.parts(req.body),
    timeout = timeout,
    connect_timeout = settings.connect_timeout,
    proxy = settings.proxy,
    ca_file = settings.ca_file,
    http2 = settings.http2,
    max_body = settings.max_body,
    on_progress = req.options.on_progress,
  }
end

local function transport_error(req, message, class)
  local kind = KINDS[class] or "network"
  return errors.new(kind, {
    method = req.method, message = message, hint = HINTS[kind], retryable = kind == "network" or kind == "timeout",
  })
end

---Start a call. It is sent when the loop next turns.
---@param client alipay.client
---@param verb "GET"|"POST"
---@param method string
---@param options alipay.call_options checked by alipay.verbs
---@param origin? string where it was started, for reports
---@return alipay.promise promise of an `alipay.response`; rejected with an `alipay.error`
function M.start(client, verb, method, options, origin)
  local started = loop.now()
  local transfer
  local result = promise.new(function() transfer:cancel() end, origin)
  local function fail(err)
    observe("failure", err)
    promise.reject(result, err)
  end
  local req, err = request.build(client, verb, method, options)
  if not req then
    fail(err)
    return result
  end
  observe("request", req)
  local timeout = math.max(0.001, (options.timeout or client.settings.timeout) - (loop.now() - started))
  local message, class
  transfer, message, class = http.start(transport(client, req, timeout), function(reply, why, kind)
    if not reply then return fail(transport_error(req, why, kind)) end
    local res, problem = response.read(client, req, reply)
    observe("response", req, reply, res, problem)
    if res then promise.fulfil(result, res) else promise.reject(result, problem) end
  end)
  if not transfer then fail(transport_error(req, message, class)) end
  return result
end

return M
