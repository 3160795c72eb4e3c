-- SPDX-License-Identifier: MIT
-- A reply by V3: verified over the bytes received, then judged. The one place that says what is a success and what is refused. It
-- fetches nothing: a certificate that is not known yet is named in the verdict.

local catalogue = require "alipay.catalogue"
local charset = require "alipay.util.charset"
local codes = require "alipay.codes"
local json = require "alipay.json"
local protocol = require "alipay.v3.protocol"
local v2 = require "alipay.v2.protocol"
local verifier = require "alipay.call.verifier"

local M = {}

-- What a header says: some replies have the text "null", or nothing, where others have none.
local function said(value)
  return value ~= "" and value ~= "null" and value or nil
end

-- Who signed a reply, and what: the four headers that say it. The core's replies find them without making the table of all, which
-- costs 2 % of a call.
local function signing(reply)
  local signature, timestamp, nonce, sn
  if reply.header then
    signature, timestamp, nonce, sn = reply:header("alipay-signature", "alipay-timestamp", "alipay-nonce", "alipay-sn")
  else
    local headers = reply.headers
    signature, timestamp = headers["alipay-signature"], headers["alipay-timestamp"]
    nonce, sn = headers["alipay-nonce"], headers["alipay-sn"]
  end
  return said(signature), said(timestamp), said(nonce), said(sn)
end

local function verify(reply, key, signature, timestamp, nonce)
  if not signature then return false, "it is not signed: there is no header alipay-signature" end
  if not timestamp then return false, "there is no header alipay-timestamp, which is signed" end
  if not nonce then return false, "there is no header alipay-nonce, which is signed" end
  local good, reason = key:verify(protocol.reply_content(timestamp, nonce, reply.body), signature, protocol.SIGN_TYPE)
  if good then return true end
  return false, reason and "its alipay-signature is unusable (" .. reason .. ")" or "its alipay-signature does not fit"
end

---Verify a reply.
---@param reply { headers: table<string, string>, body: string } or the core's
---@param key core.key
---@return boolean good
---@return string|nil reason
function M.verify(reply, key)
  return verify(reply, key, signing(reply))
end

---Whether somebody signed a reply, or tried to.
---@param reply { headers: table<string, string> } or the core's
---@return boolean
function M.is_signed(reply)
  return signing(reply) ~= nil
end

---Whether a reply is an event stream.
---@param reply { status: integer, headers: table<string, string> }
---@return boolean
function M.is_stream(reply)
  return reply.status == 200 and ((reply.headers["content-type"] or "") .. ";"):lower():find "^text/event%-stream%s*;" ~= nil
end

local function failure(verdict, outcome, message, hint)
  verdict.outcome, verdict.message, verdict.hint = outcome, message, hint
  return verdict
end

local function no_reply(req, verdict, reply)
  return failure(verdict, "http", verifier.of_status(reply), verifier.hint_of(req, reply))
end

-- The code of a refusal. What is neither text nor a number says nothing, and so does null.
local function code_of(data)
  local code = data.code
  return (type(code) == "string" and code ~= "" or math.type(code) == "integer") and tostring(code) or nil
end

local function given(value)
  if value ~= json.null then return value end
end

-- What a refusal says. Some replies have texts where others have lists; what it is stays.
local function fields_of(data)
  local code = code_of(data)
  local message = type(data.message) == "string" and data.message or type(data.msg) == "string" and data.msg or nil
  return { code = code, msg = message, sub_code = code, sub_msg = message }
end

-- Codes behind which the same request may succeed.
local RETRYABLE = { SYSTEM_ERROR = true, ["system-error"] = true, ["unknow-error"] = true, ["unknown-error"] = true }

local function refusal(verdict, reply, data)
  local fields = fields_of(data)
  verdict.outcome, verdict.data, verdict.fields = "refusal", data, fields
  verdict.details, verdict.links = given(data.details), given(data.links)
  verdict.retryable = reply.status >= 500 or reply.status == 429 or RETRYABLE[codes.bare(fields.code)] or nil
  if not verdict.verified and not protocol.is_gateway_code(fields.code) then verdict.unknown = true end
  return verdict
end

local function decode(text)
  local data, message = json.decode(text)
  if type(data) == "table" and text:find "^%s*{" then return data end -- an empty list is a table, too
  return nil, message or "it is JSON, but no object"
