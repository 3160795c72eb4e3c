-- SPDX-License-Identifier: MIT
-- From a reply to a response or an error: cut the signed node and verify its bytes (alipay.v2.reply), decode. It fails closed: what
-- claims success and does not verify never becomes a response.

local bytes = require "alipay.v2.reply"
local certificates = require "alipay.call.certificates"
local cipher = require "alipay.core.cipher"
local errors = require "alipay.error"
local json = require "alipay.json"
local mask = require "alipay.util.mask"
local protocol = require "alipay.v2.protocol"
local scanner = require "alipay.core.reply"

local M = {}

M.to_utf8, M.cut, M.verify = bytes.to_utf8, bytes.cut, bytes.verify
local accept, node_names, ERROR_NODE, SUCCESS = scanner.accept, bytes.node_names, protocol.ERROR_NODE, protocol.SUCCESS

---@class alipay.response
---@field body string raw text of the node, exactly the signed bytes
---@field data any the node decoded; text in UTF-8
---@field raw string the whole reply
---@field first integer|nil place of the signed node in `raw`: its first byte
---@field last integer|nil its last byte
---@field status integer
---@field headers table<string, string> names in lower case
---@field verified boolean true
---@field request table method, params, string_to_sign, masked
---@field trace_id string|nil
---@field timing table<string, number> seconds
local mt = { __name = "alipay.response" }

-- Decoding is most of the cost of a large reply, and a copy of the node another part, so both wait until somebody asks. A reply
-- without a node is its own body.
function mt:__index(name)
  if name == "body" then
    local first = rawget(self, "first")
    local body = first and self.raw:sub(first, self.last) or self.raw
    rawset(self, "body", body)
    return body
  elseif name == "data" then
    local data = json.decode(self.plain or M.to_utf8(self.body))
    rawset(self, "data", data)
    return data
  elseif name == "status" or name == "headers" or name == "timing" then
    local reply = rawget(self, "reply")
    return reply and reply[name]
  elseif name == "trace_id" then
    return self.headers.trace_id
  elseif name == "request" then
    local masked = mask.request(self.sent)
    rawset(self, "request", masked)
    return masked
  end
end

function mt:__tostring()
  return M.to_utf8(self.plain or self.body)
end

---The serial number of an Alipay certificate that has to be fetched before this reply can be verified.
---@param client alipay.client
---@param req alipay.request
---@param reply core.http_response
---@return string|nil sn nil when nothing is to be fetched
function M.unknown_certificate(client, req, reply)
  local keys = client.keys
  if not keys.certificates or reply.status ~= 200 or req.method == certificates.DOWNLOAD then return nil end
  -- Nearly every reply names the certificate that is configured: no second look at those.
  local numbers = keys:serial_numbers()
  if not numbers or reply.body:find(numbers.alipay_cert_sn, 1, true) then return nil end
  local cut = M.cut(reply.body, req.method)
  local sn = cut and cut.alipay_cert_sn
  if certificates.is_sn(sn) and cut.sign and not keys:knows(sn) then return sn end
end

-- The key that a reply says it is signed with. A reply without a serial number is signed with the one that is configured.
local function key_for(keys, cut)
  if not keys.certificates or not cut.alipay_cert_sn then return keys:alipay_key() end
  return keys:key_of(cut.alipay_cert_sn)
end

local function verdict(client, req, raw, cut, problem)
  local keys, sign_type = client.keys, req.base.sign_type
  local key, err = key_for(keys, cut)
  local good, reason = false, (err or problem or {}).message
  if key then
    good, reason = M.verify(raw, cut, key, sign_type)
  elseif not reason then
    reason = ("it is signed with Alipay certificate %s, which is not known here"):format(M.to_utf8(cut.alipay_cert_sn))
  end
  if not good and keys.certificates and req.method == certificates.DOWNLOAD and cut.sign then
    local vouched, why = certificates.vouched_key(keys, req, M.to_utf8(raw:sub(cut.node.first, cut.node.last)))
    if vouched and M.verify(raw, cut, vouched, sign_type) then return true end
    if why then reason = "the certificate in it " .. why end
  end
  return good, reason, err or problem
end

-- ---- reading ----

local function is_retryable(fields)
  return fields.code == "20000" or (fields.sub_code or ""):find("call-limited", 1, true) ~= nil
end

