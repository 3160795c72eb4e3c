-- SPDX-License-Identifier: MIT
-- The bytes of a reply: cut into what is signed and what signs it, and verified with a key. Whose key, and what the answer means, is
-- alipay.response's matter.

local json = require "alipay.json"
local protocol = require "alipay.protocol"
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

---What a body is that is no gateway reply, for an error.
---@param raw string
---@return string
function M.describe(raw)
  local readable = M.to_utf8(raw)
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
---@field sign_type_wrong boolean|nil a `sign` that is no string
---@field alipay_cert_sn string|nil

---@class alipay.outcome
---@field code string|nil
---@field msg string|nil
---@field sub_code string|nil
---@field sub_msg string|nil

-- A reply has two or three.
local MOST_MEMBERS = 32

-- Node names by method: a program calls the same few again and again.
local node_names = setmetatable({}, {
  __index = function(names, method)
    local name = protocol.node_name(method)
    names[method] = name
    return name
  end,
})

local OUTCOME = { "code", "msg", "sub_code", "sub_msg" }

local function decoded(raw, first, last)
  return json.decode(M.to_utf8(raw:sub(first, last)))
end

-- Reads the fields that belong to the root member with a number.
local function read_outcome(raw, fields, number)
  local outcome = { code = nil, msg = nil, sub_code = nil, sub_msg = nil } -- with room for them
  for i = 1, #fields, 5 do
    if fields[i] == number then
      local name, value = fields[i + 1], fields[i + 4] or decoded(raw, fields[i + 2], fields[i + 3])
      outcome[name] = (type(value) == "string" or math.type(value) == "integer") and tostring(value) or nil
      if name == "code" and not outcome.code then outcome.code = "(no text)" end
    end
  end
  return outcome
end

---The same fields of a node that was decrypted.
---@param node string JSON text
---@return alipay.outcome|nil outcome nil when it is no JSON object
function M.outcome(node)
  local raw = '{"node":' .. node .. "}"
  local members, fields = scanner.cut(raw, OUTCOME)
  if not members or #members ~= 5 or members[2] ~= "object" then return nil end
  return read_outcome(raw, fields, 1)
end

---Cut a reply into what is signed and what signs it.
---@param raw string
---@param method string
---@return alipay.cut|nil cut
---@return string|nil message
---@return "http"|"signature"|nil kind "http" when it is no gateway reply, "signature" when somebody may have tampered with it
function M.cut(raw, method)
  local members, fields = scanner.cut(raw, OUTCOME)
  if not members then return nil, M.describe(raw), "http" end
  if #members > MOST_MEMBERS * 5 then return nil, M.describe(raw), "http" end
  local wanted = node_names[method]
  local cut, foreign = { node = nil, is_error_node = nil, outcome = nil, sign = nil }, nil
  for i = 1, #members, 5 do
    local name, kind, first, last, value = members[i], members[i + 1], members[i + 2], members[i + 3], members[i + 4]
    if name:find("\\", 1, true) then return nil, "a root name is written with escapes: " .. name, "signature" end
    for earlier = 1, i - 5, 5 do
      if members[earlier] == name then return nil, "the reply has two members named " .. name, "signature" end
    end
    if name == wanted or name == protocol.ERROR_NODE then
      if cut.node then return nil, "the reply has both " .. wanted .. " and " .. protocol.ERROR_NODE, "signature" end
      cut.node, cut.is_error_node = { kind = kind, first = first, last = last }, name == protocol.ERROR_NODE
      cut.outcome = read_outcome(raw, fields, i // 5 + 1)
    elseif name == "sign" then
      if kind == "string" then cut.sign = value or decoded(raw, first, last) else cut.sign_type_wrong = kind ~= "null" end
    elseif name == "alipay_cert_sn" and kind == "string" then
      cut.alipay_cert_sn = raw:sub(first + 1, last - 1)
    elseif name:find "_response$" then
      foreign = name
    end
  end
  if foreign then
    return nil, ("the reply answers another method: %s instead of %s"):format(foreign, wanted), "signature"
  end
  if not cut.node then return nil, M.describe(raw), "http" end
  if cut.node.kind ~= "object" and cut.node.kind ~= "string" then
    return nil, ("%s is no object but of type %s"):format(wanted, cut.node.kind), "http"
  end
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
