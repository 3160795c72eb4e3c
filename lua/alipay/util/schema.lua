-- SPDX-License-Identifier: MIT
-- Brings a database that processes share to the present shape of its tables. What the shapes are is the caller's.

local M = {}

local function version(handle)
  local rows, message, class = handle:query "PRAGMA user_version"
  if not rows then return nil, message, class end
  return rows[1].user_version
end

---Make tables, and change those that an earlier version made. Another process may do the same at this moment: whoever is second finds
---it done.
---@param handle core.db
---@param tables string SQL of the first version, harmless where that is there
---@param changes string[] SQL by the version that it brings about; each ends with its `PRAGMA user_version = N`
---@return any ok nil when it failed
---@return string|nil message
---@return string|nil class
function M.apply(handle, tables, changes)
  local at, message, class = version(handle)
  if not at then return nil, message, class end
  if at >= #changes then return true end
  return handle:transaction(function()
    local ok
    ok, message, class = handle:exec(tables)
    if not ok then return nil, message, class end
    for number = version(handle) + 1, #changes do
      ok, message, class = handle:exec(changes[number])
      if not ok then return nil, message, class end
    end
    return true
  end)
end

return M
