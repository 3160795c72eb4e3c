-- SPDX-License-Identifier: MIT
-- What this terminal can show: its width, and whether colours belong there.

local fs = require "alipay.core.fs"

local M = {}

---The style of this terminal.
---@return alipay.repl.style
function M.current()
  local host = package.loaded["alipay.cli.host"]
  local color
  if host then
    color = host.use_color(1)
  else
    local no = os.getenv "NO_COLOR"
    color = not (no and no ~= "") and os.getenv "TERM" ~= "dumb" and fs.is_terminal(1)
  end
  return { width = fs.columns(), color = color }
end

return M
