-- SPDX-License-Identifier: MIT
-- What became of processes that a spec, or what it tests, has started.

local loop = require "alipay.core.loop"

local M = {}

local PATIENCE = 60 -- seconds until one that goes on is a failure

-- One that has ended and was not collected by its parent does not run.
local function runs(pid)
  local file <close> = io.open(("/proc/%d/stat"):format(pid))
  local state = file and file:read("a"):match "%) (%a)"
  return state ~= nil and state ~= "Z" and state ~= "X"
end

---Wait for the end of a process that is no child of this one.
---@param pid integer
---@return boolean ended false when it goes on
function M.ends(pid)
  local deadline = loop.now() + PATIENCE
  while runs(pid) and loop.now() < deadline do loop.step(0.01) end
  return not runs(pid)
end

return M
