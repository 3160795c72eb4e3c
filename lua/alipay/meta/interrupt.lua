-- SPDX-License-Identifier: MIT
---@meta alipay.core.interrupt
-- Ctrl-C as the prompt needs it. While Lua code runs, the first one raises "interrupted!" in it, wherever it is; a second one
-- ends the process.

local interrupt = {}

---Forget a Ctrl-C, whether or not it has struck yet, and wait for the next one.
---@return boolean seen whether there was one
function interrupt.rearm() end

return interrupt
