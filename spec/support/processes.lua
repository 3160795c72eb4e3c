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

local function wait(holds)
  local deadline = loop.now() + PATIENCE
  while not holds() and loop.now() < deadline do loop.step(0.01) end
end

---Wait until a process waits for a lock, or ends.
---@param pid integer
function M.waits_for_lock(pid)
  local line = ("-> FLOCK +ADVISORY +WRITE +%d "):format(pid):gsub("%-", "%%-")
  wait(function()
    local file <close> = assert(io.open "/proc/locks")
    return file:read("a"):find(line) ~= nil or not runs(pid)
  end)
end

---Wait for the end of a process that is no child of this one.
---@param pid integer
---@return boolean ended false when it goes on
function M.ends(pid)
  wait(function() return not runs(pid) end)
  return not runs(pid)
end

return M
