-- SPDX-License-Identifier: MIT
-- Character sets of what comes in. Bytes are verified before they are converted, never after.

local text = require "alipay.core.text"

local M = {}

---Bytes as UTF-8: as they are when they are UTF-8, else read as GBK.
---@param bytes string
---@return string
function M.to_utf8(bytes)
  if text.is_utf8(bytes) then return bytes end
  return text.convert(bytes, "GB18030", "UTF-8") or bytes
end

return M
