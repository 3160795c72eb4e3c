-- SPDX-License-Identifier: MIT
-- One call from left to right: prepare (alipay.request), sign (alipay.signer), send (the core), read and verify (alipay.response).
-- Everything that can go wrong ends as a rejection with an error object.

local errors = require "alipay.error"
local form = require "alipay.core.form"
local http = require "alipay.core.http"
local loop = require "alipay.loop"
local multipart = require "alipay.multipart"
local promise = require "alipay.promise"
local request = require "alipay.request"
local response = require "alipay.response"
local signer = require "alipay.signer"

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

local function fail(state, err)
  observe("failure", err)
  promise.reject(state.result, err)
end

-- What is left of the budget, in seconds; it runs from the start of the call.
local function time_left(state)
  return state.deadline - loop.now()
end

local function send(state)
  local req = state.req
  observe("request", req)
  local transfer, message, class = http.start(transport(state.client, req, math.max(0.001, time_left(state))),
    function(reply, why, kind)
      if not reply then return fail(state, transport_error(req, why, kind)) end
      local res, problem = response.read(state.client, req, reply)
      observe("response", req, reply, res, problem)
      if res then promise.fulfil(state.result, res) else promise.reject(state.result, problem) end
    end)
  if not transfer then return fail(state, transport_error(req, message, class)) end
  state.stop = function() transfer:cancel() end
end

-- A signer may answer at once or later. It has no longer than the call, and nothing was sent when it is too late.
local function sign(state)
  local req, answered, timer = state.req, false, nil
  local stop = signer.sign(state.client, req.string_to_sign, req.params.sign_type, function(signature, err)
    answered = true
    if timer then timer:cancel() end
    if state.result.status ~= "pending" then return end
    if not signature then
      err.method = err.method or req.method
      return fail(state, err)
    end
    request.finish(state.client, req, signature)
    send(state)
  end)
  if answered then return end
  local function stop_signing()
    timer:cancel()
    if stop then stop() end
  end
  timer = loop.timer(math.max(0, time_left(state)), function()
    stop_signing()
    fail(state, errors.new("timeout", {
      method = req.method, message = "the signature was not there in time, nothing was sent", retryable = true,
    }))
  end)
  state.stop = stop_signing
end

---Start a call. It is sent when the loop next turns.
---@param client alipay.client
---@param verb "GET"|"POST"
---@param method string
---@param options alipay.call_options checked by alipay.verbs
---@param origin? string where it was started, for reports
---@return alipay.promise promise of an `alipay.response`; rejected with an `alipay.error`
function M.start(client, verb, method, options, origin)
  local state = { client = client, deadline = loop.now() + (options.timeout or client.settings.timeout) }
  state.result = promise.new(function() state.stop() end, origin)
  local req, err = request.prepare(client, verb, method, options)
  if req then
    state.req = req
    sign(state)
  else
    fail(state, err)
  end
  return state.result
end

return M
