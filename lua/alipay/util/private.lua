-- SPDX-License-Identifier: MIT
-- Folders for what is nobody else's: made with mode 0700, and refused when another user owns them or could change what is in them.

local fs = require "alipay.core.fs"

local M = {}

local OTHERS_WRITE = 18 -- octal 0022

---Make a folder, with its parents, unless it is there.
---@param path string
---@return boolean|nil ok
---@return string|nil message names the folder and the remedy
---@return string|nil class "file"
function M.folder(path)
  local ok, message, class = fs.mkdir(path)
  if not ok then return nil, message, class end
  local stat
  stat, message, class = fs.stat(path)
  if not stat then return nil, message, class end
  local me = fs.stat "/proc/self"
  if me and stat.uid ~= me.uid then
    return nil, ("the folder %s belongs to another user: use one of your own"):format(path), "file"
  end
  if stat.mode & OTHERS_WRITE ~= 0 then
    return nil, ("others can write into the folder %s: chmod 700 it, or use another"):format(path), "file"
  end
  return true
end

return M
