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

---Cut a reply: the node that answers, what signs it, and the node's own code, msg, sub_code and sub_msg (of several with one name
---the last). At most 32 members. Values that are more than short texts without escapes in UTF-8 are not decoded: `odd` has their
---places by name.
---@param text string
---@param wanted string name of the node that answers the method
---@param error_node string name of the node for errors
---@return alipay.cut|nil cut nil alone for what is no reply
---@return string|nil message what is wrong with a reply: a name twice or with escapes, both nodes, the answer to another method
---@return string|nil kind "signature": somebody may have tampered with it
function reply.cut(text, wanted, error_node) end

---Cut and verify what nearly every reply is: the node that was asked for, an object, signed over its bytes as they stand. Nothing
---is given for any other reply, which is then to be cut and looked at closely.
---@param text string
---@param wanted string
---@param error_node string
---@param key core.key
---@param sign_type string "RSA2", "RSA" or "SM2"
---@param sn? string serial number of the certificate that the key is of: a reply that names another is not accepted
---@return integer|nil first position of the node's first byte
---@return integer|nil last
---@return string|nil code the node's own, nil when it has none
function reply.accept(text, wanted, error_node, key, sign_type, sn) end

return reply
