-- SPDX-License-Identifier: MIT
-- How a row compares two programs: what it takes from a measured run, and ratios. Runs take turns, so that both meet the same
-- machine; each ratio is of two neighbours.

local bench = require "bench"

local M = {}

local MICRO = 1e6

---Microseconds of CPU for each call, as the program itself took them.
function M.cpu_per_call(result) return result.own.cpu / result.own.count * MICRO end

---Calls in a second.
function M.rate(result) return result.own.count / result.own.wall end

---Microseconds of CPU of the whole process.
function M.process_cpu(result) return (result.user + result.system) * MICRO end

---Milliseconds from start to exit.
function M.wall(result) return result.wall * 1000 end

---Megabytes that the process had at its greatest.
function M.peak(result) return result.peak_kb / 1024 end

---Run two things in turn.
---@param rounds integer
---@param first fun(): table a measured run
---@param second fun(): table the one to compare with
---@param value fun(result: table): number what is taken from a run
---@return number[] ratios first to second
---@return number first the median of the first
---@return number second
function M.ratios(rounds, first, second, value)
  local list, a_list, c_list = {}, {}, {}
  for i = 1, rounds do
    local a, c
    if i % 2 == 1 then a, c = first(), second() else c = second(); a = first() end
    a_list[i], c_list[i] = value(a), value(c)
    list[i] = a_list[i] / c_list[i]
  end
  return list, bench.summary(a_list).median, bench.summary(c_list).median
end

---The same settings with some more.
function M.with(settings, more)
  local both = {}
  for name, value in pairs(settings) do both[name] = value end
  for name, value in pairs(more) do both[name] = value end
  return both
end

return M
