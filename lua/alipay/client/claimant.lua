-- SPDX-License-Identifier: MIT
-- Who claims something in a folder that processes share, and whether that process still lives: a lock that the system drops when
-- the process ends, however it ends. What is claimed is the caller's matter.

local db = require "alipay.core.db"
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

-- The handle that holds the lock; nil when another one holds it.
local function lock(path)
  local handle, message, class = db.open(path)
  if not handle then return nil, message, class end
  handle:query "PRAGMA busy_timeout = 0"
  if handle:exec "BEGIN EXCLUSIVE" then return handle end
  handle:close()
  return nil
end

local function unlock(handle, path)
  handle:close()
  for _, suffix in ipairs { "", "-wal", "-shm" } do fs.remove(path .. suffix) end
end

---@param dir string
---@return alipay.claimant
function M.new(dir)
  return setmetatable({ dir = dir, name = ("%d-%s"):format(fs.pid(), digest.nonce(8)) }, mt)
end

---From now on others see that this process lives.
---@return boolean|nil ok
---@return string|nil message
---@return string|nil class
function methods:appear()
  if self.held then return true end
  local message, class
  self.held, message, class = lock(path_of(self.dir, self.name))
  if self.held then return true end
  return nil, message, class
end

---Whether the process of a claim is gone. One that never appeared is.
---@param name string|nil
---@return boolean
function methods:is_gone(name)
  if name == self.name then return false end
  if not name or not name:find "^%d+%-%w+$" then return true end
  local path = path_of(self.dir, name)
  if not fs.stat(path) then return true end
  local handle = lock(path)
  if not handle then return false end
  unlock(handle, path)
  return true
end

---Idempotent.
function methods:close()
  if self.held then unlock(self.held, path_of(self.dir, self.name)) end
  self.held = nil
end

return M
