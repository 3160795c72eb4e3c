-- SPDX-License-Identifier: MIT
-- Simulates alipay.offline.material.image.upload: keeps a picture or a video, and serves it at the URL of the reply.

local fault = require "alipay.gateway.fault"
local mime = require "alipay.util.mime"
local store = require "alipay.gateway.store"

local M = {}

M.path = "^/uploads/(%x+)%.([a-z0-9]+)$"

M.tables = [[
CREATE TABLE IF NOT EXISTS uploads (
  id TEXT PRIMARY KEY, extension TEXT NOT NULL, content_type TEXT NOT NULL, image_type TEXT NOT NULL, image_name TEXT NOT NULL,
  size INTEGER NOT NULL, created INTEGER NOT NULL);
]]

-- First bytes that leave no doubt. What matches none of them is taken as it is.
local MAGIC = {
  { family = "image", pattern = "^\xFF\xD8\xFF" },
  { family = "image", pattern = "^\x89PNG\r\n\x1A\n" },
  { family = "image", pattern = "^GIF8[79]a" },
  { family = "image", pattern = "^RIFF....WEBP" },
  { family = "image", pattern = "^....ftyphei[cfx]" },
  { family = "image", pattern = "^....ftypm[is]f1" },
  { family = "image", pattern = "^....ftypavi[fs]" },
  { family = "video", pattern = "^RIFF....AVI " },
  { family = "video", pattern = "^....ftyp" },
  { family = "video", pattern = "^FLV\x01" },
  { family = "video", pattern = "^\x1A\x45\xDF\xA3" },
  { family = "video", pattern = "^%z%z\x01[\xB3\xBA]" },
}

-- "image" or "video" by an extension, nil for others.
local function family_of(extension)
  local family = mime.family("." .. extension)
  return (family == "image" or family == "video") and family or nil
end

-- "image" or "video" when the bytes say so beyond doubt.
local function sniff(path)
  local file, message = io.open(path, "rb")
  if not file then error("spooled upload: " .. tostring(message)) end
  local head = file:read(16) or ""
  file:close()
  for _, magic in ipairs(MAGIC) do
    if head:find(magic.pattern) then return magic.family end
  end
end

---The platform takes the type of the material from the name of the file part.
---@param call alipay.gateway.call
---@return alipay.gateway.fault|nil
function M.check(_, call)
  local file = call.values.image_content
  local extension = mime.extension(file.filename or "")
  if not extension then return fault.new("isv.invalid-file-extension", "图片类型为空：文件名须带扩展名") end
  local family = family_of(extension)
  if not family then return fault.new("isv.invalid-file-extension", "不支持的扩展名 " .. extension) end
  local wanted = family_of(call.values.image_type:lower())
  if wanted and wanted ~= family then
    return fault.new("isv.invalid-file-extension", ("image_type 为 %s，文件扩展名为 %s"):format(call.values.image_type, extension))
  end
  local found = sniff(file.path)
  if found and found ~= family then
    return fault.new("isv.invalid-file-extension", ("文件内容与扩展名 %s 不符"):format(extension))
  end
  call.extension = extension
end

local function path_of(gw, upload)
  return ("%s/uploads/%s.%s"):format(gw.dir, upload.id, upload.extension)
end

function M.answer(gw, call)
  local file, values = call.values.image_content, call.values
  local upload = {
    id = store.random_id(16), extension = call.extension, content_type = mime.type("." .. call.extension),
    image_type = values.image_type, image_name = values.image_name, size = file.size,
  }
  local path = path_of(gw, upload)
  assert(os.rename(file.path, path))
  local kept, message = pcall(gw.store.exec, gw.store, "INSERT INTO uploads VALUES (?, ?, ?, ?, ?, ?, ?)", upload.id,
    upload.extension, upload.content_type, upload.image_type, upload.image_name, upload.size, gw.clock())
  if not kept then
    os.remove(path)
    error(message, 0)
  end
  return {
    code = "10000", msg = "Success", image_id = upload.id,
    image_url = ("%s/uploads/%s.%s"):format(gw.endpoint, upload.id, upload.extension),
  }
end

---GET /uploads/ID.EXT
---@param gw alipay.gateway
---@param exchange core.exchange
---@param id string
---@param extension string
---@return boolean found
function M.serve(gw, exchange, id, extension)
  local upload = gw.store:first("SELECT * FROM uploads WHERE id = ?", id)
  if not upload or upload.extension ~= extension then return false end
  return exchange:respond_file(200, {
    ["Content-Type"] = upload.content_type, ["X-Content-Type-Options"] = "nosniff", ["Server"] = "alipay-lua",
  }, path_of(gw, upload)) ~= nil
end

return M
