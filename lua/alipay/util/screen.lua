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
---do not cut each other where they end in one pipe. A failure shows in the program's exit code; what runs for long asks for it.
---@param stream file*
---@param text string without the line end
---@return boolean written
function M.line(stream, text)
  wipe()
  if stream ~= io.stdout then io.stdout:flush() end
  return stream:write(text, "\n") ~= nil and stream:flush() ~= nil
end

return M
