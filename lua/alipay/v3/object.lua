-- SPDX-License-Identifier: MIT
-- A request by V3 as everybody sees it who sends it or shows it: address, headers, parts, where each parameter goes, and what of it
-- may be shown. alipay.v3.request makes it.

local digest = require "alipay.core.digest"
local mask = require "alipay.util.mask"
local members = require "alipay.v3.members"
local multipart = require "alipay.multipart"
local protocol = require "alipay.v3.protocol"

local M = {}

---@class alipay.v3.request: alipay.request
---@field operation alipay.v3.operation
---@field serials { app_cert_sn: string|nil, alipay_root_cert_sn: string|nil } of certificates
---@field nonce string
---@field timestamp string
---@field auth_string string
---@field placed alipay.v3.placed what is not in the body
---@field target string path and query as sent
---@field json string|nil the body's JSON text before encryption; nil for none
---@field bytes string the body that is signed: JSON or ciphertext; "" for none
---@field encrypt_type string|nil
---@field signature string|nil base64, once it is finished
local methods = { sign_type = protocol.SIGN_TYPE }
local mt = { __name = "alipay.request", __index = methods }

---Where it goes, without the query.
---@return string
function methods:address()
  return protocol.endpoint(self.client.settings.gateway) .. self.placed.path
end

---@return string
function methods:url()
  return protocol.endpoint(self.client.settings.gateway) .. self.target
end

local NONE = {}

---The header lines of a finished request, those of the caller last.
---@return string[]
function methods:headers()
  local lines = {
    protocol.authorization(self.auth_string, self.signature),
    "Accept: " .. (self.options.stream and "text/event-stream, application/json" or "application/json"),
    "alipay-request-id: " .. self.nonce,
    self.payload and "Content-Type: " .. (self.encrypt_type and "text/plain" or "application/json") or nil,
  }
  if self.encrypt_type then lines[#lines + 1] = "alipay-encrypt-type: " .. self.encrypt_type end
  local root_sn = self.serials.alipay_root_cert_sn
  if root_sn then lines[#lines + 1] = "alipay-root-cert-sn: " .. root_sn end
  if self.placed.token then lines[#lines + 1] = "alipay-app-auth-token: " .. self.placed.token end
  for name, value in pairs(self.options.headers or NONE) do lines[#lines + 1] = name .. ": " .. value end
  return lines
end

---The parts of an upload: what is signed first, then the files.
---@return core.part[]|nil
function methods:parts()
  if not self.body then return nil end
  local parts = {}
  if self.bytes ~= "" then
    parts[1] = { name = "data", data = self.bytes, type = self.encrypt_type and "text/plain" or "application/json" }
  end
  for _, part in ipairs(multipart.parts(self.body)) do
    if part.filename then parts[#parts + 1] = part end
  end
  return parts
end

---Every parameter and where it goes: what says who signs, path and query, then the body.
---@return { name: string, place: string, value: string }[]
function methods:parameters()
  local list, serials = {}, self.serials
  local function add(name, value) list[#list + 1] = value and { name = name, place = "head", value = value } end
  add("app_id", self.client.settings.app_id)
  add("app_cert_sn", serials.app_cert_sn)
  add("nonce", self.nonce)
  add("timestamp", self.timestamp)
  add("alipay_root_cert_sn", serials.alipay_root_cert_sn)
  for _, param in ipairs(self.placed.list) do
    list[#list + 1] = { name = param.name, place = param.place, value = self.placed.values[param.name] }
  end
  local shown = self.json and members.shown(self.json, self.body and "data" or "body") or {}
  return table.move(shown, 1, #shown, #list + 1, list)
end

---As it may be shown: method, HTTP verb, parameters, string to sign, and the true SHA-256 of that string.
---@return { method: string, http: string, params: table<string, string>, string_to_sign: string, sha256: string }
function methods:masked()
  local params = {}
  for _, param in ipairs(self:parameters()) do params[param.name] = mask.param(param.name, param.value) end
  local token = self.placed.token
  return {
    method = self.method, http = self.http, params = params, sha256 = digest.sha256(self.string_to_sign),
    string_to_sign = protocol.content(self.auth_string, self.http, mask.text(self.target), mask.json(self.bytes, true),
      token and mask.value(token)),
  }
end

---@param fields table taken over
---@return alipay.v3.request
function M.new(fields)
  return setmetatable(fields, mt)
end

return M
