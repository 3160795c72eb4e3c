-- SPDX-License-Identifier: MIT
---@meta alipay.core.wire
-- A request of the platform as bytes: what is signed, the query around the place of the signature, and the form. Parameters with an
-- empty value, and one named `sign`, are left out.

local wire = {}

---Parameters that many requests share, put in order and encoded once.
---@class core.wire_common: userdata
local common = {}

---What is signed and sent of one request. `key:sign` and `signer.start` sign it, `http.send` sends it.
---@class core.wire: userdata
local methods = {}

---Put the parameters that many requests share in order.
---@param params table<string, string|integer>
---@return core.wire_common
function wire.common(params) end

---Lay out a request: the shared parameters and its own, which go before shared ones of the same name.
---@param method? string
---@param timestamp? string
---@param content? string biz_content
---@param in_form boolean whether biz_content is sent in the form; all else is sent in the query
---@param given? table<string, string|integer> further parameters, with other names than those three
---@param parts? table<string, any> names of parameters that are sent in parts of a body: neither in the query nor in the form
---@return core.wire
function common:request(method, timestamp, content, in_form, given, parts) end

---@return string what is signed: `k=v` joined by `&`, keys in bytewise order, nothing encoded
function methods:string_to_sign() end

---@return string encoded `biz_content=...`, or "" when nothing is sent in the form
function methods:form() end

---@param signature string base64
---@return string encoded query, in which `sign` stands where the order of the keys wants it
function methods:query(signature) end

return wire
