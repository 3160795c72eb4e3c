-- SPDX-License-Identifier: MIT
-- "Did you mean": which names are like a given one.

local M = {}

---Steps from one text to another: a byte put in, taken out or changed, or two neighbours swapped.
---@param a string
---@param b string
---@return integer
function M.distance(a, b)
  local older, row = {}, {}
  for j = 0, #b do row[j] = j end
  for i = 1, #a do
    local new = { [0] = i }
    for j = 1, #b do
      local same = a:byte(i) == b:byte(j)
      new[j] = math.min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (same and 0 or 1))
      if i > 1 and j > 1 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j) then
        new[j] = math.min(new[j], older[j - 2] + 1)
      end
    end
    older, row = row, new
  end
  return row[#b]
end

---The names at most `limit` steps away, the nearest first.
---@param wanted string
---@param names string[]
---@param count? integer 3 by default
---@param limit? integer a third of the name, at least 2, by default
---@return string[]
function M.find(wanted, names, count, limit)
  limit = limit or math.max(2, #wanted // 3)
  local found = {}
  for _, name in ipairs(names) do
    local begins = #wanted >= 2 and name:sub(1, #wanted) == wanted
    local far = #wanted >= 2 * #name -- by as many steps as the name has letters
    local steps = begins and 0.5 or far and math.huge or M.distance(wanted, name)
    if steps <= limit and steps < #name then found[#found + 1] = { name, steps } end
  end
  table.sort(found, function(a, b) return a[2] < b[2] or a[2] == b[2] and a[1] < b[1] end)
  local list = {}
  for i = 1, math.min(#found, count or 3) do list[i] = found[i][1] end
  return list
end

---Pairs of neighbouring bytes, for a first look at thousands of names.
---@param text string
---@return table<integer, boolean> pairs
function M.bigrams(text)
  local set = {}
  for i = 1, #text - 1 do set[text:byte(i) << 8 | text:byte(i + 1)] = true end
  return set
end

---Share of a name's pairs that are in a set, 0 to 1.
---@param set table<integer, boolean>
---@param name string
---@return number
function M.similarity(set, name)
  local common = 0
  for i = 1, #name - 1 do
    if set[name:byte(i) << 8 | name:byte(i + 1)] then common = common + 1 end
  end
  return common / math.max(1, #name - 1)
end

return M
