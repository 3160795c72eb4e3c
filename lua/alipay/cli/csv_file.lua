-- SPDX-License-Identifier: MIT
-- A CSV file that a script writes: UTF-8, cells quoted where they must be, under its name only when it is whole.

local errors = require "alipay.error"

local M = {}

---@class alipay.csv_file
local methods = {}
local mt = { __name = "alipay.csv_file", __index = methods }
mt.__close = function(self) self:close() end

-- What cannot be written ends the script.
local function check(ok, message)
  if not ok then error(errors.new("parameter", { message = "cannot write " .. message, source = "file" }), 0) end
  return ok
end

---Begin a file; an older one stays until this one is whole.
---@param path string
---@return alipay.csv_file file `<close>` removes what is not whole; raises an error object of kind "parameter" when it cannot be written
function M.open(path)
  local part = path .. ".part"
  return setmetatable({ path = path, part = part, file = check(io.open(part, "wb")) }, mt)
end

local function quoted(cell)
  return cell:find '[,"\r\n]' and '"' .. cell:gsub('"', '""') .. '"' or cell
end

---Write a row.
---@param cells string[]
function methods:row(cells)
  local texts = {}
  for i, cell in ipairs(cells) do texts[i] = quoted(cell) end
  check(self.file:write(table.concat(texts, ","), "\r\n"))
end

---The file is whole: it gets its name.
function methods:finish()
  local file = self.file
  self.file = nil
  check(file:close())
  check(os.rename(self.part, self.path))
  self.part = nil
end

---Give up what is not whole. Idempotent.
function methods:close()
  if self.file then self.file:close() end
  if self.part then os.remove(self.part) end
  self.file, self.part = nil, nil
end

return M
