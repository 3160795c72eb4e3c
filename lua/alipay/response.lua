-- SPDX-License-Identifier: MIT
-- From the bytes of a reply to a response or an error: cut the signed node, verify its bytes, decode. It fails closed: what
-- claims success and does not verify never becomes a response.

local errors = require "alipay.error"
local json = require "alipay.json"
local mask = require "alipay.mask"
local protocol = require "alipay.protocol"
local scanner = require "alipay.core.reply"
local text = require "alipay.core.text"

local M = {}

---@class alipay.response
---@field body string raw text of the node, exactly the signed bytes
---@field data any the node decoded; text in UTF-8
---@field raw string the whole reply
---@field status integer
---@field headers table<string, string> names in lower case
---@field verified boolean true
---@field request table method, params, string_to_sign, masked
---@field trace_id string|nil
---@field timing table<string, number> seconds
local mt = { __name = "alipay.response" }

---Bytes as UTF-8: as they are when they are UTF-8, else read as GBK. Only after the bytes were verified.
---@param bytes string
---@return string
function M.to_utf8(bytes)
  if text.is_utf8(bytes) then return bytes end
  return text.convert(bytes, "GB18030", "UTF-8") or bytes
end

-- Decoding is most of the cost of a large reply, so it waits until somebody asks.
function mt:__index(name)
  if name == "data" then
    local data = json.decode(self.plain or M.to_utf8(self.body))
    rawset(self, "data", data)
    return data
  elseif name == "request" then
    local masked = mask.request(self.sent)
    rawset(self, "request", masked)
    return masked
  end
end

function mt:__tostring()
  return M.to_utf8(self.plain or self.body)
end

-- ---- cutting ----

local function not_a_reply(raw)
  local readable = M.to_utf8(raw)
  if readable:find "^%s*<" then
    local title = readable:match "<[Tt][Ii][Tt][Ll][Ee][^>]*>%s*(.-)%s*</"
    return "an HTML page instead of a gateway reply" .. (title and title ~= "" and ": " .. title or "")
  end
  if readable == "" then return "an empty reply" end
  return "a body that is no gateway reply: " .. text.fit(readable:gsub("%c", " "), 100)
end

---@class alipay.cut
---@field node core.member the signed node
---@field is_error_node boolean
---@field sign string|nil base64
---@field sign_type_wrong boolean|nil a `sign` that is no string
---@field alipay_cert_sn string|nil

---Cut a reply into what is signed and what signs it.
---@param raw string
---@param method string
---@return alipay.cut|nil cut
---@return string|nil message
---@return "http"|"signature"|nil kind "http" when it is no gateway reply, "signature" when somebody may have tampered with it
function M.cut(raw, method)
  local members = scanner.members(raw)
  if not members then return nil, not_a_reply(raw), "http" end
  local wanted = protocol.node_name(method)
  local cut, seen, foreign = {}, {}, nil
  for _, member in ipairs(members) do
    local name = member.name
    if name:find("\\", 1, true) then return nil, "a root name is written with escapes: " .. name, "signature" end
    if seen[name] then return nil, "the reply has two members named " .. name, "signature" end
    seen[name] = true
    if name == wanted or name == protocol.ERROR_NODE then
      if cut.node then return nil, "the reply has both " .. wanted .. " and " .. protocol.ERROR_NODE, "signature" end
      cut.node, cut.is_error_node = member, name == protocol.ERROR_NODE
    elseif name == "sign" then
      if member.kind == "string" then cut.sign = json.decode(raw:sub(member.first, member.last))
      else cut.sign_type_wrong = member.kind ~= "null" end
    elseif name == "alipay_cert_sn" and member.kind == "string" then
      cut.alipay_cert_sn = raw:sub(member.first + 1, member.last - 1)
    elseif name:find "_response$" then
      foreign = name
    end
  end
  if foreign then
    return nil, ("the reply answers another method: %s instead of %s"):format(foreign, wanted), "signature"
  end
  if not cut.node then return nil, not_a_reply(raw), "http" end
  if cut.node.kind ~= "object" and cut.node.kind ~= "string" then
    return nil, ("%s is a %s"):format(wanted, cut.node.kind), "http"
  end
  return cut
end

-- ---- verifying ----

-- Some replies are signed with their slashes written the other way: try once.
local function other_slashes(node)
  if node:find("\\/", 1, true) then return (node:gsub("\\/", "/")) end
  if node:find("/", 1, true) then return (node:gsub("/", "\\/")) end
end

---Verify a cut reply. The quotes of an encrypted node belong to what is signed.
---@param raw string
---@param cut alipay.cut
---@param key core.key
---@param sign_type string
---@return boolean good
---@return string|nil reason
function M.verify(raw, cut, key, sign_type)
  local node = cut.node
  if cut.sign_type_wrong then return false, "its sign is no string" end
  if not cut.sign or cut.sign == "" then return false, "it is not signed" end
  local good, reason = key:verify(raw, cut.sign, sign_type, node.first, node.last)
  if good then return true end
  local other = other_slashes(raw:sub(node.first, node.last))
  if other and key:verify(other, cut.sign, sign_type) then return true end
  return false, reason and "its signature is unusable (" .. reason .. ")" or "its signature does not fit"
