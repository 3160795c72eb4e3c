-- SPDX-License-Identifier: MIT
---@meta alipay.core.csv
-- Tables of comma-separated lines that arrive in pieces. Cells are UTF-8 and without blanks, TABs and a backquote around them. A quote
-- that does not end in its line is a character like others, but where the lines up to its end make exactly the expected cells.

local csv = {}

---@class core.csv.reader: userdata
local reader = {}

---Bytes behind those before.
---@param bytes string
---@return boolean|nil ok
---@return string|nil message
---@return string|nil class
function reader:add(bytes) end

---No more will come: the last line needs no line break.
function reader:finish() end

---Take the next line that is not blank, whatever it holds.
---@return string[]|nil cells nil when more bytes are needed, or all were taken
---@return string|nil line whole, in UTF-8; a message when the line is longer than its limit
---@return string|nil class "limit"
function reader:line() end

---Name the columns of the rows that follow, and what is to be added up.
---@param names string[]
---@param tallies? { column: integer, where: integer?, text: string? }[] at most 16: the amounts in a column, of all rows or of those with a text, in the table's character set, in another column
function reader:columns(names, tallies) end

---Take the next line as a row.
---@return table<string, string>|false|nil row cells by name; false when the next line begins with `#` or has another number of cells, which `line` takes; nil when more bytes are needed, or all were taken
---@return string|nil message
---@return string|nil class "limit"
function reader:row() end

---What was added up, in the order given to `columns`.
---@return { rows: integer, filled: integer, bad: integer, sum: integer }[] rows that counted, those with another amount than nothing and 0, those with something that is no amount; sum in hundredths
function reader:tallies() end

---Idempotent.
function reader:close() end

---@param charset string of the table, as iconv knows it: "GB18030", "UTF-8"
---@param longest? integer bytes of a line, 1048576 by default
---@return core.csv.reader|nil
---@return string|nil message
---@return string|nil class "data" for a character set that is not known
function csv.open(charset, longest) end

return csv
