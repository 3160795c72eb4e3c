-- SPDX-License-Identifier: MIT
-- Signs what the gateway sends without being asked, or through a browser: notifications, return pages, results of the wallet. Answers to
-- calls are signed by their protocols.

local form = require "alipay.core.form"
local text = require "alipay.core.text"

local M = {}

-- GB18030 holds GBK and every character besides.
local ICONV = { GBK = "GB18030", GB18030 = "GB18030" }

---UTF-8 as bytes of an order's character set.
---@param utf8 string
---@param charset string "utf-8", "GBK" or "GB18030"
---@return string
function M.encode(utf8, charset)
  return ICONV[charset] and assert(text.convert(utf8, "UTF-8", ICONV[charset])) or utf8
end

---Alipay's signature of bytes.
---@param gw alipay.gateway
---@param bytes string
---@return string base64
function M.bytes(gw, bytes)
  return assert(gw.keys.alipay:sign(bytes, gw.sign_type))
end

---The signed parameters of a notification or a return page: rule V1, which leaves out sign and sign_type, over the bytes of their
---character set.
---@param gw alipay.gateway
---@param fields table<string, string> members in UTF-8
---@param charset string
---@return table<string, string> params bytes
function M.parameters(gw, fields, charset)
  local params = {}
  for name, value in pairs(fields) do params[name] = M.encode(value, charset) end
  params.sign, params.sign_type = M.bytes(gw, form.canonical(params)), gw.sign_type
  return params
end

return M
