-- SPDX-License-Identifier: MIT
-- A CSV file that a script writes: UTF-8, cells quoted where they must be, under its name only when it is whole.

local errors = require "alipay.error"
local fs = require "alipay.core.fs"

local M = {}

-- Bytes of rows that go to the file together.
local PIECE = 65536

---@class alipay.csv_file
local methods = {}
local mt = { __name = "alipay.csv_file", __index = methods }
mt.__close = function(self) self:close() end

-- What cannot be written ends the script.
local function check(ok, message, class)
  if not ok then error(errors.from_core(message, class), 0) end
  return ok
end

---Begin a file; an older one stays until this one is whole. Others cannot read it (mode 0600): rows of bills name buyers.
---@param path string
---@return alipay.csv_file file `<close>` removes what is not whole; raises an error object of kind "parameter" when it cannot be written
function M.open(path)
  return setmetatable({ writer = check(fs.writer(path)), rows = {}, size = 0 }, mt)
end

local function quoted(cell)
  return cell:find '[,"\r\n]' and '"' .. cell:gsub('"', '""') .. '"' or cell
end

local function write(self)
  check(self.writer:add(table.concat(self.rows)))
  self.rows, self.size = {}, 0
end

---Write a row.
---@param cells string[]
function methods:row(cells)
  local texts = {}
  for i, cell in ipairs(cells) do texts[i] = quoted(cell) end
  local row = table.concat(texts, ",") .. "\r\n"
  self.rows[#self.rows + 1], self.size = row, self.size + #row
  if self.size >= PIECE then write(self) end
end

---The file is whole: it gets its name.
function methods:finish()
  write(self)
  self.rows = nil
  check(self.writer:commit())
end

---Give up what is not whole. Idempotent.
function methods:close()
  self.writer:close()
end

return M
