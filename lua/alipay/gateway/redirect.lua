-- SPDX-License-Identifier: MIT
-- Addresses to which a browser is sent back with parameters.

local form = require "alipay.core.form"

local M = {}

---Whether an address is a whole http or https one that cannot break out of a header line or an attribute.
---@param uri string
---@return boolean
function M.is_safe(uri)
  if uri:find "[%c \\<>\"]" then return false end
  local host = uri:match "^[Hh][Tt][Tt][Pp][Ss]?://([^/?#]+)"
  return host ~= nil and not host:find "^:" and host ~= "@"
end

---An address as it may stand in a header: bytes beyond ASCII escaped.
---@param uri string
---@return string
function M.ascii(uri)
  return (uri:gsub("[\x80-\xFF]", form.escape))
end

---An address with parameters behind an existing query and before a fragment, as it may stand in a header.
---@param uri string
---@param pairs_list { [1]: string, [2]: string|nil }[] those without a value are left out
---@return string
function M.append(uri, pairs_list)
  local base, fragment = uri:match "^([^#]*)(.*)$"
  local parts = {}
  for _, pair in ipairs(pairs_list) do
    if pair[2] then parts[#parts + 1] = form.escape(pair[1]) .. "=" .. form.escape(pair[2]) end
  end
  local glue = "?"
  if base:find("?", 1, true) then glue = base:find "[?&]$" and "" or "&" end
  return M.ascii(base .. glue .. table.concat(parts, "&") .. fragment)
end

return M
