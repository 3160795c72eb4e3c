-- SPDX-License-Identifier: MIT
---@meta alipay.core.signals
-- Signals of the process as something the loop can wait for, so that a server ends in its own words.

local signals = {}

---From now on SIGINT and SIGTERM arrive here instead of ending the program (SIGINT does not stop Lua code then). The second
---one of a kind has its default action again.
---@return integer|nil descriptor readable when a signal arrived: for `loop.watch`
---@return string|nil message
---@return string|nil class
function signals.catch() end

---@return "INT"|"TERM"|nil name the next signal that arrived; never waits
function signals.take() end

return signals
