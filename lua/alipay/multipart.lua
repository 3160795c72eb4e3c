-- SPDX-License-Identifier: MIT
-- Multipart bodies: files from disk or memory, and text fields. Files are opened when the call is sent, not here.

local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local mime = require "alipay.util.mime"

local M = {}

---@class alipay.filepart
---@field path? string
---@field data? string
---@field name string file name that is sent
---@field type string Content-Type
---@field size? integer bytes, known after `measure`
local file_methods = {}
local file_mt = { __name = "alipay.file", __index = file_methods }

function file_mt:__tostring()
  return ("file %s (%s)"):format(self.name, self.path and "from " .. self.path or #self.data .. " bytes in memory")
end

---Find out the size, as it is now.
---@return integer|nil bytes
---@return alipay.error|nil err kind "parameter" for a file that is missing or is none
function file_methods:measure()
  if self.path then
    local stat, message, class = fs.stat(self.path)
    if not stat then return nil, errors.from_core(message, class) end
    if stat.type ~= "file" then
      local what = stat.type == "directory" and " is a folder, not a file" or " is no regular file"
      return nil, errors.new("parameter", { message = self.path .. what, source = "file" })
    end
    self.size = stat.size
  end
  return self.size
end

local function options_of(options, where)
  for name, value in pairs(options or {}) do
    if name ~= "name" and name ~= "type" then
      errors.usage(("%s: unknown option '%s' (options are name, type)"):format(where, tostring(name)))
    end
    if type(value) ~= "string" then errors.usage(("%s: option '%s' must be a string"):format(where, name)) end
    if value:find(name == "type" and "[\r\n%z]" or "%z") then
      errors.usage(("%s: option '%s' has a character in it that cannot be sent"):format(where, name))
    end
  end
  return options or {}
end

---A file on disk, streamed when it is sent. It is looked at when the call is made, not before.
---@param path string
---@param options? { name: string?, type: string? } file name and Content-Type to send; from the path otherwise
---@return alipay.filepart
function M.file(path, options)
  if type(path) ~= "string" then errors.usage("alipay.file: a path is needed, not a " .. type(path)) end
  if path:find "%z" then errors.usage "alipay.file: a path has no zero byte in it" end
  options = options_of(options, "alipay.file")
  local name = options.name or path:match "([^/]+)$" or path
  return setmetatable({ path = path, name = name, type = options.type or mime.type(name) }, file_mt)
end

---A file from memory.
---@param data string
---@param options? { name: string?, type: string? } file name ("file.bin" by default) and Content-Type to send, by the name otherwise
---@return alipay.filepart
function M.bytes(data, options)
  if type(data) ~= "string" then errors.usage("alipay.bytes: a string is needed, not a " .. type(data)) end
  options = options_of(options, "alipay.bytes")
  local name = options.name or "file.bin"
  return setmetatable({ data = data, size = #data, name = name, type = options.type or mime.type(name) }, file_mt)
end

---@class alipay.multipart
---@field fields table<string, string|alipay.filepart>
---@field names string[] in the order in which they are sent
local mt = { __name = "alipay.multipart" }

---A multipart body. File parts are not signed, text fields are.
---@param fields table<string, string|alipay.filepart|integer> field name to text or file
---@return alipay.multipart
function M.new(fields)
  if type(fields) ~= "table" then errors.usage("alipay.multipart: a table of fields is needed, not a " .. type(fields)) end
  local body = { fields = {}, names = {} }
  for name, value in pairs(fields) do
    if type(name) ~= "string" or name:find "%z" then
      errors.usage("alipay.multipart: field names must be strings without zero bytes")
    end
    if math.type(value) == "integer" then value = tostring(value) end
    if type(value) ~= "string" and getmetatable(value) ~= file_mt then
      errors.usage(("alipay.multipart: field '%s' must be text, alipay.file or alipay.bytes, not a %s"):format(name, type(value)))
    end
    body.fields[name] = value
    body.names[#body.names + 1] = name
  end
  table.sort(body.names)
  return setmetatable(body, mt)
end

---@param value any
---@return boolean
function M.is(value)
  return getmetatable(value) == mt
end

---Text fields and files of a body apart.
---@param body alipay.multipart
---@return table<string, string> texts
---@return table<string, alipay.filepart> files
function M.split(body)
  local texts, files = {}, {}
  for name, value in pairs(body.fields) do
    if type(value) == "string" then texts[name] = value else files[name] = value end
  end
  return texts, files
end

---The body as the core takes it.
---@param body alipay.multipart
---@param texts? table<string, string> text fields as they are sent, where that differs
---@return core.part[]
function M.parts(body, texts)
  local parts = {}
  for i, name in ipairs(body.names) do
    local value = body.fields[name]
    if type(value) == "string" then
      parts[i] = { name = name, data = texts and texts[name] or value }
    else
      parts[i] = { name = name, path = value.path, data = value.data, filename = value.name, type = value.type }
    end
  end
  return parts
end

return M
