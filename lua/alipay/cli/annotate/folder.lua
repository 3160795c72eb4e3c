-- SPDX-License-Identifier: MIT
-- Puts annotations into a folder. Files of others are never touched: ours are known by their first line.

local errors = require "alipay.error"
local fs = require "alipay.core.fs"

local M = {}

local MARK = "-- Made by alipay-lua annotate: it replaces this file, so do not change it."

local function fail(message, class, hint)
  error(errors.from_core(message, class, { hint = hint }), 0)
end

local function is_ours(path)
  local file <close> = io.open(path, "rb")
  return file ~= nil and file:read "l" == MARK
end

-- Folders below DIR that files go into, and the paths of the files.
local function plan(dir, files)
  local folders, paths = { [dir] = true }, {}
  for i, file in ipairs(files) do
    local path = dir .. "/" .. file.path
    folders[path:match "^(.*)/"] = true
    paths[i], paths[path] = path, true
  end
  return folders, paths
end

-- Files that an earlier run made and this one does not.
local function leftovers(folders, paths)
  local list = {}
  for folder in pairs(folders) do
    for _, name in ipairs(fs.list(folder) or {}) do
      local path = folder .. "/" .. name
      if not paths[path] and name:find "%.lua$" and is_ours(path) then list[#list + 1] = path end
    end
  end
  return list
end

---Write files. Each is whole or as it was; nothing is written when a file of somebody else is in the way of any of them.
---@param dir string made when missing
---@param files alipay.annotate.file[]
---@return string absolute the folder; raises an error object of kind "parameter" when it cannot be written
function M.write(dir, files)
  local folders, paths = plan(dir, files)
  for _, path in ipairs(paths) do
    if fs.stat(path) and not is_ours(path) then
      fail(path .. " is in the way: it was not made by alipay-lua annotate", "file", "choose another folder, or remove it")
    end
  end
  for folder in pairs(folders) do
    local ok, message, class = fs.mkdir(folder, 493) -- 0755: it may be installed for all users
    if not ok then fail(message, class) end
  end
  for i, path in ipairs(paths) do
    local ok, message, class = fs.replace(path, MARK .. "\n" .. files[i].text, 420) -- 0644
    if not ok then fail(message, class) end
  end
  for _, path in ipairs(leftovers(folders, paths)) do fs.remove(path) end
  return fs.absolute(dir)
end

return M
