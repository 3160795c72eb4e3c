-- SPDX-License-Identifier: MIT
-- From the protocol's verdict on a reply to a response object or an error object, the same for all protocols. What is accepted is
-- the protocol's to say (alipay.v2.reply): only a verdict of success becomes a response.

local charset = require "alipay.util.charset"
local errors = require "alipay.error"
local idempotency = require "alipay.call.idempotency"

local M = {}

---@class alipay.response
---@field body string raw text of the node, exactly the signed bytes
---@field data any the node decoded; text in UTF-8
---@field raw string the whole reply
---@field status integer of HTTP
---@field headers table<string, string> names in lower case
---@field verified boolean true
---@field request table method, params and string_to_sign of what it answers, masked
---@field trace_id string|nil the gateway's own id of the exchange: give it to Alipay's support
---@field timing table<string, number> seconds from the start until each was done: queue, lookup, connect, tls, first_byte, total
---@field sent alipay.request what it answers, unmasked
---@field plain string|nil the node decrypted
local mt = { __name = "alipay.response" }

-- Fields that are made when they are asked for: masking a request costs 2 % of a call, and the core makes headers and times only then.
local fields = {
  request = function(self) return self.sent:masked() end,
  headers = function(self) return rawget(self, "reply").headers end,
  timing = function(self) return rawget(self, "reply").timing end,
  trace_id = function(self) return self.headers.trace_id or self.headers["alipay-trace-id"] end,
}

function mt:__index(name)
  local make = fields[name]
  local value = make and make(self)
  if value ~= nil then rawset(self, name, value) end
  return value
end

function mt:__tostring()
  return charset.to_utf8(self.plain or self.body)
end

local function new(req, reply, verdict)
  return setmetatable({
    raw = reply.body, body = verdict.body or reply.body, plain = verdict.plain, data = verdict.data, status = reply.status,
    verified = verdict.verified, sent = req, reply = reply,
  }, mt)
end

local function is_retryable(outcome)
  return outcome.code == "20000" or (outcome.sub_code or ""):find("call-limited", 1, true) ~= nil
end

-- Bytes of a peer's text in an error, and of its message; the whole is in its response.
local LONGEST, LONGEST_MESSAGE = 65536, 4096

local function short(value, longest)
  if not value or #value <= longest then return value end
  return value:sub(1, longest):gsub("[\xC0-\xFF][\x80-\xBF]*$", "") .. "…" -- no half characters
end

local function console(client, certificate_mode, key_mode)
  return client.keys.certificates and certificate_mode or key_mode
end

local UNPROVEN = "nobody signed this answer, so it proves nothing: query what became of it before repeating"

local makers = {}

function makers.refusal(req, verdict)
  local outcome, hint = {}, nil
  for name, value in pairs(verdict.fields) do outcome[name] = short(value, LONGEST) end
  if not verdict.verified and not verdict.unsigned then
    hint = "and this answer does not verify: " .. verdict.message
      .. console(req.client, "; check alipay_cert and alipay_root_cert", "; check alipay_public_key")
  end
  if verdict.unknown then hint = UNPROVEN end
  local err = errors.api(outcome, {
    retryable = verdict.retryable or is_retryable(outcome), unsigned = not verdict.verified or nil, hint = hint,
    details = verdict.details, links = verdict.links, outcome = verdict.unknown and "unknown" or nil,
  })
  err.message = short(err.message, LONGEST_MESSAGE)
  return err
end

function makers.http(req, verdict, reply)
  return errors.new("http", {
    message = verdict.message, hint = verdict.hint or idempotency.advice(req.method), retryable = reply.status >= 500,
  })
end

function makers.cipher(_, verdict)
  return verdict.cause
end

local KEY_HINT = "check that alipay_public_key is Alipay's key for this app and environment, not the app's own; "
  .. "never use this reply"
local CERTIFICATE_HINT = "check that alipay_cert and alipay_root_cert are those of this app and environment; never use this reply"

function makers.signature(req, verdict)
  local cause = verdict.cause or {}
  local message = "the reply cannot be trusted: " .. verdict.message
  if verdict.unsigned and cause.message then message = message .. ", and " .. cause.message end
  local hint = cause.hint or console(req.client, CERTIFICATE_HINT, KEY_HINT)
  return errors.new("signature", { message = message, source = cause.source, hint = idempotency.advice(req.method, hint) })
end

---The result of a call whose answer has to say something: by V3 a success may be empty (204).
---@param res alipay.response|nil
---@param err alipay.error|nil
---@return alipay.response|nil res with a table as `data`
---@return alipay.error|nil err kind "http" for an empty success, of which nobody knows what it means
function M.with_data(res, err)
  if not res or type(res.data) == "table" then return res, err end
  return nil, errors.new("http", {
    message = ("the answer is a success without data (HTTP %d)"):format(res.status), method = res.sent.method, sent = true,
    hint = "ask how it stands; what came is in err.response", response = res,
  })
end

---Make of a verdict what the call gives.
---@param req alipay.request
---@param reply core.http_response
---@param verdict alipay.verdict
---@return alipay.response|nil
---@return alipay.error|nil err
function M.of(req, reply, verdict)
  local res = new(req, reply, verdict)
  if verdict.outcome == "success" then return res end
  local err = makers[verdict.outcome](req, verdict, reply)
  err.method, err.trace_id, err.response, err.sent = req.method, res.trace_id, res, true
  -- Only when there is something to explain: it is large.
  if verdict.outcome == "refusal" then
    require("alipay.call.autopsy").add(req, err, verdict.fields.sub_msg)
    require("alipay.call.remedy").add(req, err)
  end
  return nil, err
end

return M
