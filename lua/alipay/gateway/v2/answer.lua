-- SPDX-License-Identifier: MIT
-- Writes the gateway's answer in protocol V2: the node, its signature over the node's exact bytes, the headers. It decides no verdict.

local cipher = require "alipay.core.cipher"
local json = require "alipay.json"
local node = require "alipay.gateway.node"
local protocol = require "alipay.v2.protocol"
local rotated = require "alipay.gateway.faults.certificates"
local store = require "alipay.gateway.store"

local M = {}

-- The type in which an answer is signed: the request's, also when it was refused before its type was looked at.
local function sign_type(gw, call)
  local asked = call.params.sign_type
  if gw.keys.kind == "SM2" or not protocol.SIGN_TYPES[asked] or asked == "SM2" then return gw.sign_type end
  return asked
end

local function encode_node(fields, call)
  local text = node.encode(fields, call)
  if call.faults.slash then return text end
  -- Outside of strings JSON has no slash. Clients that write the node anew to verify it write `\/`, as PHP does.
  return (text:gsub("/", "\\/"))
end

-- The platform answers faults of alipay.system.oauth.token outside the method's own node; its handler says so.
local function node_name(call, handler, is_fault)
  if not call.method or (is_fault and handler and handler.error_node) then return protocol.ERROR_NODE end
  return protocol.node_name(call.method)
end

-- The node, or what a fault makes of it: changed on its way, or with a forged one before it.
local function node_members(name, bytes, faults)
  if not faults.tamper and not faults["duplicate-node"] then return { ('"%s":%s'):format(name, bytes) } end
  local changed = bytes:gsub('}$', ',"tampered":"true"}'):gsub('^"(.)', function(c) return c == "A" and '"B' or '"A' end)
  local members = {}
  if faults["duplicate-node"] then members[1] = ('"%s":%s'):format(name, changed) end
  members[#members + 1] = ('"%s":%s'):format(name, faults.tamper and changed or bytes)
  return members
end

local function add_signature(gw, call, members, bytes)
  local signer, faults = gw.keys.alipay, call.faults
  if call.params.app_cert_sn or call.params.alipay_root_cert_sn then
    local certificates = faults.cert and rotated.of(gw) or gw:certificates()
    signer = certificates.alipay_key
    members[#members + 1] = ('"alipay_cert_sn":"%s"'):format(certificates.alipay_sn)
  end
  if faults.sign == "missing" then return end
  local signature = assert(signer:sign(faults.sign == "wrong" and bytes .. " " or bytes, sign_type(gw, call)))
  members[#members + 1] = faults.sign == "null" and '"sign":null' or ('"sign":"%s"'):format(signature)
end

---The body of an answer.
---@param gw alipay.gateway
---@param call alipay.gateway.call
---@param fields table<string, any> members of the node
---@param options { handler: table?, fault: boolean?, signed: boolean }
---@return string bytes in the character set of the answer
function M.body(gw, call, fields, options)
  local bytes = call:encode(call.node or encode_node(fields, call))
  -- A fault that was found after the content was decrypted is encrypted too: clients decrypt without looking.
  if call.encrypt_type then
    bytes = json.encode(assert(cipher.encrypt(bytes, gw.keys.encrypt_key, call.encrypt_type)))
  end
  local members = node_members(node_name(call, options.handler, options.fault), bytes, call.faults)
  if options.signed then add_signature(gw, call, members, bytes) end
  return "{" .. table.concat(members, ",") .. "}"
end

---Headers of an answer. The platform says text/html of its JSON, and 200 of its errors.
---@param call alipay.gateway.call
---@return table<string, string>
function M.headers(call)
  return {
    ["Content-Type"] = "text/html;charset=" .. call.answered_in.name,
    ["Cache-Control"] = "no-store",
    ["Server"] = "alipay-lua",
    ["trace_id"] = store.random_id(16),
  }
end

return M
