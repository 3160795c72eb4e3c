-- SPDX-License-Identifier: MIT
-- The bytes of a reply: cut into what is signed and what signs it, and verified with a key. Whose key, and what the answer means, is
-- alipay.call.response's matter.

local json = require "alipay.json"
local protocol = require "alipay.v2.protocol"
local scanner = require "alipay.core.reply"
local text = require "alipay.core.text"

local M = {}

---Bytes as UTF-8: as they are when they are UTF-8, else read as GBK. Only after the bytes were verified.
---@param bytes string
---@return string
function M.to_utf8(bytes)
  if text.is_utf8(bytes) then return bytes end
  return text.convert(bytes, "GB18030", "UTF-8") or bytes
end

local DESCRIBED = 4096 -- bytes: what is told of a body is at its beginning, and patterns take their time on a hostile one

---What a body is that is no gateway reply, for an error.
---@param raw string
---@return string
function M.describe(raw)
  local readable = M.to_utf8(raw):sub(1, DESCRIBED)
  if readable:find "^%s*<" then
    local title = readable:match "<[Tt][Ii][Tt][Ll][Ee][^>]*>%s*(.-)%s*</" or ""
    return "an HTML page instead of a gateway reply" .. (title ~= "" and ": " .. text.fit(title:gsub("%c", " "), 100) or "")
  end
  if readable == "" then return "an empty reply" end
  return "a body that is no gateway reply: " .. text.fit(readable:gsub("%c", " "), 100)
end

---@class alipay.cut
---@field node { kind: string, first: integer, last: integer } the signed node
---@field is_error_node boolean
---@field outcome alipay.outcome the node's own fields that say how the call went; empty for an encrypted node
---@field sign string|nil base64
---@field count integer members of the reply
---@field odd table<string, { first: integer, last: integer }>|nil values that had to be decoded
---@field sign_type_wrong boolean|nil a `sign` that is no string
---@field alipay_cert_sn string|nil

---@class alipay.outcome
---@field code string|nil
---@field msg string|nil
---@field sub_code string|nil
---@field sub_msg string|nil

---Node names by method: a program calls the same few again and again.
---@type table<string, string>
M.node_names = setmetatable({}, {
  __index = function(names, method)
    local name = protocol.node_name(method)
    names[method] = name
    return name
  end,
})

-- Values that are more than short texts without escapes: of the node's fields, and `sign`.
local function decode_odd(raw, cut)
  local outcome = cut.outcome
  for name, place in pairs(cut.odd) do
    local value = json.decode(M.to_utf8(raw:sub(place.first, place.last)))
    if name == "sign" then
      cut.sign = value
    else
      outcome[name] = (type(value) == "string" or math.type(value) == "integer") and tostring(value) or nil
      if name == "code" and not outcome.code then outcome.code = "(no text)" end
    end
  end
end

---The same fields of a node that was decrypted.
---@param node string JSON text
---@return alipay.outcome|nil outcome nil when it is no JSON object
function M.outcome(node)
  local raw = '{"node":' .. node .. "}"
  local cut = scanner.cut(raw, "node", "node")
  if not cut or cut.count ~= 1 or cut.node.kind ~= "object" then return nil end
  if cut.odd then decode_odd(raw, cut) end
  return cut.outcome
end

---Cut a reply into what is signed and what signs it.
---@param raw string
---@param method string
---@return alipay.cut|nil cut
---@return string|nil message
---@return "http"|"signature"|nil kind "http" when it is no gateway reply, "signature" when somebody may have tampered with it
function M.cut(raw, method)
  local wanted = M.node_names[method]
  local cut, message, kind = scanner.cut(raw, wanted, protocol.ERROR_NODE)
  if not cut then return nil, message or M.describe(raw), kind or "http" end
  local node_kind = cut.node.kind
  if node_kind ~= "object" and node_kind ~= "string" then
    return nil, ("%s is no object but of type %s"):format(wanted, node_kind), "http"
  end
  if cut.odd then decode_odd(raw, cut) end
  return cut
end

-- Some replies are signed with their slashes written the other way: try once.
local function other_slashes(node)
  -- Escape by escape: the slash behind an escaped backslash is none of them.
  if node:find("\\/", 1, true) then return (node:gsub("\\(.)", { ["/"] = "/" })) end
  if node:find("/", 1, true) then return (node:gsub("/", "\\/")) end
end

---Verify a cut reply. The quotes of an encrypted node belong to what is signed.
---@param raw string
---@param cut alipay.cut
---@param key core.key
---@param sign_type string
---@return boolean good
---@return string|nil reason
function M.verify(raw, cut, key, sign_type)
  local node = cut.node
  if cut.sign_type_wrong then return false, "its sign is no string" end
  if not cut.sign or cut.sign == "" then return false, "it is not signed" end
  local good, reason = key:verify(raw, cut.sign, sign_type, node.first, node.last)
  if good then return true end
  local other = other_slashes(raw:sub(node.first, node.last))
  if other and key:verify(other, cut.sign, sign_type) then return true end
  return false, reason and "its signature is unusable (" .. reason .. ")" or "its signature does not fit"
end

return M
