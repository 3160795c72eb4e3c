-- SPDX-License-Identifier: MIT
-- Rejections that nobody has looked at, in order of their coming: reported when the program ends, which fails then.

local loop = require "alipay.async.loop"
local mode = require "alipay.util.mode"

local M = {}

local unhandled, sequence = {}, 0

---A promise was rejected, and nobody waits for it.
---@param promise alipay.promise
function M.note(promise)
  sequence = sequence + 1
  unhandled[promise] = sequence
end

---Somebody looks at it after all.
---@param promise alipay.promise
function M.forget(promise)
  unhandled[promise] = nil
end

---Report each once, on stderr, with the place where the work was started.
---@return boolean fine true when there was none
function M.report()
  local list = {}
  for promise in pairs(unhandled) do list[#list + 1] = promise end
  table.sort(list, function(a, b) return unhandled[a] < unhandled[b] end)
  for _, promise in ipairs(list) do
    unhandled[promise] = nil
    local text = "unhandled rejection: " .. tostring(promise.reason)
    if promise.origin then text = text .. "\n  started at " .. promise.origin end
    if promise.traceback then text = text .. "\n" .. promise.traceback end
    io.stderr:write(text, "\n")
    if mode.on_failure then mode.on_failure(promise.reason) end
  end
  return #list == 0
end

loop.on_finish(M.report)

return M
