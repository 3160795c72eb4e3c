-- SPDX-License-Identifier: MIT
-- Addresses of this host itself: no proxy of the environment leads there, and what is said there stays there.

local M = {}

---Whether a URL leads to this host by a loopback address or name.
---@param url string
---@return boolean
function M.is(url)
  local authority = (url:match "^%a+://([^/?#]*)" or ""):gsub("^.*@", "")
  local host = authority:match "^%[([^%]]*)%]" or authority:match "^[^:]*"
  return host == "::1" or host:lower() == "localhost" or host:find "^127%.%d+%.%d+%.%d+$" ~= nil
end

---The proxy for a URL where nobody has named one.
---@param url string
---@return string|nil proxy "" for none; nil for what the environment says
function M.proxy(url)
  return M.is(url) and "" or nil
end

return M
