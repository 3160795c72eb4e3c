-- SPDX-License-Identifier: MIT
-- Names of a table in order, for whatever people read: pairs() gives another order each time.

---The string keys of a table, sorted bytewise.
---@param t table<string, any>
---@return string[]
return function(t)
  local names = {}
  for name in pairs(t) do names[#names + 1] = name end
  table.sort(names)
  return names
end
