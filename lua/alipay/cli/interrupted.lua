-- SPDX-License-Identifier: MIT
-- What Ctrl-C says of a command or a workflow script: a line instead of a traceback, and what may have happened all the same. A plain
-- script knows nothing of this, and keeps the traceback of the stock interpreter.

local errors = require "alipay.error"
local lang = require "alipay.lang"
local loop = require "alipay.async.loop"

local M = {}

local is_ours, left = false, nil

---What runs is a command, or a script that says how it is used: a traceback through it tells its user nothing.
function M.is_expected()
  is_ours = true
end

---What to tell if Ctrl-C comes from now on.
---@param text string|nil English; nil: nothing is left any more
function M.leaves(text)
  left = text
end

---The error that takes the place of Ctrl-C's own.
---@param value any what was raised
---@return alipay.error|nil err kind "cancelled"; nil when it is something else, or the traceback's matter
function M.error(value)
  if not is_ours or not loop.is_interrupt(value) then return nil end
  return errors.new("cancelled", { message = "interrupted", hint = left })
end

---The same for people. The host asks for it.
---@param value any
---@return string|nil
function M.text(value)
  local err = M.error(value)
  if not err then return nil end
  local advice = err:advice()
  return lang.format("interrupted%s", advice and "\n  " .. advice or "")
end

return M
