-- SPDX-License-Identifier: MIT
-- Make methods.tsv and types.tsv of the catalogue from tables of facts. Run when the facts change; the result is committed.
--
-- usage: lua5.4 lua/alipay/catalogue/data/import.lua FOLDER [INTO]
--
-- FOLDER holds compact-methods.tsv and compact-types.tsv (a method or type a line, fields in the grammar of
-- alipay.catalogue.record), and with a header line each: required_thirdparty.tsv, one_of_thirdparty.tsv, deprecated_v3.tsv,
-- hints_v3.tsv, page.tsv, uploads.tsv, v3errors.tsv, name_notes.tsv. What the latter say of a method or type becomes the last
-- column of its line. A row of an unknown method stops the import; one of an unknown type or field is left out and counted.

local folder, into = arg[1], arg[2] or "lua/alipay/catalogue/data"
if not folder then
  io.stderr:write("usage: lua5.4 import.lua FOLDER [INTO]\n")
  os.exit(2)
end

local FORMAT = "alipay-catalogue 2"

local function fail(format, ...)
  io.stderr:write("import: ", format:format(...), "\n")
  os.exit(1)
end

-- Rows of a table, each a list of its columns; `skip` passes over the header.
local function rows(name, skip)
  local file = io.open(folder .. "/" .. name, "rb") or fail("%s is missing in %s", name, folder)
  local list = {}
  for line in file:lines() do
    if skip then
      skip = false
    else
      local columns = {}
      for column in (line .. "\t"):gmatch "([^\t]*)\t" do columns[#columns + 1] = column end
      list[#list + 1] = columns
    end
  end
  file:close()
  return list
end

local methods, types, fields = rows "compact-methods.tsv", rows "compact-types.tsv", {}
local notes = {} -- by method or type: a list of notes

local function names_in(text)
  local found = {}
  for name in text:gmatch "[%-+?~]*([%w_]+)[^ ]*" do found[name] = true end
  return found
end

for _, row in ipairs(methods) do
  if #row ~= 5 then fail("%s has %d columns, not 5", row[1], #row) end
  notes[row[1]], fields[row[1]] = {}, { req = names_in(row[4]), resp = names_in(row[5]) }
end
for _, row in ipairs(types) do
  if #row ~= 2 then fail("type %s has %d columns, not 2", row[1], #row) end
  notes["type " .. row[1]], fields["type " .. row[1]] = {}, { type = names_in(row[2]) }
end

local function note(owner, format, ...)
  local list = notes[owner] or fail("%s is not in the catalogue", owner)
  list[#list + 1] = format:format(...)
end

-- Whether the owner has the field; a stranger is left out, as it could not be shown anywhere.
local left_out = 0
local function has(owner, kind, field)
  local known = fields[owner]
  if not known and kind ~= "type" then fail("%s is not in the catalogue", owner) end
  if known and known[kind][field] then return true end
  left_out = left_out + 1
  return false
end

local function owner_of(kind, name) return kind == "type" and "type " .. name or name end

for _, row in ipairs(rows("required_thirdparty.tsv", true)) do
  if has(row[1], "req", row[2]) then note(row[1], "required=%s:%s", row[2], row[3]) end
end
for _, row in ipairs(rows("one_of_thirdparty.tsv", true)) do
  note(row[1], "oneof=%s|%s:%s", row[2], row[3], row[4])
end
for _, row in ipairs(rows("deprecated_v3.tsv", true)) do
  local owner = owner_of(row[1], row[2])
  if has(owner, row[1], row[3]) then note(owner, "deprecated=%s.%s", row[1], row[3]) end
end
for _, row in ipairs(rows("hints_v3.tsv", true)) do
  local owner = owner_of(row[1], row[2])
  if has(owner, row[1], row[3]) then note(owner, "%s=%s.%s:%s", row[4], row[1], row[3], row[5]) end
end
for _, row in ipairs(rows("page.tsv", true)) do
  note(row[1], "page=%s:%s", row[2], row[3])
end
for _, row in ipairs(rows("v3errors.tsv", true)) do
  if row[1] ~= "*" then note(row[1], "codes=%s", row[2]) end
end
for _, row in ipairs(rows("name_notes.tsv", true)) do
  local one, other = row[2]:match "^(%S+) ~ (%S+)$"
  if row[1] == "near-duplicate" then
    note(one, "like=%s", other)
    note(other, "like=%s", one)
  end
end
for _, row in ipairs(rows("uploads.tsv", true)) do
  for field in row[2]:gmatch "[^,]+" do
    if not has(row[1], "req", field) then fail("%s: upload field %s is not in the catalogue", row[1], field) end
  end
end

local function write(name, list, prefix, what)
  local lines = { ("%s\t%s\t%d"):format(FORMAT, what, #list) }
  for _, row in ipairs(list) do
    row[#row + 1] = table.concat(notes[prefix .. row[1]], " ")
    lines[#lines + 1] = table.concat(row, "\t")
  end
  local file = assert(io.open(into .. "/" .. name, "wb"))
  assert(file:write(table.concat(lines, "\n"), "\n"))
  assert(file:close())
end

write("methods.tsv", methods, "", "methods")
write("types.tsv", types, "type ", "types")
print(("%d methods, %d types; %d notes of types and fields that the catalogue does not list were left out"):format(
  #methods, #types, left_out))
