-- SPDX-License-Identifier: MIT
-- Turns an HTTP exchange of protocol V2 into a call: one table of parameters as raw bytes, the file parts, the character sets.
-- It judges nothing beyond parameters that contradict each other.

local fault = require "alipay.gateway.fault"
local method_name = require "alipay.gateway.method_name"
local text = require "alipay.core.text"

local M = {}

---@class alipay.gateway.call
---@field params table<string, string> every text parameter of query and body, bytes as sent
---@field files table<string, core.upload> file parts by field name
---@field method? string name of the method when it is well-formed, known to us or not
---@field charset? table character set of the request's bytes; nil when an unknown one was named
---@field answered_in table character set of the answer: the request's, UTF-8 when that is unknown
---@field fault? alipay.gateway.fault parameters that contradict each other
---@field problem? string why the file parts could not be kept
---@field values? table<string, any> parameters of the method in UTF-8, once they were checked
---@field sign_type? string once it was checked
---@field handler? table the module that simulates the method
---@field definition? alipay.definition
---@field encrypt_type? string of an encrypted request, whose answer is encrypted too
---@field app? alipay.gateway.app who calls, once that is known: its answers are signed
---@field faults table<string, any> what it meets of alipay.gateway.faults, by name
---@field node? string text of the answer's node, where the user has given it
---@field string_to_sign? string once the signature was checked
---@field signature? "good"|"bad" once it was checked
---@field reply? string body of the answer before faults on its way
---@field seller? { user_id: string, email: string } for whom: the app's owner, or the merchant of its app_auth_token
local methods = {}
local mt = { __name = "alipay.gateway.call", __index = methods }

-- GB18030 holds all of GBK and GB2312, and every other character besides, so that no answer is unspeakable.
local GBK = { name = "GBK", iconv = "GB18030" }
local CHARSETS = {
  ["utf-8"] = { name = "utf-8" },
  ["utf8"] = { name = "utf-8" },
  ["gbk"] = GBK,
  ["gb2312"] = GBK,
  ["gb18030"] = { name = "GB18030", iconv = "GB18030" },
}

---Bytes of the request as UTF-8.
---@param bytes string
---@return string|nil utf8 nil when they do not belong to the request's character set
function methods:decode(bytes)
  local charset = self.charset or CHARSETS["utf-8"]
  if not charset.iconv then return text.is_utf8(bytes) and bytes or nil end
  return (text.convert(bytes, charset.iconv, "UTF-8"))
end

---Bytes of the request as UTF-8 for display; what does not decode is marked.
---@param bytes string
---@return string utf8
function methods:show(bytes)
  return self:decode(bytes) or (text.is_utf8(bytes) and bytes) or (bytes:gsub("[\x80-\xFF]", "\u{FFFD}"))
end

---UTF-8 as bytes of the answer's character set.
---@param utf8 string
---@return string bytes
function methods:encode(utf8)
  local charset = self.answered_in
  return charset.iconv and text.convert(utf8, "UTF-8", charset.iconv) or utf8
end

-- The same name twice is harmless with one value and an attack on whoever reads the other one with two.
local function collect(params, pairs_list)
  local contradicting
  for _, pair in ipairs(pairs_list) do
    local name, value = pair[1], pair[2]
    if params[name] == nil then
      params[name] = value
    elseif params[name] ~= value then
      contradicting = contradicting or name
    end
  end
  return contradicting
end

-- As the platform finds it: by the URL's query, else by the Content-Type, else it is GBK. What the body says of itself was decoded
-- by then. nil when what is named is unknown.
local function charset_of(exchange, in_query)
  local named = in_query or ""
  local typed = (exchange:headers()["content-type"] or ""):lower():match "[; ]charset=[\"']?([%w-]+)"
  if named == "" then return CHARSETS[typed or "gbk"] end
  return CHARSETS[named:lower()]
end

---The character set of an answer in GBK that nobody asked for.
M.GBK = GBK

---Whether the platform knows a character set of this name; none is fine.
---@param name string|nil
---@return boolean
function M.is_charset(name)
  return name == nil or CHARSETS[name:lower()] ~= nil
end

---Read a request to the gateway.
---@param exchange core.exchange
---@return alipay.gateway.call
function M.read(exchange)
  local call = setmetatable({ params = {}, files = {}, problem = exchange:problem() }, mt)
  local twice = collect(call.params, exchange:query())
  call.charset = charset_of(exchange, call.params.charset)
  call.answered_in = call.charset or CHARSETS["utf-8"]
  twice = collect(call.params, exchange:fields()) or twice
  for _, file in ipairs(exchange:files()) do
    if call.files[file.name] or call.params[file.name] then twice = twice or file.name end
    call.files[file.name] = call.files[file.name] or file
  end
  local named = call.params.method
  call.method = named and method_name.is_well_formed(named) and named or nil
  if twice then call.fault = fault.new("isv.suspected-attack", "参数重复且取值不同：" .. call:show(twice)) end
  return call
end

return M
