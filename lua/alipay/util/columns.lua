-- SPDX-License-Identifier: MIT
-- Rows as columns of text for a terminal, by the width that characters have there. It prints nothing.

local color = require "alipay.util.color"
local text = require "alipay.core.text"

local M = {}

local GAP = "  "

local function width_of(cell)
  return text.width(color.plain(cell))
end

-- Numbers stand under each other when every cell of the column is one, a sign and a unit allowed.
local function is_number(cell)
  return cell == "" or color.plain(cell):find "^[+-]?%d[%d.,]*$" ~= nil
end

local function facts(header, rows)
  local widths, right = {}, {}
  for i, title in ipairs(header) do widths[i], right[i] = width_of(title), #rows > 0 end
  for _, row in ipairs(rows) do
    for i = 1, #header do
      widths[i] = math.max(widths[i], width_of(row[i]))
      right[i] = right[i] and is_number(row[i])
    end
  end
  return widths, right
end

local function line(row, widths, right)
  local cells = {}
  for i, width in ipairs(widths) do
    local padding = (" "):rep(width - width_of(row[i]))
    cells[i] = right[i] and padding .. row[i] or row[i] .. padding
  end
  return table.concat(cells, GAP):match "^.*[^ ]" or ""
end

---Rows under a header.
---@param header string[]
---@param rows any[][] a cell that is nil is empty, others are made texts
---@return string lines joined by line breaks
function M.render(header, rows)
  local shown = {}
  for i, row in ipairs(rows) do
    shown[i] = {}
    for j = 1, #header do shown[i][j] = row[j] == nil and "" or tostring(row[j]) end
  end
  local widths, right = facts(header, shown)
  local lines = { line(header, widths, right) }
  for _, row in ipairs(shown) do lines[#lines + 1] = line(row, widths, right) end
  return table.concat(lines, "\n")
end

return M
