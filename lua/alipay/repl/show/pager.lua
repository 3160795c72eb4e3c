-- SPDX-License-Identifier: MIT
-- Shows a text that is taller than the terminal page by page. It needs no other program. Where nobody can press keys (a pipe, --json,
-- a terminal without editing) the text is written as it is.

local color = require "alipay.util.color"
local fs = require "alipay.core.fs"
local lang = require "alipay.lang"
local mode = require "alipay.util.mode"
local output = require "alipay.repl.show.output"
local text = require "alipay.core.text"

local M = {}

-- What a key does, by what the terminal sends.
local KEYS = {
  [" "] = "page", f = "page", ["\27[6~"] = "page", ["\r"] = "line", ["\n"] = "line", j = "line",
  ["\27[B"] = "line", ["\27OB"] = "line", b = "back", ["\27[5~"] = "back", q = "quit", ["\4"] = "quit", ["/"] = "search",
}

local function lines_of(shown)
  local lines = {}
  for line in (shown .. "\n"):gmatch "(.-)\n" do lines[#lines + 1] = line end
  return lines
end

-- Rows that a line takes.
local function height(line, columns)
  return math.max(1, (text.width((line:gsub("\27%[[%d;]*m", ""))) + columns - 1) // columns)
end

local function fitting(lines, first, rows, columns)
  local last, left = first - 1, rows
  while lines[last + 1] and (left == rows or left >= height(lines[last + 1], columns)) do
    last = last + 1
    left = left - height(lines[last], columns)
  end
  return last
end

-- The first line of the page that ends right before a line.
local function page_before(lines, first, rows, columns)
  local left = rows
  while first > 1 and left >= height(lines[first - 1], columns) do
    first = first - 1
    left = left - height(lines[first], columns)
  end
  return first
end

local function find(lines, wanted, from)
  for i = from, #lines do
    if wanted ~= "" and lines[i]:lower():find(wanted:lower(), 1, true) then return i end
  end
end

local function write(lines, first, last)
  if first <= last then io.stdout:write(table.concat(lines, "\n", first, last), "\n") end
end

-- The word of the next key that means something.
local function ask(self, label)
  local action
  repeat
    local keys = self.editor:key(label)
    action = keys == nil and "quit" or KEYS[keys]
    io.stdout:write "\r\27[K"
  until action
  return action
end

local function run(self, lines)
  local top, last, note = 1, 0, ""
  while true do
    local rows, columns = fs.rows() - 1, fs.columns()
    if last < top then
      last = fitting(lines, top, rows, columns)
      write(lines, top, last)
    end
    if last >= #lines then return end
    local action = ask(self, lang.format("-- %s%d of %d lines; space goes on, b back, / finds, q ends --", note, last, #lines))
    note = ""
    if action == "quit" then return end
    if action == "line" then
      last = last + 1
      write(lines, last, last)
      top = page_before(lines, last + 1, rows, columns)
    elseif action == "page" then top = last + 1
    elseif action == "back" then
      top = page_before(lines, top, rows, columns)
      last = top - 1
    else
      local wanted = self:read_line "/"
      local found = find(lines, wanted or "", top + 1)
      if found then top, last = found, found - 1 else note = lang.text "not found; " end
    end
  end
end

---Write a text for people, page by page when it is taller than the terminal.
---@param self alipay.repl
---@param shown string
function M.say(self, shown)
  if mode.json or not self.editor or not self.editor.key or not fs.is_terminal(1) then return output.say("%s", shown) end
  local lines = lines_of(color.terminal(shown))
  if fitting(lines, 1, fs.rows() - 1, fs.columns()) >= #lines then return output.say("%s", shown) end
  run(self, lines)
  io.stdout:flush()
end

return M
