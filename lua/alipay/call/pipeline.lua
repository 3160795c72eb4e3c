-- SPDX-License-Identifier: MIT
-- One call from left to right: prepare (alipay.call.request), sign (alipay.call.signer), send (the core), read and verify (alipay.call.response).
-- Everything that can go wrong ends as a rejection with an error object. A page or an order ends after its signature.

local certificates = require "alipay.call.certificates"
local errors = require "alipay.error"
local loop = require "alipay.async.loop"
local promise = require "alipay.async.promise"
local request = require "alipay.call.request"
local response = require "alipay.call.response"
local retry = require "alipay.async.retry"
local signer = require "alipay.call.signer"
local transport = require "alipay.call.transport"

local M = {}

local now, settle = loop.now, promise.settle

-- Kinds of the core's transport failures; "limit" and "file" are no faults of the network.
local KINDS = { network = "network", timeout = "timeout", limit = "http", file = "parameter" }

local HINTS = {
  network = "nothing is known about the outcome: query before repeating a payment or a refund",
  timeout = "the outcome is unknown: query before repeating a payment or a refund",
  unsent = "nothing was sent: check the gateway's address, the network, DNS and the proxy",
}

-- libcurl's words for failures before the first byte of a request.
local UNSENT = { "Could not resolve", "Failed to connect", "Couldn't connect", "no connection in time", "SSL certificate" }

local function hint_of(kind, message)
  for _, words in ipairs(UNSENT) do
    if message:find(words, 1, true) then return HINTS.unsent end
  end
  return HINTS[kind]
end

---What is told of every call as it happens (`--trace`): `observer(event, ...)`, event "request", "response" or "failure".
---@type nil|fun(event: string, ...)
M.observer = nil

-- An error in a function of the caller's ends this call, and nobody else's.
local function guarded(result, on_progress)
  return function(sent, total)
    local fine, reason = pcall(on_progress, sent, total)
    if fine then return end
    if loop.is_interrupt(reason) then error(reason, 0) end
    result.stop:cancel()
    promise.reject(result, reason)
  end
end

local function transport_error(req, message, class)
  local kind = KINDS[class] or "network"
  return errors.new(kind, {
    method = req.method, message = message, hint = hint_of(kind, message), retryable = kind == "network" or kind == "timeout",
  })
end

-- The promise of a call holds what is known of it: req, deadline, render, and `stop`, which has a method `cancel`.
local function reject(result, err)
  local req = result.req
  if req and errors.is(err) then err.idempotent = retry.is_idempotent(req.method, req.http) end
  promise.reject(result, err)
end

local function fail(result, err)
  if M.observer then M.observer("failure", err) end
  reject(result, err)
end

-- Ends the wait of `limit`, if there is one.
local function unlimit(result)
  local timer = result.timer
  result.timer = nil
  if timer then timer:cancel() end
end

local function cancel(result)
  unlimit(result)
  local stop = result.stop
  result.stop = nil
  if stop then stop:cancel() end
end

local function late(result, message)
  fail(result, errors.new("timeout", { method = result.req.method, message = message, retryable = true }))
end

-- Work that goes on elsewhere has no longer than the call. `stop:cancel()` ends it; `message` says what was not there in time.
local function limit(result, stop, message)
  result.stop = stop
  result.timer = loop.timer(math.max(0, result.deadline - now()), function()
    cancel(result)
    late(result, message)
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

local function read(result, reply, problem)
  local req = result.req
  local res, err = response.read(req.base.client, req, reply, problem)
  if M.observer then M.observer("response", req, reply, res, err) end
  if res then settle(result, "fulfilled", "value", res) else reject(result, err) end
end

-- Signed with a certificate that is not known: it is fetched first.
local function receive_unknown(result, reply)
  local client = result.req.base.client
  local sn = response.unknown_certificate(client, result.req, reply)
  if not sn then return read(result, reply) end
  local answered = false
  local stop = certificates.ensure(client.keys, sn, download(client), function(problem)
    answered = true
    unlimit(result)
    if result.status == "pending" then read(result, reply, problem) end
  end)
  if answered then return end
  limit(result, stop,
    ("the reply is here, but not the Alipay certificate %s that it is signed with: the outcome is unknown"):format(sn))
end

local function delivered(result, reply, message, class)
  if reply then
    if result.req.base.alipay_cert_sn then return receive_unknown(result, reply) end
    return read(result, reply)
  end
  fail(result, transport_error(result.req, message, class))
end

local function send(result)
  local req = result.req
  if M.observer then M.observer("request", req) end
  local on_progress = req.options.on_progress
  local transfer, message, class = transport.send(req, result.deadline, result, delivered,
    on_progress and guarded(result, on_progress))
  if not transfer then return fail(result, transport_error(req, message, class)) end
  result.stop = transfer
end

local LATE = "the signature was not there in time; nothing was sent"

local function signed(result, signature, err)
  local req = result.req
  if not signature then
    err.method = err.method or req.method
    return fail(result, err)
  end
  request.finish(req, signature)
  if not result.render then return send(result) end
  if M.observer then M.observer("request", req) end
  promise.fulfil(result, result.render(req))
end

local function signed_later(result, signature, err)
  unlimit(result)
  if result.status ~= "pending" then return end
  if result.deadline <= now() then return late(result, LATE) end
  signed(result, signature, err)
end

-- A signer answers at once or later. Our own threads are brief: the deadline is looked at when they are done.
local function sign(result)
  local req = result.req
  local signature, err, stop, brief = signer.sign(req.base.client, req, signed_later, result)
  if signature or err then return signed(result, signature, err) end
  if brief then result.stop = stop else limit(result, stop, LATE) end
end

---Start a call: it is sent when the loop next turns. With `render` it is signed for somebody else to send.
---@param client alipay.client
---@param verb "GET"|"POST"
---@param method string
---@param options alipay.call_options checked by alipay.verbs
---@param origin? string where it was started, for reports
---@param render? fun(req: alipay.request): string
---@return alipay.promise promise of an `alipay.response`, or of what `render` gives; rejected with an `alipay.error`
function M.start(client, verb, method, options, origin, render)
  local deadline = now() + (options.timeout or client.settings.timeout)
  local req, err = request.prepare(client, verb, method, options)
  local result = { status = "pending", on_cancel = cancel, req = req, deadline = deadline, waiter = false } -- room for 8 fields
  if origin then result.origin = origin end
  promise.of(result)
  if render then result.render = render end
  if req then sign(result) else fail(result, err) end
  return result
end

return M