end

-- Whether a body may be ciphertext: what begins as JSON is none, whatever the headers say.
local function is_cipher(body)
  return body:find "^[%w+/]" ~= nil and not body:find "[^%w+/=%s]"
end

-- The text of a reply. nil when the verdict is made.
local function open(req, verdict, body)
  if not is_cipher(body) or json.decode(body) ~= nil then return charset.to_utf8(body) end
  local plain, problem = verifier.decryption(req.client.settings.encrypt_key, protocol.ENCRYPT_TYPE)(body)
  plain = plain and charset.to_utf8(plain)
  -- Of 256 wrong keys one leaves padding that passes.
  if plain and decode(plain) then
    verdict.plain = plain
    return plain
  end
  verdict.cause = problem or verifier.undecipherable "what was decrypted is no JSON object"
  failure(verdict, "cipher")
end

-- Whether a body that nobody signed is one that a gateway could have sent. Any other is a page of something in between.
local function may_be_reply(req, body)
  return body == "" or body:find "^%s*{" or json.decode(body) ~= nil or req.encrypt_type and is_cipher(body)
end

-- A success by its status that calls itself a failure. A method may have a field `code` of its own.
local function is_refusal(req, data)
  if type(data.code) ~= "string" or type(data.message) ~= "string" or v2.SUCCESS[data.code] then return false end
  local described = catalogue.describe(req.method)
  for _, field in ipairs(described and described.reply or {}) do
    if field.name == "code" then return false end
  end
  return true
end

local function judge_success(req, verdict, reply, signed)
  if not verdict.verified then
    if M.is_stream(reply) then
      verdict.message, verdict.cause = "it is an event stream, which nobody signs", { hint = "client:v3():stream{...} reads it" }
    elseif not signed and not may_be_reply(req, charset.to_utf8(reply.body)) then
      return no_reply(req, verdict, reply)
    end
    return failure(verdict, "signature", verdict.message)
  end
  verdict.outcome = "success"
  if verdict.body == "" then return verdict end
  local text = open(req, verdict, verdict.body)
  if not text then return verdict end
  local data, message = decode(text)
  if not data then return failure(verdict, "http", "its signature is good, but its body cannot be decoded: " .. message) end
  if is_refusal(req, data) then
    if code_of(data) then return refusal(verdict, reply, data) end
    return failure(verdict, "http", "its signature is good, but it is neither a success nor a refusal: its code is empty")
  end
  verdict.data = data
  return verdict
end

-- A refusal that is signed has to verify. One that nobody signed is told as such.
local function judge_failure(req, verdict, reply, signed)
  if signed and not verdict.verified then return failure(verdict, "signature", verdict.message) end
  verdict.unsigned = not signed or nil
  local data = decode(charset.to_utf8(reply.body))
  if not data and verdict.verified and is_cipher(reply.body) then
    local text = open(req, verdict, reply.body)
    if not text then return verdict end
    data = decode(text)
  end
  if data and code_of(data) then return refusal(verdict, reply, data) end
  return no_reply(req, verdict, reply)
end

---What a reply is.
---@param req alipay.v3.request
---@param reply core.http_response
---@param problem? alipay.error why the certificate that it is signed with could not be had
---@return alipay.verdict verdict with `missing_certificate`, a serial number, when that has to be fetched before it can be told
function M.judge(req, reply, problem)
  local keys, status = req.client.keys, reply.status
  local signature, timestamp, nonce, sn = signing(reply)
  local signed = signature ~= nil
  local missing = signed and not problem and verifier.missing(req, sn)
  if missing then return { missing_certificate = missing } end
  local verdict = { verified = false, message = nil, body = reply.body, cause = problem, outcome = nil, data = nil }
  local key, err = verifier.key_for(keys, sn)
  if signed and not key then
    verdict.cause = err or problem
    verdict.message = verdict.cause and verdict.cause.message or verifier.unknown(sn)
  else
    verdict.verified, verdict.message = verify(reply, key, signature, timestamp, nonce)
  end
  if status >= 200 and status < 300 then return judge_success(req, verdict, reply, signed) end
  return judge_failure(req, verdict, reply, signed)
end

return M
