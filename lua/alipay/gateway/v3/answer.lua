-- SPDX-License-Identifier: MIT
-- Writes the gateway's answer in protocol V3: status, body, its signature in headers over the body's exact bytes. It decides no verdict.

local cipher = require "alipay.core.cipher"
local codes = require "alipay.codes"
local events = require "alipay.gateway.v3.events"
local json = require "alipay.json"
local node = require "alipay.gateway.node"
local protocol = require "alipay.v3.protocol"
local rotated = require "alipay.gateway.faults.certificates"
local scanner = require "alipay.core.reply"
local text = require "alipay.core.text"

local M = {}

-- Statuses of refusals by V2's code; 400 for all others.
local STATUS = { ["20000"] = 500, ["20001"] = 401, ["40006"] = 401 }

---@class alipay.gateway.v3.reply
---@field status integer
---@field body string
---@field signed boolean
---@field is_stream boolean|nil the body is an event stream, which nobody signs or encrypts

local DOCUMENTS = "https://open.alipay.com/api/errCheck?source=openapi"

-- A refusal of the gateway itself: nobody signs it.
local function gateway_error(call, fields)
  local code = codes.bare(fields.sub_code)
  local status = call.is_unknown and 404 or code:find "call%-limited$" and 429 or STATUS[fields.code] or 400
  local body = ('{"code":%s,"links":[{"link":%s,"desc":"解决方案"}],"message":%s}'):format(json.encode(code), json.encode(DOCUMENTS),
    json.encode(fields.sub_msg or fields.msg))
  return { status = status, body = body, signed = false }
end

local SPOKEN = { code = true, msg = true, sub_code = true, sub_msg = true }

-- A refusal of the business: signed, with the members that V2's node keeps.
local function business_error(call, fields)
  local members = { code = fields.sub_code, message = fields.sub_msg or fields.msg }
  for name, value in pairs(fields) do
    if not SPOKEN[name] then members[name] = value end
  end
  return { status = 400, body = node.encode(members, call), signed = true }
end

-- A success: the members of V2's node but its code and msg, each as it was written where the user has given the text.
local function success(call, fields)
  local status = fields.code == "10003" and 202 or 200
  if not call.node then
    local members = {}
    for name, value in pairs(fields) do
      if name ~= "code" and name ~= "msg" then members[name] = value end
    end
    return { status = status, body = node.encode(members, call), signed = true }
  end
  local parts = {}
  for _, member in ipairs(assert(scanner.members(call.node))) do
    if member.name ~= "code" and member.name ~= "msg" then
      parts[#parts + 1] = ('"%s":%s'):format(member.name, call.node:sub(member.first, member.last))
    end
  end
  return { status = status, body = "{" .. table.concat(parts, ",") .. "}", signed = true }
end

-- Whether what the user has given is a refusal.
local function is_refusal(fields)
  return fields.sub_code ~= nil and fields.code ~= "10000" and fields.code ~= "10003"
end

---The answer before it is encrypted and signed.
---@param call alipay.gateway.v3.call
---@param fields table<string, any> members of V2's node
---@param is_fault boolean
---@return alipay.gateway.v3.reply
function M.of(call, fields, is_fault)
  if call.streams and type(fields.events) == "table" then
    return { status = 200, body = events.encode(fields.events), signed = false, is_stream = true }
  end
  if not is_fault and not is_refusal(fields) then return success(call, fields) end
  if protocol.is_gateway_code(fields.sub_code) then return gateway_error(call, fields) end
  return business_error(call, fields)
end

-- ---- headers, and what faults make of them ----

local hex = protocol.nonce

local function headers_of(call)
  return {
    ["content-type"] = "application/json;charset=utf-8", ["cache-control"] = "no-store", ["server"] = "alipay-lua",
    ["alipay-trace-id"] = hex(), ["gateway_route_forward_type"] = "openapi-v3",
    ["set-cookie"] = "JSESSIONID=" .. hex():sub(1, 16) .. "; Path=/; HttpOnly",
    ["alipay-request-id"] = call.headers["alipay-request-id"],
  }
end

local function add_signature(gw, call, headers, body)
  local signer, faults = gw.keys.alipay, call.faults
  if call.auth.app_cert_sn or call.params.alipay_root_cert_sn then
    local certificates = faults.cert and rotated.of(gw) or gw:certificates()
    signer = certificates.alipay_key
    headers["alipay-sn"] = faults.v3 == "wrong-sn" and hex() or certificates.alipay_sn
  end
  if faults.sign == "missing" then return end
  local timestamp, nonce = protocol.timestamp(), hex()
  headers["alipay-timestamp"], headers["alipay-nonce"] = timestamp, nonce
  local content = protocol.reply_content(timestamp, nonce, body) .. (faults.sign == "wrong" and " " or "")
  headers["alipay-signature"] = faults.sign == "null" and "null" or assert(signer:sign(content, protocol.SIGN_TYPE))
end

-- The body as it leaves: in GBK, or changed after it was signed.
local function spoiled(body, faults)
  if not (faults.tamper or faults["duplicate-node"]) or body == "" then return body end
  if not body:find "}$" then return (body:sub(1, 1) == "A" and "B" or "A") .. body:sub(2) end
  local member = faults.tamper and '"tampered":"true"' or body:match '^{("[^"]*":"[^"]*")' or '"code":"10000"'
  return body:sub(1, -2) .. (body == "{}" and "" or ",") .. member .. "}"
end

---The answer as it leaves.
---@param gw alipay.gateway
---@param call alipay.gateway.v3.call
---@param reply alipay.gateway.v3.reply
---@return integer status
---@return table<string, string> headers
---@return string body
function M.write(gw, call, reply)
  local faults, headers = call.faults, headers_of(call)
  local status, body = reply.status, reply.body
  if reply.is_stream then
    headers["content-type"] = "text/event-stream;charset=utf-8"
    return status, headers, body
  end
  if faults.v3 == "204" or faults.v3 == "202" then status = tonumber(faults.v3) --[[@as integer]] end
  if status == 204 then body = "" end
  if faults.charset then body = assert(text.convert(body, "UTF-8", "GB18030")) end
  if call.encrypt_type and reply.status < 300 and body ~= "" then
    body = assert(cipher.encrypt(body, gw.keys.encrypt_key, call.encrypt_type))
    headers["content-type"] = "text/plain;charset=utf-8"
    headers["alipay-content-encrypt"] = faults.v3 ~= "no-encrypt-header" and call.encrypt_type or nil
  end
  if reply.signed then add_signature(gw, call, headers, body) end
  return status, headers, spoiled(body, faults)
end

return M
