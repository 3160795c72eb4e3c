-- SPDX-License-Identifier: MIT
---@meta alipay.core.reply
-- Cuts a JSON object into its root members without decoding it: a scanner that knows strings, escapes and nesting.

local reply = {}

---@class core.member
---@field name string root key as raw bytes between its quotes
---@field kind string "object", "array", "string", "number", "true", "false" or "null"
---@field first integer position of the value's first byte (1-based; for a string that is its opening quote)
---@field last integer position of the value's last byte

---The members of the root object in order, duplicates included. Nothing may stand around it but white space (and a BOM in front).
---In text that is not UTF-8 a byte from 0x81 in a string takes its next byte with it if GBK or GB18030 can have that as a second
---one (it may be a backslash). Nesting up to 512. Names are not unescaped: `"\u0073ign"` is not the name `sign`.
---@param text string
---@return core.member[]|nil members
---@return string|nil message with the position, as "not JSON at byte 17: ..."
---@return string|nil class "data"
function reply.members(text) end

---The same walk for a reply, in one pass and without a table for each member: the root's members, and those members of objects
---in it that have one of the names.
---@param text string
---@param names string[] at most 8
---@return any[]|nil members flat: name, kind, first, last, value of each root member. The value is the text of a string of at most
--- 4,096 bytes that needs no decoding (no escapes, UTF-8), else false
---@return any[]|string fields flat: number of the root member it stands in, name, first, last, value; or the message
---@return string|nil class "data"
function reply.cut(text, names) end

return reply
