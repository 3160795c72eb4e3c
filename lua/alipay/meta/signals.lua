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

---Let signals that would end the program wait: SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGUSR1 and SIGUSR2. For what must not
---be cut in two, and takes a bounded time.
function signals.hold() end

---Let them in again, when `release` was called as often as `hold`: those that waited arrive at once. More often does no harm.
function signals.release() end

return signals
