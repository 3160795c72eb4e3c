-- SPDX-License-Identifier: MIT
-- The benchmark: every row of the table of goals, alipay-lua ("A") beside the reference program ("C") in the same run.
-- usage: alipay-lua tests/bench/run.lua TOOLS PROGRAM OUT [ROW...]; BENCH=long takes more rounds and more calls.
-- Nothing here fails for being slow: it prints what it found.

package.path = "tests/bench/?.lua;" .. package.path
local bench = require "bench"
local rows = require "rows"

local tools, program, out = arg[1], arg[2], arg[3]
local chosen = table.pack(table.unpack(arg, 4))
local long = os.getenv "BENCH" == "long"

local function wanted(name)
  if chosen.n == 0 then return true end
  for _, text in ipairs(chosen) do
    if name:find(text, 1, true) then return true end
  end
  return false
end

local function number(value)
  if value >= 100 then return ("%.0f"):format(value) end
  return ("%.2f"):format(value)
end

-- "ok" or "over" for a goal { most = n } or { least = n }.
local function verdict(goal, value)
  if goal.most then return value <= goal.most and "ok" or "over" end
  return value >= goal.least and "ok" or "over"
end

local function spell(goal)
  return (goal.most and "<= " .. number(goal.most) or ">= " .. number(goal.least)) .. (goal.unit and " " .. goal.unit or "")
end

local function json_of(found)
  local parts = {}
  for _, row in ipairs(found) do
    parts[#parts + 1] = ('  {"row": "%s", "goal": "%s", "verdict": "%s", "median": %s, "least": %s, "most": %s, "note": "%s"}')
      :format(row.name, row.goal, row.verdict, row.median or "null", row.least or "null", row.most or "null",
        (row.note or ""):gsub('[\\"\n]', " "))
  end
  return "[\n" .. table.concat(parts, ",\n") .. "\n]\n"
end

local LINE = "%-58s %-12s %8s  %-17s %-5s %s\n"

local function run_row(place, row, found)
  local fine, results = pcall(row.run, place, long)
  if not fine then
    io.write(LINE:format(row.name, "", "-", "", "none", tostring(results):gsub("\n.*", "")))
    found[#found + 1] = { name = row.name, goal = "", verdict = "none", note = tostring(results) }
    return
  end
  for i, result in ipairs(results) do
    local goal, summary = row.goals[i], bench.summary(result.values)
    local line = {
      name = row.names and row.names[i] or row.name, goal = spell(goal), verdict = verdict(goal, summary.median),
      median = summary.median, least = summary.least, most = summary.most, note = result.note,
    }
    found[#found + 1] = line
    io.write(LINE:format(line.name, line.goal, number(line.median),
      #result.values > 1 and number(line.least) .. " .. " .. number(line.most) or "", line.verdict, line.note or ""))
  end
  io.flush()
end

local place = bench.open(tools, program)
local fine, problem = xpcall(function()
  local found, started = {}, os.time()
  io.write(LINE:format("figure (A = alipay-lua, C = reference)", "goal", "median", "least .. most", "", "absolute"))
  for _, row in ipairs(rows) do
    if wanted(row.name) then run_row(place, row, found) end
  end
  local file = assert(io.open(out, "w"))
  file:write(json_of(found))
  file:close()
  io.write(("%d s; written to %s\n"):format(os.time() - started, out))
end, debug.traceback)
bench.close(place)
if not fine then
  io.stderr:write(problem, "\n")
  os.exit(1)
end
