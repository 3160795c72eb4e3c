-- SPDX-License-Identifier: MIT
-- Hands a finished request to the core's HTTP, or to a recording. Starting it, and what comes back, is alipay.call.pipeline's matter.

local http = require "alipay.core.http"
local recording = require "alipay.call.recording"

local M = {}

-- Kinds of the core's failures; "limit" and "file" are no faults of the network.
local KINDS = { network = "network", timeout = "timeout", limit = "http", file = "parameter" }

-- What is to be said by the stage at which it ended, and where that says nothing, by the kind of error.
local HINTS = {
  network = "nothing is known about the outcome: query before repeating a payment or a refund",
  timeout = "the outcome is unknown: query before repeating a payment or a refund",
  queue = "nothing was sent: more calls ran than go out at once, so raise the timeout or make fewer",
  name = "nothing was sent: check the gateway's address, the network and DNS",
  connect = "nothing was sent: check the gateway's address, the network and the proxy, if there is one",
  tls = "nothing was sent: no TLS could be spoken with the peer; check scheme and port of the gateway's address, and the proxy",
  proxy = "nothing was sent: the proxy refused; check its address, its rules and the credentials in its URL (proxy, https_proxy)",
  host = "nothing was sent: the certificate belongs to another host; check the gateway's address and the proxy",
  authority = "nothing was sent: who vouches for the peer's certificate is not known here; install the package ca-certificates, "
    .. "or name the file of the authority (that of a proxy, too) by ca_file, SSL_CERT_FILE or CURL_CA_BUNDLE",
}

---What a failed request means to its caller.
---@param message string
---@param class string|nil of the core's failure
---@param stage string|nil how far it came; nil: it was not started
---@return string kind
---@return table fields of an `alipay.error`
function M.failure(message, class, stage)
  local kind = KINDS[class] or "network"
  local sent = false
  if stage == "reply" and class == "limit" then sent = true -- an answer, which is not taken
  elseif stage == "reply" or stage == "request" then sent = nil end -- half an answer says nothing about the outcome
  local hint = HINTS[stage] or sent == nil and HINTS[kind] or nil
  local retryable = kind == "network" or kind == "timeout"
  return kind, { message = message, hint = hint, sent = sent, retryable = retryable }
end

-- Bytes of a reply that has no end; each piece of it is small.
local ENDLESS = 1e15

---Start sending a request.
---@param req alipay.request finished
---@param deadline number when its time is over, as `loop.now` counts
---@param owner any given to `fn` first
---@param fn fun(owner: any, response: core.http_response|nil, message: string|nil, class: string|nil, stage: string|nil)
---@param on_progress? fun(sent: integer, total: integer)
---@param on_data? fun() the reply is taken in pieces, however long it becomes
---@return core.request|nil transfer
---@return string|nil message
---@return string|nil class as of `fn`
function M.send(req, deadline, owner, fn, on_progress, on_data)
  local settings = req.client.settings
  if on_data and (settings.record or settings.replay) then
    return nil, "event streams are neither recorded nor replayed: make a client without record and replay for them", "file"
  end
  if settings.replay then
    local answer, message = settings.replay:give(req, owner, fn)
    return answer, message, "file"
  end
  if settings.record then
    local recorded, message = recording.recorder(settings.record, req, fn)
    if not recorded then return nil, message, "file" end
    fn = recorded
  end
  local options = {
    url = req:address(), query = req.query, method = req.http, headers = req:headers(), body = req.payload,
    timeout = req.options.timeout or settings.timeout, deadline = deadline, owner = owner,
  }
  -- What most calls do not have.
  options.multipart, options.on_progress, options.on_data, options.max_body = req:parts(), on_progress, on_data, on_data and ENDLESS
  return http.start(options, fn, settings)
end

return M
