-- SPDX-License-Identifier: MIT
-- Values of options as numbers: what argparse calls with the text that was given. It says in words what a value may be.

local M = {}

---@param from integer
---@param to integer
---@return fun(text: string): integer|nil, string|nil
function M.whole(from, to)
  return function(text)
    local number = text:find "^%d+$" and math.tointeger(tonumber(text))
    if number and number >= from and number <= to then return number end
    return nil, ("'%s' is not a whole number from %d to %d"):format(text, from, to)
  end
end

---A port; 0 takes a free one.
M.port = M.whole(0, 65535)

---@param limit integer
---@return fun(text: string): number|nil, string|nil
function M.seconds_below(limit)
  return function(text)
    local number = tonumber(text)
    if number and number > 0 and number < limit then return number end
    return nil, ("'%s' is no number of seconds above 0 and below %d"):format(text, limit)
  end
end

---Of waiting that may go on for days: seconds above 0, or nil and what is wrong.
M.seconds = M.seconds_below(1000000)

---Of one call, which ends within a day.
M.call_seconds = M.seconds_below(86400)

return M
