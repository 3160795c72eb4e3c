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

---Cut a reply: the node that answers, and what signs it. At most 32 members.
---@param text string
---@param wanted string name of the node that answers the method
---@param error_node string name of the node for errors
---@return alipay.cut|nil cut its `sign` as it stands between its quotes; nil alone for what is no reply
---@return string|nil message what is wrong with a reply: a name twice or with escapes, both nodes, the answer to another method
---@return string|nil kind "signature": somebody may have tampered with it
function reply.cut(text, wanted, error_node) end

return reply
