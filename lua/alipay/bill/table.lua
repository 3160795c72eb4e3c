-- SPDX-License-Identifier: MIT
-- One table of a bill: lines that say what it is, the names of its columns, rows, and lines that say what it adds up to. A table that
-- does not come to its end, or to its own totals, is an error.

local csv = require "alipay.core.csv"
local text = require "alipay.core.text"
local totals = require "alipay.bill.totals"

local M = {}

-- Bytes of the longest line, and lines in front of the columns and behind the rows: nobody's bill has more.
local LONGEST, MOST_LINES = 1 << 20, 100

---@class alipay.bill.table
---@field part "detail"|"summary"
---@field label string name of the member
---@field columns string[] empty for a table without a header
---@field account string|nil as in the table
---@field from string|nil "yyyy-MM-dd HH:mm:ss"
---@field to string|nil
---@field bad integer lines that are no rows so far
local methods = {}
local mt = { __name = "alipay.bill.table", __index = methods }

-- GB18030 is the superset of what the platform writes. A first line that is UTF-8 with more than ASCII in it is no GBK.
local function charset_of(bytes)
  local line = bytes:match "^[^\r\n]*"
  return line:find "[\x80-\xFF]" and text.is_utf8(line) and "UTF-8" or "GB18030"
end

function methods:fault(format, ...)
  return self.archive:fault(("the bill, %s: "):format(self.label) .. format:format(...))
end

local function add(self, bytes)
  local ok, message = self.reader:add(bytes)
  if not ok then error(self:fault("%s", message), 0) end
end

-- The next bytes into the reader; false when there are no more.
function methods:feed()
  if self.ended then return false end
  local bytes = self.next_bytes()
  if bytes then add(self, bytes) else self.reader:finish() end
  self.ended = not bytes
  return true
end

-- The next line as cells and whole; nil at the end.
function methods:line()
  while true do
    local cells, line, class = self.reader:line()
    if cells then return cells, line end
    if class then error(self:fault("%s", line), 0) end
    if not self:feed() then return nil end
  end
end

local function value_of(line, name)
  local _, last = line:find(name .. "：[", 1, true)
  return last and line:match("^[^%]]*", last + 1)
end

-- What a line in front of the columns says, as "#账号：[...]".
local function note(self, line)
  self.title = self.title or line
  self.account = self.account or value_of(line, "账号")
  local from, to = value_of(line, "起始日期"), value_of(line, "终止日期")
  if from and to then self.from, self.to = M.time(from), M.time(to) end
  if line:find "列表%-" then self.framed = true end
  if line:find "列表结束" then self.complete = true end
end

---"2021年10月21日 00:00:00" as "2021-10-21 00:00:00"; another text as it is.
---@param value string
---@return string
function M.time(value)
  local year, month, day, rest = value:match "^(%d%d%d%d)年(%d%d)月(%d%d)日(.*)$"
  return year and ("%s-%s-%s%s"):format(year, month, day, rest) or value
end

local function part_of(self)
  for _, words in ipairs { self.title or "", self.label } do
    if words:find "汇总" then return "summary" end
    if words:find "明细" then return "detail" end
  end
  return "detail"
end

local function read_head(self)
  for _ = 1, MOST_LINES do
    local cells, line = self:line()
    if not cells then
      if self.title then return {} end -- nothing was bought: there may be not even a header
      error(self:fault "there is nothing in it", 0)
    end
    if line:sub(1, 1) ~= "#" then return cells end
    note(self, line)
  end
  error(self:fault("no columns are named in its first %d lines", MOST_LINES), 0)
end

local function check_columns(self, columns)
  local seen = {}
  for _, name in ipairs(columns) do
    if seen[name] then error(self:fault("two columns are called '%s'", name), 0) end
    seen[name] = true
  end
  if #columns == 1 or table.concat(columns):find "%c" then
    error(self:fault("it is no table: the names of its columns would be %s", text.fit(table.concat(columns, ","), 60)), 0)
  end
end

---Open the table in a member.
---@param archive alipay.bill.archive
---@param member { number: integer, label: string }
---@return alipay.bill.table raises an error object
function M.open(archive, member)
  local self = setmetatable({ archive = archive, label = member.label, bad = 0, count = 0, footer = {} }, mt)
  self.next_bytes = archive:pieces(member)
  local first = self.next_bytes()
  if not first then error(self:fault "it is empty", 0) end
  self.charset = charset_of(first)
  self.reader = assert(csv.open(self.charset, LONGEST))
  add(self, first)
  self.columns = read_head(self)
  self.part = part_of(self)
  check_columns(self, self.columns)
  self.totals = totals.new(self.columns, self.charset)
  if #self.columns > 0 then self.reader:columns(self.columns, self.totals.tallies) end
  return self
end

-- A line behind the rows.
local function read_footer(self, line)
  if #self.footer == MOST_LINES then error(self:fault("more than %d lines follow its rows", MOST_LINES), 0) end
  self.footer[#self.footer + 1] = line
  note(self, line)
end

-- The line that the reader does not take for a row: one behind the rows, or one that does not fit the columns.
local function other_line(self, on_bad)
  local cells, line = self:line()
  if line:sub(1, 1) == "#" then return read_footer(self, line) end
  if #self.footer > 0 then error(self:fault("a row stands behind its end: %s", text.fit(line, 60)), 0) end
  self.bad = self.bad + 1
  if on_bad then return on_bad(line, self.count + self.bad) end
  error(self.archive:fault(
    ("the bill, %s: row %d has %d cells, and there are %d columns: %s"):format(
      self.label, self.count + self.bad, #cells, #self.columns, text.fit(line, 60)),
    "give on_bad to go on without such rows"), 0)
end

local function finish(self)
  if self.framed and not self.complete then
    error(self:fault "it was cut off: the end of its list is missing", 0)
  end
  local reason = self.totals:check(#self.columns > 0 and self.reader:tallies() or {}, self.footer, self.bad, self.framed)
  if reason then error(self:fault("%s", reason), 0) end
  self:close()
end

---The next row.
---@param on_bad? fun(line: string, number: integer)
---@return table<string, string>|nil row nil at the end, which was checked; raises an error object
function methods:row(on_bad)
  if self.closed then return nil end
  while true do
    local row, message, class = self.reader:row()
    if row then
      if #self.footer > 0 then error(self:fault "a row stands behind its end", 0) end
      if row[self.columns[1]] ~= self.columns[1] then -- the header may be there again
        self.count = self.count + 1
        return row
      end
    elseif row == false then
      other_line(self, on_bad)
    elseif class then
      error(self:fault("%s", message), 0)
    elseif not self:feed() then
      return finish(self)
    end
  end
end

---Idempotent.
function methods:close()
  if self.reader then self.reader:close() end
  self.closed = true
end

return M
