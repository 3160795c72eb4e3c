-- SPDX-License-Identifier: MIT
-- A bill's archive: its tables, told apart by what they say of themselves. Names in an archive are labels and nothing else.

local charset = require "alipay.util.charset"
local errors = require "alipay.error"
local table_of = require "alipay.bill.table"
local zip = require "alipay.core.zip"

local M = {}

---@class alipay.bill.archive
---@field kind string of errors: "http" for a download, "parameter" for a file of the user
---@field members { number: integer, label: string }[]
local methods = {}
local mt = { __name = "alipay.bill.archive", __index = methods }

-- The last part of a member's name, in GBK without a mark as the platform writes it.
local function label_of(name)
  return (charset.to_utf8(name):gsub("^.*[/\\]", ""):gsub("%c", ""))
end

---@param message string
---@param hint? string
---@return alipay.error
function methods:fault(message, hint)
  return errors.new(self.kind, { message = message, hint = hint, sent = self.kind == "http" or nil })
end

-- A failure of the core as an error about a member.
function methods:failed(message, class, label)
  local hint = class == "limit" and "if a bill may be like that, raise the limit (members, bytes, ratio)" or nil
  return self:fault("the bill's archive" .. (label and ", " .. label or "") .. ": " .. message, hint)
end

---Open an archive. The file may be removed while it is open.
---@param path string
---@param kind "http"|"parameter" of errors about what is in it
---@param limits? { members: integer?, bytes: integer?, ratio: integer? }
---@return alipay.bill.archive|nil
---@return alipay.error|nil err
function M.open(path, kind, limits)
  local self = setmetatable({ kind = kind, members = {} }, mt)
  local opened, message, class = zip.open(path, limits)
  -- The name of a download is nobody's business.
  if not opened then return nil, self:failed(message:sub(#path + 3), class, kind == "parameter" and path or nil) end
  self.zip = opened
  local list
  list, message, class = opened:members()
  if not list then
    self:close()
    return nil, self:failed(message, class)
  end
  for i, member in ipairs(list) do
    if not member.name:find "[/\\]$" then self.members[#self.members + 1] = { number = i, label = label_of(member.name) } end
  end
  if #self.members > 0 then return self end
  self:close()
  return nil, self:fault "the bill's archive is empty: not even an empty bill is in it"
end

---The bytes of a member, piece by piece.
---@param member { number: integer, label: string }
---@return fun(): string|nil next nil at its end; raises an error object
function methods:pieces(member)
  local ok, message, class = self.zip:start(member.number)
  if not ok then error(self:failed(message, class, member.label), 0) end
  return function()
    local bytes, reason, kind = self.zip:read()
    if not bytes and reason then error(self:failed(reason, kind, member.label), 0) end
    return bytes
  end
end

---The tables of a part, one after the other: the next one begins when the one before was read.
---@param part "detail"|"summary"
---@return fun(): alipay.bill.table|nil next raises an error object
function methods:tables(part)
  local i = 0
  return function()
    while i < #self.members do
      i = i + 1
      local member = self.members[i]
      local found = table_of.open(self, member)
      if found.part == part then return found end
      found:close()
    end
  end
end

---Idempotent.
function methods:close()
  if self.zip then self.zip:close() end
end

return M
