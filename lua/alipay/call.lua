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
local retry = require "alipay.async_retry"
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

-- An error in a function of the caller's ends this call, and nobody else's.
local function guarded(result, on_progress)
  return function(sent, total)
    local fine, reason = pcall(on_progress, sent, total)
    if fine then return end
    if loop.is_interrupt(reason) then error(reason, 0) end
    result.transfer:cancel()
    promise.reject(result, reason)
  end
end

-- The request as the core's HTTP takes it.
local function transport(result, timeout)
  local req, settings = result.req, result.client.settings
  local on_progress, headers = req.options.on_progress, {}
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
    low_speed_limit = settings.low_speed_limit,
    low_speed_time = settings.low_speed_time,
    proxy = settings.proxy,
    ca_file = settings.ca_file,
    http2 = settings.http2,
    max_body = settings.max_body,
    on_progress = on_progress and guarded(result, on_progress),
  }
end

local function transport_error(req, message, class)
  local kind = KINDS[class] or "network"
  return errors.new(kind, {
    method = req.method, message = message, hint = HINTS[kind], retryable = kind == "network" or kind == "timeout",
  })
end

-- The promise of a call holds what is known of it: client, req, deadline, and what `cancel` has to stop.
local function fail(result, err)
  observe("failure", err)
  local req = result.req
  err.idempotent = req and retry.is_idempotent(req.method, req.http) or nil
  promise.reject(result, err)
end

local function cancel(result)
  local stop = result.stop
  if stop then stop(result) end
end

local function stop_transfer(result)
  result.transfer:cancel()
end

-- What is left of the budget, in seconds; it runs from the start of the call.
local function time_left(result)
  return result.deadline - loop.now()
end

local function late(req)
  return errors.new("timeout", {
    method = req.method, message = "the signature was not there in time, nothing was sent", retryable = true,
  })
end

local function send(result)
  local req = result.req
  observe("request", req)
  local transfer, message, class = http.start(transport(result, math.max(0.001, time_left(result))),
    function(reply, why, kind)
      if not reply then return fail(result, transport_error(req, why, kind)) end
      local res, problem = response.read(result.client, req, reply)
      observe("response", req, reply, res, problem)
      if res then return promise.fulfil(result, res) end
      problem.idempotent = retry.is_idempotent(req.method, req.http)
      promise.reject(result, problem)
    end)
  if not transfer then return fail(result, transport_error(req, message, class)) end
  result.transfer, result.stop = transfer, stop_transfer
end

-- A signer may answer at once or later. It has no longer than the call, and nothing was sent when it is too late.
local function sign(result)
  local req, answered, timer = result.req, false, nil
  local stop, brief = signer.sign(result.client, req.string_to_sign, req.params.sign_type, function(signature, err)
    answered = true
    if timer then timer:cancel() end
    if result.status ~= "pending" then return end
    if not signature then
      err.method = err.method or req.method
      return fail(result, err)
    end
    if timer == nil and time_left(result) <= 0 then return fail(result, late(req)) end
    request.finish(result.client, req, signature)
    send(result)
  end)
  if answered then return end
  result.stop = stop
  if brief then return end -- our own threads: the deadline is looked at when they are done
  local function stop_signing()
    timer:cancel()
    if stop then stop() end
  end
  timer = loop.timer(math.max(0, time_left(result)), function()
    stop_signing()
    fail(result, late(req))
  end)
  result.stop = stop_signing
end

---Start a call. It is sent when the loop next turns.
---@param client alipay.client
---@param verb "GET"|"POST"
---@param method string
---@param options alipay.call_options checked by alipay.verbs
---@param origin? string where it was started, for reports
---@return alipay.promise promise of an `alipay.response`; rejected with an `alipay.error`
function M.start(client, verb, method, options, origin)
  local result = promise.new(cancel, origin)
  result.client, result.deadline = client, loop.now() + (options.timeout or client.settings.timeout)
  local req, err = request.prepare(client, verb, method, options)
  if req then
    result.req = req
    sign(result)
  else
    fail(result, err)
  end
  return result
end

return M
