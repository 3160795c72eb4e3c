-- SPDX-License-Identifier: MIT
---@meta alipay.core.process
-- Commands run on the loop: bytes in on stdin, bytes out from stdout. No shell is involved.

local process = {}

---A command under way. It is kept alive by the loop until its end is delivered or it is cancelled, and keeps the program alive.
---@class core.process: userdata
local methods = {}

---@class core.process_options
---@field argv string[] the program (searched for in PATH) and its arguments
---@field environment? string[] "NAME=VALUE" strings that are added to this program's environment
---@field input? string bytes on its stdin, which is a regular file
---@field timeout? number seconds, 10 by default; a command that takes longer is killed with all it has started
---@field max_output? integer bytes of its stdout, 65536 by default; one that writes more is killed

---@class core.process_result
---@field code? integer exit code
---@field signal? integer signal that ended it, when there is no exit code
---@field output string what it wrote to stdout
---@field complaint string the last 512 bytes that it wrote to stderr

---Start a command. `fn(result)` or `fn(nil, message, class)` runs from `loop.step`; class is "timeout" or "limit".
---@param options core.process_options
---@param fn fun(result: core.process_result|nil, message: string|nil, class: string|nil)
---@return core.process|nil
---@return string|nil message as "cannot run sign-it: No such file or directory"
---@return string|nil class "file" or "system"
function process.start(options, fn) end

---Kill it with all it has started; its function is never called then. Idempotent, also after the end.
function methods:cancel() end

return process
