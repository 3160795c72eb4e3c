-- SPDX-License-Identifier: MIT
-- A request by V2 as everybody sees it who sends it or shows it: where each parameter goes, address, headers, parts, and what of it may
-- be shown. alipay.v2.request makes it.

local digest = require "alipay.core.digest"
local form = require "alipay.core.form"
local mask = require "alipay.util.mask"
local multipart = require "alipay.multipart"
local sorted = require "alipay.util.sorted"

local M = {}

---@class alipay.request
---@field client alipay.client
---@field method string the platform's method
---@field http "GET"|"POST"
---@field options alipay.call_options
---@field params table<string, string> every signed parameter, wherever it is sent; once it is finished `sign` too
---@field string_to_sign string
---@field body alipay.multipart|nil
---@field texts table<string, string>|nil text fields of the body: signed, and sent in their parts
---@field files table<string, alipay.filepart>|nil
---@field body_params table<string, string>|nil form fields; what is neither here nor in a part of the body is in the URL
---@field query string|nil what goes behind the gateway's URL, once it is finished
---@field payload string|nil the body of a POST that is no multipart
---@field sign_type string
---@field signature string|nil base64, once it is finished
local methods = {}
local mt = { __name = "alipay.request", __index = methods }

---Where a parameter is sent.
---@param name string
---@return "url"|"body"|"part"
function methods:place_of(name)
  if self.texts and self.texts[name] then return "part" end
  return self.body_params and self.body_params[name] and "body" or "url"
end

---Where it goes, without the query.
---@return string
function methods:address()
  return self.client.settings.gateway
end

---The whole URL of a finished request.
---@return string
function methods:url()
  return self:address() .. "?" .. self.query
end

---Every parameter and where it goes, by name; empty ones are not sent.
---@return { name: string, place: string, value: string }[]
function methods:parameters()
  local list = {}
  for _, name in ipairs(sorted(self.params)) do
    local value = self.params[name]
    if value ~= "" then list[#list + 1] = { name = name, place = self:place_of(name), value = value } end
  end
  return list
end

local NONE = {}

---The header lines of a finished request, those of the caller last.
---@return string[]
function methods:headers()
  local lines = { self.payload and "Content-Type: application/x-www-form-urlencoded;charset=" .. self.params.charset or nil }
  for name, value in pairs(self.options.headers or NONE) do lines[#lines + 1] = name .. ": " .. value end
  return lines
end

---The parts of an upload.
---@return core.part[]|nil
function methods:parts()
  return self.body and multipart.parts(self.body, self.texts)
end

---As it may be shown: method, HTTP verb, parameters, string to sign, and the true SHA-256 of that string.
---@return { method: string, http: string, params: table<string, string>, string_to_sign: string, sha256: string }
function methods:masked()
  local masked = mask.params(self.params)
  return {
    method = self.method, http = self.http, params = masked, string_to_sign = form.canonical(masked),
    sha256 = digest.sha256(self.string_to_sign),
  }
end

---@param fields table taken over
---@return alipay.request
function M.new(fields)
  return setmetatable(fields, mt)
end

return M
