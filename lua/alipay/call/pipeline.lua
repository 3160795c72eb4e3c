-- SPDX-License-Identifier: MIT
-- One call from left to right, whatever its protocol: prepare (the protocol), sign (alipay.call.signer), finish (the protocol), send
-- (alipay.call.transport), judge (the protocol), respond (alipay.call.response). No stage looks back; each hands on to the next one
-- below. Everything that can go wrong ends as a rejection with an error object. A page or an order ends after its signature.
--
-- The protocol is a table as alipay.v2 gives it; which one, the client and the method say (alipay.call.protocols).

local certificates = require "alipay.call.certificates"
local errors = require "alipay.error"
local idempotency = require "alipay.call.idempotency"
local loop = require "alipay.async.loop"
local promise = require "alipay.async.promise"
local protocols = require "alipay.call.protocols"
local response = require "alipay.call.response"
local signer = require "alipay.call.signer"
local transport = require "alipay.call.transport"
local waiting = require "alipay.async.waiting"

local M = {}

local now = loop.now

---What is told of every call as it happens (`--trace`): `observer(event, ...)`, event "request", "response" or "failure".
---@type nil|fun(event: string, ...)
M.observer = nil

---@class alipay.call what is known of a call under way
---@field promise alipay.promise
---@field protocol alipay.protocol
---@field req alipay.request|nil
---@field deadline number
---@field render (fun(req: alipay.request): string)|nil ends the call after its signature
---@field stop { cancel: fun(self) }|nil work that goes on elsewhere
---@field timer { cancel: fun(self) }|nil the end of the wait for it

-- An error in a function of the caller's ends this call, and nobody else's.
local function guarded(call, on_progress)
  return function(sent, total)
    local fine, reason = pcall(on_progress, sent, total)
    if fine then return end
    if loop.is_interrupt(reason) then error(reason, 0) end
    call.stop:cancel()
    promise.reject(call.promise, reason)
  end
end

local function transport_error(req, message, class, stage)
  local kind, fields = transport.failure(message, class, stage)
  fields.method = req.method
  if fields.sent and not fields.hint then fields.hint = idempotency.advice(req.method) end -- a reply that is not taken
  return errors.new(kind, fields)
end

local function reject(call, err)
  local req = call.req
  if req and errors.is(err) then err.idempotent = idempotency.is_idempotent(req.method, req.options.content) end
  promise.reject(call.promise, err)
end

local function fail(call, err)
  if M.observer then M.observer("failure", err) end
  reject(call, err)
end

-- Ends the wait of `limit`, if there is one.
local function unlimit(call)
  local timer = call.timer
  call.timer = nil
  if timer then timer:cancel() end
end

local function cancel(call)
  unlimit(call)
  local stop = call.stop
  call.stop = nil
  if stop then stop:cancel() end
end

local function late(call, message)
  fail(call, errors.new("timeout", { method = call.req.method, message = message, retryable = true }))
end

-- Work that goes on elsewhere has no longer than the call. `stop:cancel()` ends it; `message` says what was not there in time.
local function limit(call, stop, message)
  call.stop = stop
  call.timer = loop.timer(math.max(0, call.deadline - now()), function()
    cancel(call)
    late(call, message)
  end)
end

-- The fetch of a certificate: a call as any other, but nobody's parameters and nothing encrypted in it.
local function download(client)
  return function(sn)
    local own = {}
    for name, value in pairs(client.settings) do own[name] = value end
    own.params = {}
    return M.start({ settings = own, keys = client.keys }, "POST", certificates.DOWNLOAD,
      { content = { alipay_cert_sn = sn }, encrypt = false }, nil, nil, protocols.v2)
  end
end

local respond

-- Seconds until a reply is judged again for which memory was too short.
local RECOVERY = 0.05

-- The verdict on a reply. It comes only once, and what it says may be told nowhere else: while memory is short it is kept, until the
-- call's time is over.
local function judge(call, reply, problem)
  local fine, verdict = pcall(call.protocol.judge, call.req, reply, problem)
  if fine then return verdict end
  if verdict ~= "not enough memory" then error(verdict, 0) end
  collectgarbage()
  if now() >= call.deadline then
    return late(call, "the reply is here, but there is not enough memory to verify it: the outcome is unknown")
  end
  call.stop = loop.timer(RECOVERY, function() respond(call, reply, problem) end)
