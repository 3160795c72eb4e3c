-- SPDX-License-Identifier: MIT
-- Who claims something in a folder that processes share, and whether that process still lives: a lock that the system drops when
-- the process ends, however it ends. What is claimed is the caller's matter.

local digest = require "alipay.core.digest"
local fs = require "alipay.core.fs"

local M = {}

---@class alipay.claimant
---@field name string
local methods = {}
local mt = { __name = "alipay.claimant", __index = methods }

local function path_of(dir, name)
  return ("%s/claimant-%s.lock"):format(dir, name)
end

local function new_name()
  return ("%d-%s"):format(fs.pid(), digest.nonce(8))
end

---@param dir string
---@return alipay.claimant
function M.new(dir)
  return setmetatable({ dir = dir, name = new_name() }, mt)
end

---Whether the process of a claim is gone. One that never appeared is.
---@param name string|nil
---@return boolean
function methods:is_gone(name)
  if name == self.name then return false end
  if not name or not name:find "^%d+%-%w+$" then return true end
  local path = path_of(self.dir, name)
  if not fs.stat(path) then return true end
  local lock = fs.lock(path)
  if not lock then return false end
  fs.remove(path)
  lock:release()
  return true
end

-- Files of runs that were killed: nobody else removes them unless what they claimed is asked for.
local function sweep(self)
  for _, file in ipairs(fs.list(self.dir) or {}) do
    local name = file:match "^claimant%-(.*)%.lock$"
    if name then self:is_gone(name) end
  end
end

-- Names are tried so often, because another run that sweeps may hold a lock between its file being made and its being locked.
local NAMES = 8

---From now on others see that this process lives.
---@return boolean|nil ok
---@return string|nil message
---@return string|nil class
function methods:appear()
  if self.lock then return true end
  local message, class
  for _ = 1, NAMES do
    self.lock, message, class = fs.lock(path_of(self.dir, self.name))
    if self.lock then
      sweep(self)
      return true
    end
    if class ~= "system" then break end
    self.name = new_name()
  end
  return nil, message, class
end

---Idempotent.
function methods:close()
  if not self.lock then return end
  fs.remove(path_of(self.dir, self.name))
  self.lock:release()
  self.lock = nil
end

return M