end

local function verdict(client, req, raw, cut)
  local expected = client.keys.certificates and client.keys:serial_numbers()
  if expected and cut.alipay_cert_sn and cut.alipay_cert_sn ~= expected.alipay_cert_sn then
    return false, ("it is signed with Alipay certificate %s, known is %s"):format(cut.alipay_cert_sn, expected.alipay_cert_sn)
  end
  local key, err = client.keys:alipay_key()
  if not key then return false, err.message, err end
  return M.verify(raw, cut, key, req.params.sign_type)
end

-- ---- reading ----

-- The fields that say how the call went, without decoding the whole node.
local function outcome_of(node_text)
  local fields, members = {}, scanner.members(node_text)
  for _, member in ipairs(members or {}) do
    local name = member.name
    if name == "code" or name == "msg" or name == "sub_code" or name == "sub_msg" then
      local value = json.decode(M.to_utf8(node_text:sub(member.first, member.last)))
      fields[name] = (type(value) == "string" or math.type(value) == "integer") and tostring(value) or nil
      if name == "code" and not fields.code then fields.code = "(no text)" end
    end
  end
  return fields
end

local function is_retryable(fields)
  return fields.code == "20000" or (fields.sub_code or ""):find("call-limited", 1, true) ~= nil
end

local function api_error(req, res, fields, verified, reason)
  local parts = {}
  for _, name in ipairs { "code", "msg", "sub_code", "sub_msg" } do parts[#parts + 1] = fields[name] end
  local hint
  if not verified and reason ~= "it is not signed" then
    hint = "and this answer does not verify: " .. reason .. "; check alipay_public_key"
  end
  return errors.new("api", {
    method = req.method, message = #parts > 0 and table.concat(parts, " ") or "an error without a code",
    code = fields.code, msg = fields.msg, sub_code = fields.sub_code, sub_msg = fields.sub_msg,
    trace_id = res.trace_id, retryable = is_retryable(fields), unsigned = not verified or nil, response = res, hint = hint,
  })
end

local function signature_error(req, res, reason, cause)
  return errors.new("signature", {
    method = req.method, trace_id = res.trace_id, response = res, source = cause and cause.source,
    message = "the reply cannot be trusted: " .. reason,
    hint = cause and cause.hint
      or "check that alipay_public_key is Alipay's key for this app and environment, not the app's own; never use this reply",
  })
end

local function decrypt(client, res, node_text)
  local cipher = require "alipay.core.cipher"
  local settings = client.settings
  if not settings.encrypt_key then
    return errors.new("parameter", { message = "the reply is encrypted and no encrypt_key is set (ALIPAY_ENCRYPT_KEY)" })
  end
  local plain, message, class = cipher.decrypt(json.decode(node_text) or "", settings.encrypt_key)
  if not plain then return errors.from_core("the reply cannot be decrypted: " .. message, class) end
  res.plain = M.to_utf8(plain)
end

---Read a reply.
---@param client alipay.client
---@param req alipay.request
---@param reply core.http_response
---@return alipay.response|nil
---@return alipay.error|nil err
function M.read(client, req, reply)
  local raw = reply.body
  local res = setmetatable({
    raw = raw, status = reply.status, headers = reply.headers, timing = reply.timing, verified = false,
    trace_id = reply.headers.trace_id, sent = req,
  }, mt)
  local function http_error(message)
    res.body = raw
    return nil, errors.new("http", {
      method = req.method, message = message, trace_id = res.trace_id, response = res, retryable = reply.status >= 500,
    })
  end
  if reply.status ~= 200 then
    return http_error(("HTTP status %d with %s"):format(reply.status, not_a_reply(raw)))
  end
  local cut, message, kind = M.cut(raw, req.method)
  if not cut and kind == "http" then return http_error(message) end
  if not cut then
    res.body = raw
    return nil, signature_error(req, res, message)
  end
  res.body = raw:sub(cut.node.first, cut.node.last)
  local verified, reason, cause = verdict(client, req, raw, cut)
  res.verified = verified
  if cut.node.kind == "string" then
    if not verified then return nil, signature_error(req, res, reason, cause) end
    local err = decrypt(client, res, res.body)
    if err then return nil, err end
  end
  local fields = outcome_of(res.plain or res.body)
  if cut.is_error_node or fields.code and not protocol.SUCCESS[fields.code] then
    return nil, api_error(req, res, fields, verified, reason)
  end
  if not verified then return nil, signature_error(req, res, reason, cause) end
  return res
end

return M
