-- SPDX-License-Identifier: MIT
-- Writes what the prompt shows. A long text goes out in pieces: within one write of C no Ctrl-C gets through.

local M = {}

local PIECE = 4096 -- bytes

---Write a text and a line end.
---@param stream file*
---@param text string
function M.write(stream, text)
  for first = 1, #text, PIECE do stream:write(text:sub(first, first + PIECE - 1)) end
  stream:write "\n"
end

---Write a line, or several, on standard output.
---@param format string a text as it is when nothing follows
---@param ... any values for string.format
function M.say(format, ...)
  M.write(io.stdout, select("#", ...) > 0 and format:format(...) or format)
end

return M
