-- SPDX-License-Identifier: MIT
-- A sign of life on the terminal's line below the cursor. The cursor stays where it is, so that what others print goes on there; they
-- must be let print only while it is hidden.

local fs = require "alipay.core.fs"
local text = require "alipay.core.text"

local M = {}

local FRAMES = { "⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏" }

-- Index and up again: now there is a line below, and the column is as before. Then save, write there, restore.
local BELOW = "\27D\27[A\0277\27[B\r\27[K"
local CLEAR_BELOW = "\0277\27[B\r\27[K\0278"

local frame, shown = 0, false

---Show it, or its next picture.
---@param message string
function M.show(message)
  if not fs.is_terminal(2) then return end
  io.stdout:flush()
  frame, shown = frame % #FRAMES + 1, true
  io.stderr:write(BELOW, text.fit(FRAMES[frame] .. " " .. message, fs.columns() - 1), "\0278")
  io.stderr:flush()
end

---Take it away.
function M.hide()
  if not shown then return end
  shown = false
  io.stderr:write(CLEAR_BELOW)
  io.stderr:flush()
end

return M
