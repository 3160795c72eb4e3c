-- SPDX-License-Identifier: MIT
-- alipay.offline.material.image.upload: pictures and videos of a shop.

local definition = require "alipay.catalogue.definition"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local mime = require "alipay.util.mime"
local multipart = require "alipay.multipart"

local M = {}

---@type alipay.definition
M.definition = definition.new {
  method = "alipay.offline.material.image.upload",
  place = "query",
  summary = "Upload a picture or a video of a shop",
  summary_zh = "上传门店照片和视频",
  params = {
    {
      name = "image_type", type = "string", required = true, max = 8,
      meaning = "format of the picture or video", meaning_zh = "图片/视频格式", example = "jpg",
    },
    {
      name = "image_name", type = "string", required = true, max = 128,
      meaning = "name of the picture or video", meaning_zh = "图片/视频名称", example = "海底捞",
    },
    {
      name = "image_content", type = "file", required = true, max = 5242880,
      meaning = "its bytes, at most 5 MB", meaning_zh = "图片/视频二进制内容，不能超过 5M", example = "@photo.jpg",
    },
  },
  result = { image_id = "id of the material, for other calls", image_url = "address at which it is served" },
}

-- "photo.JPG" is of type "jpg" and named "photo".
local function split_name(path)
  local name = path:match "([^/]+)$" or path
  local stem, extension = name:match "^(.+)%.([^.]+)$"
  return stem or name, (extension or ""):lower()
end

local OPTIONS = { name = "string", type = "string", timeout = "number", headers = "table", on_progress = "function" }

-- An option that is not known would be dropped: `nmae` uploads the file under another name than was meant.
local function check_options(options)
  if type(options) ~= "table" then errors.usage("materialImageUpload: options must be a table, not a " .. type(options)) end
  for name, value in pairs(options) do
    if not OPTIONS[name] then
      errors.usage(("materialImageUpload: unknown option '%s' (options are headers, name, on_progress, timeout, type)")
        :format(tostring(name)))
    elseif type(value) ~= OPTIONS[name] then
      errors.usage(("materialImageUpload: option '%s' must be a %s, not a %s"):format(name, OPTIONS[name], type(value)))
    end
  end
  return options
end

local function upload(client, path, options)
  options = check_options(options or {})
  local stem, extension = split_name(path)
  local call = { timeout = options.timeout, headers = options.headers, on_progress = options.on_progress }
  call.query = { image_type = options.type or extension, image_name = options.name or stem }
  call.body = multipart.new { image_content = multipart.file(path) }
  return client.alipay.offline.materialImageUpload:post(call)
end

---Upload a picture.
---@param client alipay.client
---@param path string file on disk, at most 5,242,880 bytes, streamed
---@param options? { name: string?, type: string?, timeout: number?, headers: table<string, string>?, on_progress: fun(sent: integer, total: integer)? } name and type of the picture (at most 128 and 8 characters; of the file's name and ending otherwise), seconds for the call, headers of the request, progress in bytes
---@return alipay.response|nil response `data.image_id`, `data.image_url`
---@return alipay.error|nil err
M.image = upload

---Upload a video.
---@param client alipay.client
---@param path string as for `image`
---@param options? table as for `image`
---@return alipay.response|nil response as of `image`
---@return alipay.error|nil err
M.video = upload

-- ---- what there is to upload ----

---@class alipay.material
---@field path string
---@field kind "image"|"video"|nil by the file's ending; nil for another one, which only a file that was named itself has
---@field size integer bytes
---@field modified number Unix seconds

local function kind_of(path)
  local kind = mime.family(path)
  return (kind == "image" or kind == "video") and kind or nil
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
  elseif named or kind_of(path) then
    into[#into + 1] = { path = path, kind = kind_of(path), size = stat.size, modified = stat.mtime }
  end
end

---Find what is to be uploaded: the files that are named, and the pictures and videos of the folders that are, with all below them.
---@param paths string[] files or folders
---@param on_skip fun(message: string) told of what was found in a folder and cannot be looked at
---@return alipay.material[]|nil files
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
