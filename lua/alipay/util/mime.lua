-- SPDX-License-Identifier: MIT
-- Content types of files by the ending of their names. It looks into no file.

local M = {}

local TYPES = {
  jpg = "image/jpeg", jpeg = "image/jpeg", png = "image/png", gif = "image/gif", bmp = "image/bmp", webp = "image/webp",
  heic = "image/heic", heif = "image/heif", tif = "image/tiff", tiff = "image/tiff",
  mp4 = "video/mp4", m4v = "video/mp4", mov = "video/quicktime", avi = "video/x-msvideo", flv = "video/x-flv",
  mkv = "video/x-matroska", webm = "video/webm", wmv = "video/x-ms-wmv", mpg = "video/mpeg", mpeg = "video/mpeg",
  ["3gp"] = "video/3gpp",
  txt = "text/plain", csv = "text/csv", pdf = "application/pdf", zip = "application/zip", json = "application/json",
}

---The ending of a file name.
---@param name string
---@return string|nil extension in lower case, without the dot
function M.extension(name)
  local extension = name:match "%.([A-Za-z0-9]+)$"
  return extension and extension:lower()
end

---Content-Type of a file.
---@param name string its name or path
---@return string type "application/octet-stream" when the ending says nothing
function M.type(name)
  return TYPES[M.extension(name)] or "application/octet-stream"
end

---First half of a Content-Type.
---@param name string
---@return string family "image", "video", "text" or "application"
function M.family(name)
  return M.type(name):match "^%a+"
end

return M
