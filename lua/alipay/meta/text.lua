-- SPDX-License-Identifier: MIT
---@meta alipay.core.text
-- Character sets and display width.

local text = {}

---@param bytes string
---@return boolean
function text.is_utf8(bytes) end

---Convert between character sets (iconv). Bytes that do not belong to `from` are an error, not a question mark,
---and so are characters that `to` lacks.
---@param bytes string
---@param from string as "GB18030"
---@param to string as "UTF-8"
---@return string|nil converted
---@return string|nil message
---@return string|nil class "data"
function text.convert(bytes, from, to) end

---Columns that a UTF-8 text takes on a terminal (Chinese characters take two, combining ones none); invalid bytes and
---control characters count one.
---@param utf8 string
---@return integer columns
function text.width(utf8) end

---Cut a UTF-8 text to at most `columns`, ending with "…" when something was cut; never inside a character.
---@param utf8 string
---@param columns integer
---@return string
function text.fit(utf8, columns) end

return text
