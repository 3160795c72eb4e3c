-- SPDX-License-Identifier: MIT
---@meta alipay.core.signer
-- Threads that make signatures while the loop goes on. They start with the first job and end with the Lua state.

local signer = {}

---A signature being made. It is kept alive by the loop until it is delivered or cancelled.
---@class core.signature: userdata
local methods = {}

---Sign on a thread. Results as of `key:sign`: `fn(signature)` or `fn(nil, message, class)` runs from `loop.step`.
---@param key core.key
---@param data string
---@param algorithm string "RSA2", "RSA" or "SM2"
---@param threads integer 1 to 64: how many there may be
---@param fn fun(signature: string|nil, message: string|nil, class: string|nil)
---@return core.signature|nil
---@return string|nil message when no thread could be started
---@return string|nil class "system"
function signer.start(key, data, algorithm, threads, fn) end

---Drop it; its function is never called then. Idempotent, also after delivery.
function methods:cancel() end

---@return integer count processors that this process may use, 64 at most
function signer.cores() end

---@return boolean alone whether no transfer and no signature is under way
function signer.alone() end

return signer
