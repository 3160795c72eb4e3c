-- SPDX-License-Identifier: MIT
---@meta alipay.core.zip
-- Zip archives over libzip: members are read as streams within limits, and packed from bytes and files.

local zip = {}

---An archive on disk. One member is open at a time.
---@class core.zip.archive: userdata
local archive = {}

---@return { name: string, size: integer }[]|nil members name: bytes in no known character set, for a label only; size: as announced
---@return string|nil message
---@return string|nil class
function archive:members() end

---Open a member, in the place of the one before.
---@param number integer as in the list of members
---@return boolean|nil ok
---@return string|nil message
---@return string|nil class "data" for one that is encrypted, or packed in another way than stored and deflated
function archive:start(number) end

---@return string|nil bytes up to 65,536 of the open member; nil behind the last one, when length and checksum were right
---@return string|nil message
---@return string|nil class "data" for damage, "limit"
function archive:read() end

---Idempotent.
function archive:close() end

---Open an archive whose parts do not contradict each other.
---@param path string
---@param limits? { members: integer?, bytes: integer?, ratio: integer? } members: 100 by default; bytes of all that is read, counted as they come, 4294967296; ratio of the bytes of a member to its packed ones, from the second MiB on, 200
---@return core.zip.archive|nil
---@return string|nil message
---@return string|nil class "file", "data" for what is no archive, "limit"
function zip.open(path, limits) end

---Pack an archive; it takes the place of an older file when it is whole.
---@param path string
---@param members { name: string, data: string?, path: string? }[] each with bytes or the path of a file; names are stored as they are, without a mark that says they are UTF-8
---@return boolean|nil ok
---@return string|nil message
---@return string|nil class "file"
function zip.make(path, members) end

return zip