end

-- Signed with a certificate that is not known: it is fetched first.
local function fetch_certificate(call, reply, sn)
  local client = call.req.client
  local answered = false
  local stop = certificates.ensure(client.keys, sn, download(client), function(problem)
    answered = true
    unlimit(call)
    if call.promise.status ~= "pending" then return end
    respond(call, reply, problem)
  end)
  if answered then return end
  limit(call, stop,
    ("the reply is here, but not the Alipay certificate %s that it is signed with: the outcome is unknown"):format(sn))
end

function respond(call, reply, problem)
  local req = call.req
  local verdict = judge(call, reply, problem)
  if not verdict then return end
  if verdict.missing_certificate then return fetch_certificate(call, reply, verdict.missing_certificate) end
  local res, err = response.of(req, reply, verdict)
  if M.observer then M.observer("response", req, reply, res, err) end
  if res then promise.fulfil(call.promise, res) else reject(call, err) end
end

local function delivered(call, reply, message, class, stage)
  if reply then return respond(call, reply) end
  fail(call, transport_error(call.req, message, class, stage))
end

local function send(call)
  local req = call.req
  if M.observer then M.observer("request", req) end
  local on_progress = req.options.on_progress
  local transfer, message, class = transport.send(req, call.deadline, call, delivered,
    on_progress and guarded(call, on_progress))
  if not transfer then return fail(call, transport_error(req, message, class)) end
  call.stop = transfer
end

local LATE = "the signature was not there in time; nothing was sent"

-- What `M.build` gives: nobody is told of it, since nothing is sent.
local function itself(req)
  return req
end

local function signed(call, signature, err)
  local req = call.req
  if not signature then
    err.method = err.method or req.method
    return fail(call, err)
  end
  call.protocol.finish(req, signature)
  if not call.render then return send(call) end
  if M.observer and call.render ~= itself then M.observer("request", req) end
  promise.fulfil(call.promise, call.render(req))
end

local function signed_later(call, signature, err)
  unlimit(call)
  if call.promise.status ~= "pending" then return end
  if call.deadline <= now() then return late(call, LATE) end
  signed(call, signature, err)
end

-- A signer answers at once or later. Our own threads are brief: the deadline is looked at when they are done.
local function sign(call)
  local signature, err, stop, brief = signer.sign(call.req.client, call.req, signed_later, call)
  if signature or err then return signed(call, signature, err) end
  if brief then call.stop = stop else limit(call, stop, LATE) end
end

---Start a call: it is sent when the loop next turns. With `render` it is signed for somebody else to send.
---@param client alipay.client
---@param verb "GET"|"POST"
---@param method string
---@param options alipay.call_options checked by alipay.client.verbs
---@param origin? string where it was started, for reports
---@param render? fun(req: alipay.request): string
---@param protocol? alipay.protocol where the client and the method are not to say
---@return alipay.promise promise of an `alipay.response`, or of what `render` gives; rejected with an `alipay.error`
function M.start(client, verb, method, options, origin, render, protocol)
  local call = {
    deadline = now() + (options.timeout or client.settings.timeout), render = render,
    protocol = protocol or protocols.of(client, method, options), promise = nil, req = nil, stop = nil, -- the table grows once
  }
  call.promise = promise.new(function() cancel(call) end, origin)
  local req, err = call.protocol.prepare(client, verb, method, options)
  call.req = req
  if req then sign(call) else fail(call, err) end
  return call.promise
end

---Prepare, sign and finish a request, and send nothing. Waits for a signer that takes its time: in a task only that task waits.
---@param client alipay.client
---@param verb "GET"|"POST"
---@param method string
---@param options alipay.call_options
---@param protocol? alipay.protocol
---@return alipay.request|nil
---@return alipay.error|nil err kind "parameter", or "signature" for a bad key or a signer that failed
function M.build(client, verb, method, options, protocol)
  return waiting.own_outcome(M.start(client, verb, method, options, nil, itself, protocol))
end

---A request as it can be sent once more. V3 takes a signature once: there it is signed anew.
---@param req alipay.request
---@return alipay.request|nil
---@return alipay.error|nil err as of `M.build`
function M.again(req)
  if not req.auth_string then return req end
  return M.build(req.client, req.http, req.method, req.options, protocols.v3)
end

return M
