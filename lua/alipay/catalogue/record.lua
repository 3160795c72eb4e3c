-- SPDX-License-Identifier: MIT
-- The catalogue's data as the program carries it: a line per method or type, unpacked when first asked for. It finds lines and
-- splits them; what they mean is alipay.catalogue.describe's subject.
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
local errors = require "alipay.error"

local M = {}

local FORMAT = "alipay-catalogue 2" -- the same in data/import.lua

local function damaged(what)
  error(errors.new("parameter", {
    message = ("the catalogue of %s inside this program %s"):format(what, "is damaged or of another release"),
    hint = "rebuild it: make clean all", source = "file",
  }), 0)
end

local texts = {}

---The lines of "methods" or "types", each behind a line break, sorted by name byte for byte. What stands before the first line
---break is the head of the file.
---@param what "methods"|"types"
---@return string text raises an error object of kind "parameter" when the data is damaged
function M.text(what)
  if texts[what] then return texts[what] end
  local fine, text = pcall(embedded.source, "alipay.catalogue.data." .. what)
  if not fine or not text then damaged(what) end
  local first = text:find("\n", 1, true)
  if not first or text:sub(1, #FORMAT) ~= FORMAT or text:sub(-1) ~= "\n" then damaged(what) end
  texts[what] = text
  return text
end

-- By bytes: `<` would ask the locale.
local function precedes(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = a:byte(i), b:byte(i)
    if x ~= y then return x < y end
  end
  return #a < #b
end

-- The columns of the line that begins with a name, the name first. The line breaks before and behind the line that is looked for
-- close in on it.
local function find(what, name, count)
  local text = M.text(what)
  local first, last = text:find("\n", 1, true), #text
  while true do
    local middle = text:find("\n", (first + last) // 2 + 1, true)
    if middle >= last then middle = text:find("\n", first + 1, true) end
    if middle >= last then break end
    if precedes(name, text:match("^[^\t]*", middle + 1)) then last = middle else first = middle end
  end
  local columns = {}
  for column in (text:sub(first + 1, last - 1) .. "\t"):gmatch "([^\t]*)\t" do columns[#columns + 1] = column end
  if columns[1] ~= name then return nil end
  if #columns ~= count then damaged(what) end
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

---Every method with its flags, in order.
---@return fun(): string, string iterator name and flags
function M.each()
  return M.text("methods"):gmatch "\n([^\t\n]+)\t([^\t\n]*)"
end

---Every type, in order.
---@return fun(): string iterator
function M.types()
  return M.text("types"):gmatch "\n([^\t\n]+)"
end

return M
