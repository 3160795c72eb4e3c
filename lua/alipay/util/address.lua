-- SPDX-License-Identifier: MIT
-- What a web address looks like that a request can be sent to. Nothing is looked up.

local M = {}

---Whether a text is a whole http or https address: with a host, without blanks and control characters.
---@param text string
---@return boolean
function M.is_whole(text)
  return text:find "^https?://[^/?#%s%c]" ~= nil and not text:find "[%s%c]"
end

return M
