-- SPDX-License-Identifier: MIT
-- The catalogue's data as the program carries it: a line per method or type. It finds lines and splits them; what
-- they mean is alipay.catalogue.describe's subject.
--
-- A method: name, flags, V3 form, request fields, reply fields, notes, separated by TAB. A type: name, fields, notes.
--   flags  n new, l legacy, b biz_content, o biz_content of unknown fields, e encrypted, t looks like a test of the platform's own,
--          p page, s order string
--   V3     empty for none; else G P U(PUT) A(PATCH) D, `m` for multipart, then the path unless it is /v3/ and the name with slashes
--   field  `-` V2 only, `+` V3 only, `?` in the query of a V3 call with a body; the name; `$` string, `#` integer, `?` boolean,
--          `@` file, `:Type` object, nothing for text, number or boolean; `[]` for a list
--   notes  required=FIELD:CLIENTS oneof=A|B:CLIENTS deprecated=req.FIELD enum=req.FIELD:A|B maxlen=req.FIELD:N page=KIND:CONFIDENCE
--          codes=A,B like=METHOD; resp. and type. stand for fields of the reply and of a type
-- Source: the official Python and PHP clients of 2026-05 and 2025-12; notes by other clients name them.

local embedded = require "alipay.core.embedded"

local M = {}

local DATA = "alipay.catalogue.data."

---The lines of "methods" or "types", each behind a line break, sorted by name byte for byte. What stands before the first line
---break is the head of the file.
---@param what "methods"|"types"
---@return string text of 2 MB: not to be asked for often
function M.text(what)
  return embedded.source(DATA .. what)
end

-- The columns of the line that begins with a name, the name first. Raises when it has not as many as are known here.
local function find(what, name, count)
  local line = embedded.lines(DATA .. what, name .. "\t")
  if line == "" then return nil end
  local columns = {}
  for column in line:gmatch "([^\t\n]*)[\t\n]" do columns[#columns + 1] = column end
  assert(#columns == count, "the catalogue inside this program is of another release; rebuild it: make clean all")
  return columns
end

---@class alipay.catalogue.method_record
---@field flags string
---@field v3 string
---@field request string
---@field reply string
---@field notes string

---@param name string dotted
---@return alipay.catalogue.method_record|nil
function M.method(name)
  local columns = find("methods", name, 6)
  if not columns then return nil end
  return { flags = columns[2], v3 = columns[3], request = columns[4], reply = columns[5], notes = columns[6] }
end

---@param name string as "GoodsDetail"
---@return string|nil fields
---@return string|nil notes
function M.type(name)
  local columns = find("types", name, 3)
  if columns then return columns[2], columns[3] end
end

---Methods whose names begin with a text, with their flags, in order.
---@param prefix string
---@return fun(): string, string iterator name and flags
function M.starting(prefix)
  return embedded.lines(DATA .. "methods", prefix):gmatch "([^\t\n]+)\t([^\t\n]*)[^\n]*\n"
end

---Every method with its flags, in order.
---@return fun(): string, string iterator name and flags
function M.each()
  return M.starting ""
end

---Every type, in order.
---@return fun(): string iterator
function M.types()
  return M.text("types"):gmatch "\n([^\t\n]+)"
end

return M
