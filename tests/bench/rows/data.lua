-- SPDX-License-Identifier: MIT
-- Work on bytes, without a network: signed replies, signatures, bills.

local bench = require "bench"
local compare = require "compare"

local ratios, with, peak = compare.ratios, compare.with, compare.peak
local MICRO = 1e6

local M = {}

M[#M + 1] = {
  name = "a signed reply of 1 MB", names = { "cutting and verifying a signed reply of 1 MB", "the same and decoding it" },
  goals = { { most = 1.5 }, { most = 8 } },
  run = function(place, long)
    local reply = place.dir .. "/reply.json"
    bench.sink(place, "--size 1000000 --save " .. reply)
    local settings = { reply = reply, count = long and 400 or 100, gateway = bench.plain(place) }
    local function c() return bench.run(place, "C", "cut", settings) end
    local rounds = long and 9 or 5
    local cut, a, b = ratios(rounds, function() return bench.run(place, "A", "cut", settings) end, c, compare.cpu_per_call)
    local few = with(settings, { decode = 1, count = 20 })
    local decoded, d = ratios(rounds, function() return bench.run(place, "A", "cut", few) end, c, compare.cpu_per_call)
    return { { values = cut, note = ("%.0f / %.0f us"):format(a, b) }, { values = decoded, note = ("%.0f us"):format(d) } }
  end,
}

for mode, goal in pairs { sign = 1.02, verify = 1.15 } do
  M[#M + 1] = {
    name = (mode == "sign" and "signing" or "verifying") .. " 300 bytes from Lua", goal = { most = goal },
    run = function(place, long)
      local settings = { count = (mode == "sign" and 500 or 5000) * (long and 4 or 1), bytes = 300 }
      local list, a, c = ratios(long and 11 or 7, function() return bench.run(place, "A", mode, settings) end,
        function() return bench.run(place, "C", mode, settings) end, compare.cpu_per_call)
      return { { values = list, note = ("%.1f / %.1f us"):format(a, c) } }
    end,
  }
end

M[#M + 1] = {
  name = "a bill of a million rows", names = {
    "rows a second of a bill of a million (CPU)", "the same, memory above an idle run", "the same, CPU of unzip -p | iconv",
  },
  goals = { { least = 250000 }, { most = 16, unit = "MB" }, { most = 1.5 } },
  run = function(place, long)
    local path = place.dir .. "/bill.zip"
    local program = place.program .. " tests/bench/bill.lua "
    bench.measure(place, program .. ("make %s 1000000"):format(path))
    local reference = ("sh -c 'unzip -p %s | iconv -f GB18030 -t UTF-8 >/dev/null'"):format(path)
    local speeds, sizes, memory = {}, {}, {}
    local idle = peak(bench.measure(place, program .. "idle"))
    local list, a, c = ratios(long and 9 or 3, function()
      local result = bench.measure(place, program .. "read " .. path)
      local own = result.own
      if own.count ~= 1000000 then error("the bill was not read", 0) end
      speeds[#speeds + 1], sizes[#sizes + 1] = own.count / own.cpu, own.bytes / own.cpu / 1e6
      memory[#memory + 1] = peak(result) - idle
      return result
    end, function() return bench.measure(place, reference) end, compare.process_cpu)
    return {
      { values = speeds, note = ("%.0f MB/s of text"):format(bench.summary(sizes).median) },
      { values = memory, note = ("idle %.1f MB"):format(idle) },
      { values = list, note = ("%.2f / %.2f s"):format(a / MICRO, c / MICRO) },
    }
  end,
}

return M
