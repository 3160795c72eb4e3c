-- SPDX-License-Identifier: MIT
-- What people see: human text on the right stream, results for machines under --json, colours, QR codes.

local color = require "alipay.util.color"
local fs = require "alipay.core.fs"
local json = require "alipay.json"
local mode = require "alipay.util.mode"

local M = {}

---Text in a colour where colours belong.
---@param kind "red"|"green"|"yellow"|"blue"|"bold"|"dim"
---@param text string
---@param descriptor? integer stream it goes to, 1 by default
---@return string
function M.paint(kind, text, descriptor)
  if not mode.use_color(descriptor or (mode.json and 2 or 1)) then return text end
  return color.paint(kind, text)
end

-- Lines do not tear the progress line of a terminal.
local function write_line(stream, format, ...)
  local progress = package.loaded["alipay.async.progress"]
  if progress then progress.wipe() end
  stream:write(color.terminal(select("#", ...) > 0 and format:format(...) or format), "\n")
end

---A line for people: stdout, or stderr under `--json`, where stdout is for machines.
---@param format string
---@param ... any
function M.say(format, ...)
  write_line(mode.json and io.stderr or io.stdout, format, ...)
end

---A remark on stderr.
---@param format string
---@param ... any
function M.note(format, ...)
  write_line(io.stderr, format, ...)
end

---The result for machines: one line of JSON on stdout under `--json`, nothing otherwise.
---@param value any
function M.result(value)
  if mode.json then io.stdout:write(json.encode(value), "\n") end
end

---A line that is rewritten in place while work goes on: on stderr, only when that is a terminal.
---@param text string|nil nil wipes it
function M.progress(text)
  if not fs.is_terminal(2) then return end
  io.stderr:write("\r\27[K", text and require("alipay.core.text").fit(text, fs.columns() - 1) or "")
  io.stderr:flush()
end

---A QR code drawn with half blocks, light on dark with its quiet zone, so that a phone reads it from the screen.
---@param text string
---@return string|nil picture lines joined by line breaks
---@return string|nil message
function M.qr(text)
  local rows, message = require("alipay.core.qr").matrix(text)
  if not rows then return nil, message end
  local margin, width = 2, #rows + 4
  local function light(x, y)
    local row = rows[y - margin]
    local module = row and x > margin and x <= margin + #rows and row:sub(x - margin, x - margin)
    return module ~= "1"
  end
  local lines = {}
  for y = 1, width, 2 do
    local cells = {}
    for x = 1, width do
      local upper, lower = light(x, y), y + 1 <= width and light(x, y + 1)
      cells[x] = upper and (lower and "█" or "▀") or (lower and "▄" or " ")
    end
    lines[#lines + 1] = table.concat(cells)
  end
  return table.concat(lines, "\n")
end

---A number of bytes for people.
---@param count integer
---@return string
function M.bytes(count)
  if count < 1024 then return ("%d B"):format(count) end
  if count < 1048576 then return ("%.1f KB"):format(count / 1024) end
  return ("%.1f MB"):format(count / 1048576)
end

return M
