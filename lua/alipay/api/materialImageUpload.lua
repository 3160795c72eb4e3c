-- SPDX-License-Identifier: MIT
-- alipay.offline.material.image.upload: pictures and videos of a shop.

local definition = require "alipay.catalogue.definition"
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

local function upload(client, path, options)
  options = options or {}
  local stem, extension = split_name(path)
  local call = { timeout = options.timeout, headers = options.headers, on_progress = options.on_progress }
  call.query = { image_type = options.type or extension, image_name = options.name or stem }
  call.body = multipart.new { image_content = multipart.file(path) }
  return client.alipay.offline.materialImageUpload:post(call)
end

---Upload a picture.
---@param client alipay.client
---@param path string file on disk, streamed; its ending is the type
---@param options? { name: string?, type: string?, timeout: number?, on_progress: fun(sent: integer, total: integer)? } name (at most 128 characters; the file's otherwise), type (8), budget in seconds, progress in bytes
---@return alipay.response|nil response `data.image_id`, `data.image_url`
---@return alipay.error|nil err
M.image = upload

---Upload a video.
---@param client alipay.client
---@param path string
---@param options? table as for `image`
---@return alipay.response|nil response
---@return alipay.error|nil err
M.video = upload

return M