local function api_error(client, req, res, fields, verified, reason)
  local parts = {}
  for _, name in ipairs { "code", "msg", "sub_code", "sub_msg" } do parts[#parts + 1] = fields[name] end
  local hint
  if not verified and reason ~= "it is not signed" then
    hint = "and this answer does not verify: " .. reason
      .. (client.keys.certificates and "; check alipay_cert and alipay_root_cert" or "; check alipay_public_key")
  end
  local err = errors.new("api", {
    method = req.method, message = #parts > 0 and table.concat(parts, " ") or "an error without a code",
    code = fields.code, msg = fields.msg, sub_code = fields.sub_code, sub_msg = fields.sub_msg,
    trace_id = res.trace_id, retryable = is_retryable(fields), unsigned = not verified or nil, response = res, hint = hint,
  })
  require("alipay.call.autopsy").add(client, req, err) -- only when there is something to explain: it is large
  return err
end

local function http_error(req, res, message)
  return errors.new("http", {
    method = req.method, message = message, trace_id = res.trace_id, response = res, retryable = res.status >= 500,
  })
end

local KEY_HINT = "check that alipay_public_key is Alipay's key for this app and environment, not the app's own; "
  .. "never use this reply"
local CERTIFICATE_HINT = "check that alipay_cert and alipay_root_cert are those of this app and environment; never use this reply"

local function signature_error(client, req, res, reason, cause)
  return errors.new("signature", {
    method = req.method, trace_id = res.trace_id, response = res, source = cause and cause.source,
    message = "the reply cannot be trusted: " .. reason,
    hint = cause and cause.hint or client.keys.certificates and CERTIFICATE_HINT or KEY_HINT,
  })
end

local WRONG_ENCRYPT_KEY = "compare encrypt_key with the content encryption key in the console; "
  .. "what was asked for may well be done: query it"

local function decrypt(client, res, node_text)
  local settings = client.settings
  if not settings.encrypt_key then
    return nil, errors.new("parameter", { message = "the reply is encrypted and no encrypt_key is set (ALIPAY_ENCRYPT_KEY)" })
  end
  local plain, message, class = cipher.decrypt(json.decode(node_text) or "", settings.encrypt_key, res.sent.params.encrypt_type)
  if not plain then
    return nil, errors.from_core("the reply cannot be decrypted: " .. message, class, {
      method = res.sent.method, trace_id = res.trace_id, response = res,
      hint = WRONG_ENCRYPT_KEY,
    })
  end
  res.plain = M.to_utf8(plain)
  -- Of 256 wrong keys one leaves padding that passes.
  local outcome = bytes.outcome(res.plain)
  if outcome then return outcome end
  return nil, errors.new("parameter", {
    message = "what was decrypted is no JSON object", method = res.sent.method, trace_id = res.trace_id, response = res,
    source = "data", hint = WRONG_ENCRYPT_KEY,
  })
end

-- Any reply that is not plainly a success: cut, judged, verified in each way that there is, and explained.
local function read_closely(client, req, res, problem)
  local raw = res.raw
  if res.status ~= 200 then
    -- A reply under such a status is no answer to rely on, whatever it says.
    local what = M.cut(raw, req.method) and "a gateway reply in it, which is not relied on" or bytes.describe(raw)
    return nil, http_error(req, res, ("HTTP status %d with %s"):format(res.status, what))
  end
  local cut, message, kind = M.cut(raw, req.method)
  if not cut and kind == "http" then return nil, http_error(req, res, message) end
  if not cut then return nil, signature_error(client, req, res, message) end
  res.first, res.last = cut.node.first, cut.node.last
  local verified, reason, cause = verdict(client, req, raw, cut, problem)
  res.verified = verified
  if cut.is_error_node and cut.node.kind == "string" and not cut.sign then
    -- An error in words alone, which nobody signed: no outcome of anything.
    local fields = { msg = json.decode(M.to_utf8(res.body)) }
    return nil, api_error(client, req, res, fields, false, reason)
  end
  local fields = cut.outcome
  if cut.node.kind == "string" then
    if not verified then return nil, signature_error(client, req, res, reason, cause) end
    local err
    fields, err = decrypt(client, res, res.body)
    if not fields then return nil, err end
  end
  if cut.is_error_node or fields.code and not protocol.SUCCESS[fields.code] then
    return nil, api_error(client, req, res, fields, verified, reason)
  end
  if not verified then return nil, signature_error(client, req, res, reason, cause) end
  return res
end

---Read a reply.
---@param client alipay.client
---@param req alipay.request
---@param reply core.http_response
---@param problem? alipay.error why the certificate that it is signed with could not be had
---@return alipay.response|nil
---@return alipay.error|nil err
function M.read(client, req, reply, problem)
  local raw, base = reply.body, req.base
  if reply.status == 200 then
    local first, last, code = accept(raw, node_names[req.method], ERROR_NODE, base.alipay_key, base.sign_type, base.alipay_cert_sn)
    if first and (not code or SUCCESS[code]) then
      return setmetatable({ raw = raw, reply = reply, verified = true, sent = req, first = first, last = last }, mt)
    end
  end
  local res = setmetatable({ raw = raw, reply = reply, verified = false, sent = req }, mt)
  return read_closely(client, req, res, problem)
end

return M
