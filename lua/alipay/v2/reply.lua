-- SPDX-License-Identifier: MIT
-- A reply by V2: cut into what is signed and what signs it, verified with a key, and judged. The one place that says what is a
-- success and what is refused; API replies, results of the app, and saved files all come here. Whose key verifies it is the
-- caller's to say, and so is what an error looks like.

local charset = require "alipay.util.charset"
local json = require "alipay.json"
local protocol = require "alipay.v2.protocol"
local scanner = require "alipay.core.reply"
local verifier = require "alipay.call.verifier"

local M = {}

---@class alipay.cut
---@field kind string of the signed node
---@field first integer its place
---@field last integer
---@field is_error_node true|nil
---@field sign string|nil base64; nil when the reply has none, a null or an empty one
---@field sign_type_wrong boolean|nil a `sign` that is no string
---@field alipay_cert_sn string|nil

---Cut a reply into what is signed and what signs it.
---@param raw string
---@param method string
---@return alipay.cut|nil cut
---@return string|nil message
---@return "http"|"signature"|nil kind "http" when it is no gateway reply, "signature" when somebody may have tampered with it
function M.cut(raw, method)
  local wanted = protocol.node_name(method)
  local cut, message, kind = scanner.cut(raw, wanted, protocol.ERROR_NODE)
  if not cut then return nil, message or verifier.describe(raw), kind or "http" end
  if cut.kind ~= "object" and cut.kind ~= "string" then
    return nil, ("%s is no object but of type %s"):format(wanted, cut.kind), "http"
  end
  if cut.sign == "" then cut.sign = nil end
  if cut.sign and cut.sign:find("\\", 1, true) then cut.sign = json.decode('"' .. cut.sign .. '"') end
  return cut
end

-- Some replies are signed with their slashes written the other way: try once.
local function other_slashes(node)
  -- Escape by escape: the slash behind an escaped backslash is none of them.
  if node:find("\\/", 1, true) then return (node:gsub("\\(.)", { ["/"] = "/" })) end
  if node:find("/", 1, true) then return (node:gsub("/", "\\/")) end
end

---Verify a cut reply. The quotes of an encrypted node belong to what is signed.
---@param raw string
---@param cut alipay.cut
---@param key core.key
---@param sign_type string
---@return boolean good
---@return string|nil reason
---@return boolean|nil exact false when it holds over the form with `/` for `\/`, or the other way round
function M.verify(raw, cut, key, sign_type)
  if cut.sign_type_wrong then return false, "its sign is no string" end
  if not cut.sign then return false, "it is not signed" end
  local good, reason = key:verify(raw, cut.sign, sign_type, cut.first, cut.last)
  if good then return true, nil, true end
  local other = other_slashes(raw:sub(cut.first, cut.last))
  if other and key:verify(other, cut.sign, sign_type) then return true, nil, false end
  return false, reason and "its signature is unusable (" .. reason .. ")" or "its signature does not fit"
end

-- ---- judging ----

---@class alipay.outcome what a refusal says of itself
---@field code string|nil gateway code, as "40004"
---@field msg string|nil what `code` means, in the platform's words
---@field sub_code string|nil as "ACQ.TRADE_NOT_EXIST"
---@field sub_msg string|nil what `sub_code` means, in the platform's words

local OUTCOME = { "code", "msg", "sub_code", "sub_msg" }

---@param data table fields of a node
---@return alipay.outcome outcome of a refusal
function M.outcome_of(data)
  local outcome = {}
  for _, name in ipairs(OUTCOME) do
    local value = data[name]
    outcome[name] = (type(value) == "string" or math.type(value) == "integer") and tostring(value) or nil
  end
  if data.code ~= nil and not outcome.code then outcome.code = "(no text)" end
  return outcome
end

---@param data table fields of a node
---@param is_error_node? boolean
---@return boolean refusal whether they say that the call failed
function M.is_refusal(data, is_error_node)
  return is_error_node or data.code ~= nil and not protocol.SUCCESS[tostring(data.code)]
end

-- A refusal may be told although its text holds half a character: the platform cuts long texts.
local function decode(node)
  local data, message = json.decode(node)
  if data ~= nil then return data end
  return nil, message, json.decode((node:gsub("\\u[dD][89a-fA-F]%x%x", "\\ufffd")))
end

---@class alipay.verdict
---@field outcome "success"|"refusal"|"http"|"signature"|"cipher" "http": no reply to rely on; "signature": not to be trusted; "cipher": cannot be decrypted
---@field message string|nil why, of the last three
---@field cause any|nil what the caller's function gave for the failure
---@field verified boolean
---@field unsigned boolean|nil nobody signed it, or tried to
---@field body string|nil the node's bytes
---@field plain string|nil the node decrypted
---@field data any the node decoded
---@field fields alipay.outcome|nil of a refusal

local function refusal(verdict, fields)
  verdict.outcome, verdict.fields = "refusal", fields
  return verdict
end

local function failure(verdict, outcome, message, cause)
  verdict.outcome, verdict.message, verdict.cause = outcome, message, cause
  return verdict
end

-- Text in place of an object: encrypted, or an error in words alone, which nobody signed. Gives the node's text, or nil when the
-- verdict is made.
local function open_text(verdict, cut, decrypt)
  local may_open = verdict.verified or verdict.unsigned
  local plain, problem
  if may_open then plain, problem = decrypt(json.decode(verdict.body) or "") end
  if plain then
    plain = charset.to_utf8(plain)
    -- Of 256 wrong keys one leaves padding that passes.
    if plain:find "^%s*{" and json.decode(plain) then
      verdict.plain = plain
      return plain
    end
    problem = problem or "what was decrypted is no JSON object"
  end
  if verdict.verified then
    failure(verdict, "cipher", nil, problem)
  elseif verdict.unsigned and cut.is_error_node then
    refusal(verdict, { msg = json.decode(charset.to_utf8(verdict.body)) })
  else
    failure(verdict, "signature", verdict.message)
    verdict.cause = verdict.unsigned and problem or nil
  end
end

---Judge a cut reply. Fails closed: "success" is said of a node that verified and could be decoded, and of no other.
---@param raw string
---@param cut alipay.cut
---@param verified boolean
---@param reason? string why it is not verified
---@param decrypt? fun(text: string): string|nil, any decrypts a node that is text; nil and a cause for one that it cannot
---@return alipay.verdict
function M.judge(raw, cut, verified, reason, decrypt)
  local verdict = {
    verified = verified, message = reason, unsigned = not cut.sign and not cut.sign_type_wrong or nil,
    body = raw:sub(cut.first, cut.last),
  }
  local node
  if cut.kind == "string" then
    node = open_text(verdict, cut, decrypt)
    if not node then return verdict end
  else
    node = charset.to_utf8(verdict.body)
  end
  local data, message, readable = decode(node)
  local known = data or readable
  if known and M.is_refusal(known, cut.is_error_node) then
    verdict.data = data
    return refusal(verdict, M.outcome_of(known))
  end
  if not verified then
    verdict.plain = nil
    if not known and cut.is_error_node then return failure(verdict, "http", "an error that cannot be decoded: " .. message) end
    return failure(verdict, "signature", reason)
  end
  if data == nil then return failure(verdict, "http", "its signature is good, but its node cannot be decoded: " .. message) end
  verdict.outcome, verdict.data = "success", data
  return verdict
end

return M
