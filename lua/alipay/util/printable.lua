-- SPDX-License-Identifier: MIT
-- Text of others as a terminal may get it: control characters become visible escapes. What a terminal obeys is C0, DEL and C1, and
-- the marks that change the direction of writing, by which a text shows other than it is. Secrets are alipay.util.mask's.

local core = require "alipay.core.text"

local M = {}

local function byte_escape(char) return ("\\x%02x"):format(char:byte()) end

local function character_escape(char) return ("\\u{%04x}"):format(utf8.codepoint(char)) end

-- Bytes that are no UTF-8: some terminals take a lone 0x9B for the start of a control sequence.
local function escape_broken(bytes)
  local pieces, first = {}, 1
  while true do
    local _, broken = utf8.len(bytes, first)
    if not broken then break end
    pieces[#pieces + 1] = bytes:sub(first, broken - 1)
    pieces[#pieces + 1] = byte_escape(bytes:sub(broken, broken))
    first = broken + 1
  end
  pieces[#pieces + 1] = bytes:sub(first)
  return table.concat(pieces)
end

local function escape(bytes, controls)
  if not core.is_utf8(bytes) then bytes = escape_broken(bytes) end
  return (bytes:gsub(controls, byte_escape)
    :gsub("\xC2[\x80-\x9F]", character_escape) -- C1
    :gsub("\xD8\x9C", character_escape) -- U+061C
    :gsub("\xE2\x80[\x8E\x8F\xA8-\xAE]", character_escape) -- U+200E, U+200F, U+2028 to U+202E
    :gsub("\xE2\x81[\xA6-\xA9]", character_escape)) -- U+2066 to U+2069
end

---A text of several lines: line breaks (also CR LF) and tabs stay.
---@param text string
---@return string
function M.text(text)
  return escape(text:gsub("\r\n", "\n"), "[\0-\8\11-\31\127]")
end

---A text that has to stay on one line: line breaks and tabs are escaped, too.
---@param text string
---@return string
function M.line(text)
  return escape(text, "[\0-\31\127]")
end

return M
