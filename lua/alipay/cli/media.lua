-- SPDX-License-Identifier: MIT
-- Pictures and videos on disk: which files are some, and all that are in a folder. It uploads nothing.

local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local mime = require "alipay.util.mime"

local M = {}

---What a file is by its ending.
---@param path string
---@return string kind "image", "video", or another first half of a Content-Type
function M.kind(path)
  return mime.family(path)
end

local function collect(path, into, named, seen, on_skip)
  local stat, message, class = fs.stat(path)
  if not stat then
    if named then return errors.from_core(message, class) end
    on_skip(message)
  elseif stat.type == "directory" then
    local names
    names, message, class = fs.list(path)
    if not names then return errors.from_core(message, class) end
    local real = fs.absolute(path) -- a link may lead back into a folder
    if seen[real] then return end
    seen[real] = true
    for _, name in ipairs(names) do
      local err = collect(path .. "/" .. name, into, false, seen, on_skip)
      if err then return err end
    end
  elseif named or M.kind(path) == "image" or M.kind(path) == "video" then
    into[#into + 1] = path
  end
end

---The files that are named, and the pictures and videos of the folders that are, with all below them.
---@param paths string[] files or folders
---@param on_skip fun(message: string) told of what was found in a folder and cannot be looked at
---@return string[]|nil files
---@return alipay.error|nil err kind "parameter": a named path that is missing, a folder that cannot be read
function M.find(paths, on_skip)
  local files, seen = {}, {}
  for _, path in ipairs(paths) do
    local err = collect(path, files, true, seen, on_skip)
    if err then return nil, err end
  end
  return files
end

return M
