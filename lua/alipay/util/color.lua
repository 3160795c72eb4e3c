-- SPDX-License-Identifier: MIT
-- Colours of texts for people. A painted text holds marks, of which `terminal` makes escape sequences when the text is written:
-- nobody else can write a mark, so whatever control characters others put into the text become visible there.

local digest = require "alipay.core.digest"
local printable = require "alipay.util.printable"

local M = {}

local CODES = {
  red = 31, green = 32, yellow = 33, blue = 34, bold = 1, dim = 2,
  string = 32, number = 33, boolean = 35, ["nil"] = 2, ["function"] = 36, key = 34, note = 2, name = 36,
}

-- Another one in each run: it cannot be guessed.
local START = "{" .. digest.random(8):gsub(".", function(byte) return ("%02x"):format(byte:byte()) end) .. ":"
local MARK = START .. "(%d+)}"

---A text in a colour.
---@param kind string a name of CODES; the text stays plain without one
---@param text string
---@return string
function M.paint(kind, text)
  local code = CODES[kind]
  return code and ("%s%d}%s%s0}"):format(START, code, text, START) or text
end

---A painted text without its colours.
---@param text string
---@return string
function M.plain(text)
  return (text:gsub(MARK, ""))
end

---A text, painted or not, as it goes to the terminal.
---@param text string
---@return string
function M.terminal(text)
  return (printable.text(text):gsub(MARK, "\27[%1m"))
end

return M
