-- SPDX-License-Identifier: MIT
-- The screen of a terminal for specs: what xterm makes of the bytes that editors send.

local text = require "alipay.core.text"

local M = {}

local function blank(screen)
  local row = {}
  for i = 1, screen.columns do row[i] = " " end
  return row
end

local function newline(screen)
  if screen.y < screen.rows then
    screen.y = screen.y + 1
  else
    screen.history[#screen.history + 1] = table.remove(screen.cells, 1)
    screen.cells[screen.rows] = blank(screen)
  end
end

local function put(screen, char)
  local width = text.width(char)
  if width == 0 then return end
  if screen.x + width - 1 > screen.columns then
    screen.x = 1
    newline(screen)
  end
  local row = screen.cells[screen.y]
  if screen.insert then
    for _ = 1, width do
      table.insert(row, screen.x, " ")
      row[screen.columns + 1] = nil
    end
  end
  row[screen.x] = char
  if width == 2 then row[screen.x + 1] = "" end
  screen.x = screen.x + width
end

local function erase(screen, y, from, to)
  for x = from, to do screen.cells[y][x] = " " end
end

local csi = {}
function csi.A(s, n) s.y = math.max(1, s.y - n) end
function csi.B(s, n) s.y = math.min(s.rows, s.y + n) end
function csi.C(s, n) s.x = math.min(s.columns, s.x + n) end
function csi.D(s, n) s.x = math.max(1, math.min(s.x, s.columns) - n) end
function csi.G(s, n) s.x = math.min(s.columns, n) end
function csi.H(s, row, column) s.y, s.x = math.min(s.rows, row), math.min(s.columns, column or 1) end
function csi.K(s, _, _, given)
  local from, to = s.x, s.columns
  if given == "1" then from, to = 1, s.x elseif given == "2" then from = 1 end
  erase(s, s.y, from, to)
end
function csi.J(s, _, _, given)
  if given == "2" then
    for y = 1, s.rows do erase(s, y, 1, s.columns) end
    return
  end
  erase(s, s.y, s.x, s.columns)
  for y = s.y + 1, s.rows do erase(s, y, 1, s.columns) end
end
csi["@"] = function(s, n)
  for _ = 1, n do
    table.insert(s.cells[s.y], s.x, " ")
    s.cells[s.y][s.columns + 1] = nil
  end
end
function csi.P(s, n)
  for _ = 1, n do
    table.remove(s.cells[s.y], s.x)
    s.cells[s.y][s.columns] = s.cells[s.y][s.columns] or " "
  end
end
function csi.h(s, _, _, given) if given == "4" then s.insert = true end end
function csi.l(s, _, _, given) if given == "4" then s.insert = false end end
function csi.m() end

---Bytes from the program.
function M.feed(screen, bytes)
  screen.rest = screen.rest .. bytes
  local pos, all = 1, screen.rest
  while pos <= #all do
    local byte = all:byte(pos)
    local params, final, stop = all:match("^\27%[([%d;?]*)([@-~])()", pos)
    if final then
      local first, second = params:match "^(%d*);?(%d*)"
      local handler = csi[final]
      if handler then handler(screen, tonumber(first) or 1, tonumber(second), params) end
      pos = stop
    elseif byte == 27 and all:find("^[78D]", pos + 1) then
      local what = all:sub(pos + 1, pos + 1)
      if what == "D" then newline(screen)
      elseif what == "7" then screen.saved = { screen.x, screen.y }
      else screen.x, screen.y = table.unpack(screen.saved or { 1, 1 }) end
      pos = pos + 2
    elseif byte == 27 then
      local skip = all:match("^\27[^%[]()", pos)
      if not skip then break end
      pos = skip
    else
      local char = all:match("^[\0-\x7F\xC2-\xFD][\x80-\xBF]*", pos) or all:sub(pos, pos)
      local wanted = byte >= 0xF0 and 4 or byte >= 0xE0 and 3 or byte >= 0xC2 and 2 or 1
      if #char < wanted and pos + #char > #all then break end
      if char == "\r" then screen.x = 1
      elseif char == "\n" then newline(screen)
      elseif char == "\b" then screen.x = math.max(1, math.min(screen.x, screen.columns) - 1)
      elseif char == "\t" then screen.x = math.min(screen.columns, screen.x + 8 - (screen.x - 1) % 8)
      elseif byte >= 32 then put(screen, char) end
      pos = pos + #char
    end
  end
  screen.rest = all:sub(pos)
end

---A screen without anything on it.
function M.new(columns, rows)
  local screen = { columns = columns, rows = rows, x = 1, y = 1, cells = {}, history = {}, rest = "" }
  for y = 1, rows do screen.cells[y] = blank(screen) end
  return screen
end

return M
