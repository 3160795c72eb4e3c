-- SPDX-License-Identifier: MIT
-- What this terminal can show: its width, and whether colours belong there.

local fs = require "alipay.core.fs"
local mode = require "alipay.util.mode"

local M = {}

---The style of this terminal.
---@return alipay.repl.style
function M.current()
  return { width = fs.columns(), color = mode.use_color(1) }
end

return M
