-- SPDX-License-Identifier: MIT
-- One call from left to right: prepare (alipay.request), sign (alipay.signer), send (the core), read and verify (alipay.response).
-- Everything that can go wrong ends as a rejection with an error object. A page or an order ends after its signature.

local certificates = require "alipay.certificates"
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

-- Work that calls back at once or later, with what is left of the call's time. `late` says what was not there in time.
local function within(state, late, work, go_on)
  local answered, timer = false, nil
  local stop = work(function(...)
    answered = true
    if timer then timer:cancel() end
    if state.result.status == "pending" then go_on(...) end
  end)
  if answered then return end
  state.stop = function()
    timer:cancel()
    if stop then stop() end
  end
  timer = loop.timer(math.max(0, time_left(state)), function()
    state.stop()
    fail(state, errors.new("timeout", { method = state.req.method, message = late, retryable = true }))
  end)
end

-- The fetch of a certificate: a call as any other, but nobody's parameters and nothing encrypted in it.
local function download(client)
  return function(sn)
    local settings = {}
    for name, value in pairs(client.settings) do settings[name] = value end
    settings.params = {}
    local options = { content = { alipay_cert_sn = sn }, encrypt = false }
    return M.start({ settings = settings, keys = client.keys }, "POST", certificates.DOWNLOAD, options)
  end
end

local function receive(state, reply)
  local client, req = state.client, state.req
  local function read(problem)
    local res, err = response.read(client, req, reply, problem)
    observe("response", req, reply, res, err)
    if res then promise.fulfil(state.result, res) else promise.reject(state.result, err) end
  end
  local sn = response.unknown_certificate(client, req, reply)
  if not sn then return read() end
  within(state, ("the reply is here, but not the Alipay certificate %s that it is signed with: the outcome is unknown"):format(sn),
    function(done) return certificates.ensure(client.keys, sn, download(client), done) end, read)
end

local function send(state)
  local req = state.req
  observe("request", req)
  local transfer, message, class = http.start(transport(state.client, req, math.max(0.001, time_left(state))),
    function(reply, why, kind)
      if reply then receive(state, reply) else fail(state, transport_error(req, why, kind)) end
    end)
  if not transfer then return fail(state, transport_error(req, message, class)) end
  state.stop = function() transfer:cancel() end
end

local function sign(state)
  local client, req = state.client, state.req
  within(state, "the signature was not there in time; nothing was sent",
    function(done) return signer.sign(client, req.string_to_sign, req.params.sign_type, done) end,
    function(signature, err)
      if not signature then
        err.method = err.method or req.method
        return fail(state, err)
      end
      request.finish(client, req, signature)
      if not state.render then return send(state) end
      observe("request", req)
      promise.fulfil(state.result, state.render(req))
    end)
end

local function begin(state, verb, method, options, origin)
  state.deadline = loop.now() + (options.timeout or state.client.settings.timeout)
  state.result = promise.new(function() state.stop() end, origin)
  local req, err = request.prepare(state.client, verb, method, options)
  if req then
    state.req = req
    sign(state)
  else
    fail(state, err)
  end
  return state.result
end

---Start a call. It is sent when the loop next turns.
---@param client alipay.client
---@param verb "GET"|"POST"
---@param method string
---@param options alipay.call_options checked by alipay.verbs
---@param origin? string where it was started, for reports
---@return alipay.promise promise of an `alipay.response`; rejected with an `alipay.error`
function M.start(client, verb, method, options, origin)
  return begin({ client = client }, verb, method, options, origin)
end

---Sign a request for somebody else to send.
---@param client alipay.client
---@param verb "GET"|"POST"
---@param method string
---@param options alipay.call_options
---@param render fun(req: alipay.request): string
---@param origin? string
---@return alipay.promise promise of what `render` gives
function M.write(client, verb, method, options, render, origin)
  return begin({ client = client, render = render }, verb, method, options, origin)
end

return M
