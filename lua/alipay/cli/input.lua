-- SPDX-License-Identifier: MIT
-- Files that commands read.

local errors = require "alipay.error"

local M = {}

---The bytes of a file, or of stdin.
---@param path string "-" for stdin
---@return string bytes raises an error object of kind "parameter" when it cannot be read
function M.read(path)
  local file, message = io.stdin, nil
  if path ~= "-" then file, message = io.open(path, "rb") end
  local bytes
  if file then
    bytes, message = file:read "a"
    if not bytes then message = path .. ": " .. message end -- as that of a file that cannot be opened
  end
  if file and path ~= "-" then file:close() end
  if not bytes then
    error(errors.new("parameter", { message = "cannot read " .. message, source = "file" }), 0)
  end
  return bytes
end

return M
