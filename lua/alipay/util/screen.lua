-- SPDX-License-Identifier: MIT
-- Lines for people on standard output and standard error, whole and in the order of writing. It decides neither what is said nor
-- on which stream.

local M = {}

local wipe = function() end

---Name the function that takes a rewritten line (progress) off the terminal; it runs before every line.
---@param fn fun()
function M.set_wiper(fn)
  wipe = fn
end

---Write a line. What is left of an earlier line in a buffer goes out first and this one at once, so that the lines of both streams
---do not cut each other where they end in one pipe. A failure shows in the program's exit code.
---@param stream file*
---@param text string without the line end
function M.line(stream, text)
  wipe()
  if stream ~= io.stdout then io.stdout:flush() end
  stream:write(text, "\n")
  stream:flush()
end

return M
