-- SPDX-License-Identifier: MIT
---@meta alipay.core.form
-- Parameters as bytes: the canonical string that is signed, and application/x-www-form-urlencoded.
-- A table of parameters has string keys and string values; an integer is taken as its digits, a value of another type raises with its key.

local form = {}

---The string that is signed: parameters with an empty value and those named in `without` left out, keys in
---bytewise order (memcmp, a shorter key first), `k=v` joined by `&`, nothing encoded.
---@param params table<string, string>
---@param without? string|string[] "sign" by default; up to 16 names
---@param keep_empty? boolean false by default
---@return string
function form.canonical(params, without, keep_empty) end

---`k=v&k=v` with names and values percent-encoded (unreserved characters of RFC 3986 stay), keys in bytewise order.
---@param params table<string, string>
---@param without? string|string[] up to 16 names to leave out, and empty values with them; all is encoded when it is not given
---@return string
function form.encode(params, without) end

---Decode a query string or form body once: `+` is a space, `%XX` a byte. A `%` without two hex digits is kept as it is.
---A part without `=` has an empty value; empty parts (`a=1&&b=2`) are passed over.
---@param text string
---@return { [1]: string, [2]: string }[] pairs in order
function form.decode(text) end

---@param text string
---@return string escaped percent-encoded
function form.escape(text) end

return form
