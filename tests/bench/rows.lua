-- SPDX-License-Identifier: MIT
-- The rows of the benchmark, in the order of the table. Each is { name, goal, run } with one figure, or { name, names, goals, run }
-- with several; a goal is { most } or { least }, with its `unit`. `run(place, long)` gives for each figure { values, note }.

local M = {}

for _, subject in ipairs { "calls", "load", "data", "gateway", "start" } do
  for _, row in ipairs(require("rows." .. subject)) do
    row.goals = row.goals or { row.goal }
    M[#M + 1] = row
  end
end

return M
