-- SPDX-License-Identifier: MIT
-- The folder of a gateway: taken for one gateway at a time, and refused when it is not this user's own. Only folders that a gateway made
-- for uploads on their way are ever removed; no link is followed.

local async = require "alipay.async"
local digest = require "alipay.core.digest"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local loop = require "alipay.core.loop"

local M = {}

-- What a gateway that was killed left in DIR/spool.
local SPOOL = "^gateway%-%d+%-%w+$"

local function fail(message, class, hint)
  return nil, errors.from_core(message, class, { hint = hint })
end

-- Seconds that whoever shares a folder waits for others who begin to share it: each has it alone for a moment.
local PATIENCE, PAUSE = 2, 0.01

-- Who has the folder, as far as the lock file says: process and address.
local function named(path)
  local file <close> = io.open(path, "rb")
  return (file and file:read(200) or ""):match "^(%d+) (%g+)\n$"
end

-- The end of a refusal.
local function holder(path)
  local pid, endpoint = named(path)
  if pid then return ("the gateway of process %s at %s"):format(pid, endpoint) end
  return "another gateway, which is starting or belongs to a run with --local"
end

-- A folder below, made when missing.
local function make(path)
  local ok, message, class = fs.mkdir(path, 448)
  if ok then ok, message, class = fs.owned(path) end
  return ok, message, class
end

local function lock(dir)
  local path = dir .. "/gateway.lock"
  local taken, message, class = fs.lock(path)
  if class == "system" then message = ("%s is in use by %s"):format(dir, holder(path)) end
  return taken, message, class
end

local function clean(spool)
  for _, name in ipairs(fs.list(spool) or {}) do
    local path = spool .. "/" .. name
    if name:find(SPOOL) and fs.owned(path) then fs.remove(path) end
  end
end

-- Alone first: whoever has the folder alone knows that what lies in the spool is nobody's.
local function lock_and_clean(dir, shared)
  local taken, message, class = lock(dir)
  local ok, refusal = taken, message
  if taken then
    ok, message, class = make(dir .. "/spool")
    if ok then clean(dir .. "/spool") end
    if ok and shared then ok, message, class = taken:share() end
  elseif shared and class == "system" then
    taken, message, class = fs.lock(dir .. "/gateway.lock", true)
    if class == "system" then message = refusal end
    ok = taken
  end
  if ok then return taken end
  if taken then taken:release() end
  return nil, message, class
end

-- Others who begin to share it are through soon; a gateway that has it for itself says who it is.
local function lock_in_turn(dir, shared)
  local deadline = loop.now() + PATIENCE
  while true do
    local taken, message, class = lock_and_clean(dir, shared)
    local is_passing = not taken and shared and class == "system" and not named(dir .. "/gateway.lock")
    if not is_passing or loop.now() >= deadline then return taken, message, class end
    async.sleep(PAUSE)
  end
end

---@class alipay.gateway.folder
---@field dir string absolute
---@field spool string folder below it for uploads on their way, this gateway's own
---@field lock core.fs.lock

---Take a folder, which is made when missing.
---@param dir string
---@param shared? boolean together with other gateways that share it; their memory is one
---@return alipay.gateway.folder|nil
---@return alipay.error|nil err kind "parameter": it is not this user's own, or in use
function M.take(dir, shared)
  local ok, message, class = make(dir)
  if not ok then return fail(message, class, "name a folder of your own: --dir, or ALIPAY_STATE_DIR for all that is kept") end
  dir = fs.absolute(dir) -- a folder has no absolute name before it exists
  local taken
  taken, message, class = lock_in_turn(dir, shared)
  if not taken then return fail(message, class, class == "system" and "stop it, or choose another folder" or nil) end
  local spool = ("%s/spool/gateway-%d-%s"):format(dir, fs.pid(), digest.nonce(8))
  for _, path in ipairs { dir .. "/uploads", dir .. "/spool", spool } do
    ok, message, class = make(path)
    if not ok then
      taken:release()
      return fail(message, class)
    end
  end
  return { dir = dir, spool = spool, lock = taken }
end

---Let go what a folder was taken for.
---@param folder alipay.gateway.folder
function M.release(folder)
  fs.remove(folder.spool)
  folder.lock:release()
end

return M
