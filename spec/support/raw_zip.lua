-- SPDX-License-Identifier: MIT
-- Zip archives byte by byte, with what a library would not write. Members are stored as they are.

local M = {}

local function crc32(bytes)
  local crc = 0xFFFFFFFF
  for i = 1, #bytes do
    crc = crc ~ bytes:byte(i)
    for _ = 1, 8 do crc = crc & 1 == 1 and crc >> 1 ~ 0xEDB88320 or crc >> 1 end
  end
  return ~crc & 0xFFFFFFFF
end

local ALL = 0xFFFFFFFF -- the size stands in the field of zip64

local function local_part(member, crc, size)
  local written, extra = member.zip64 and ALL or size, member.zip64 and ("<I2I2I8I8"):pack(1, 16, size, size) or ""
  if member.descriptor then crc, written = 0, 0 end
  local head = ("<c4I2I2I2I2I2I4I4I4I2I2"):pack("PK\3\4", 45, member.descriptor and 8 or 0, 0, 0, 33, crc, written, written,
    #member.name, #extra)
  return head .. member.name .. extra .. member.bytes
end

local function central_part(member, crc, size, offset)
  local written, extra = member.zip64 and ALL or size, member.zip64 and ("<I2I2I8I8"):pack(1, 16, size, size) or ""
  return ("<c4I2I2I2I2I2I2I4I4I4I2I2I2I2I2I4I4"):pack("PK\1\2", 45, 45, member.descriptor and 8 or 0, 0, 0, 33, crc, written,
    written, #member.name, #extra, 0, 0, 0, 0, offset) .. member.name .. extra
end

---The bytes of an archive.
---@param members { name: string, bytes: string, descriptor: boolean?, zip64: boolean?, crc: integer?, size: integer?, again: integer? } descriptor: checksum and size stand behind the bytes, as Java writes it; crc, size: what is said instead of the truth; again: so many entries more for the same bytes
---@param count? integer members that the end says there are
function M.archive(members, count)
  local body, directory, entries = {}, {}, 0
  local at = 0
  for _, member in ipairs(members) do
    local crc, size = member.crc or crc32(member.bytes), member.size or #member.bytes
    local part = local_part(member, crc, size)
    if member.descriptor then part = part .. ("<c4I4I4I4"):pack("PK\7\8", crc, size, size) end
    for _ = 0, member.again or 0 do
      directory[#directory + 1] = central_part(member, crc, size, at)
      entries = entries + 1
    end
    body[#body + 1], at = part, at + #part
  end
  local bytes = table.concat(directory)
  count = count or entries
  return table.concat(body) .. bytes .. ("<c4I2I2I2I2I4I4I2"):pack("PK\5\6", 0, 0, count, count, #bytes, at, 0)
end

return M
