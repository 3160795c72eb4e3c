-- SPDX-License-Identifier: MIT
-- What a call costs beside the reference: CPU, rate, TLS.

local bench = require "bench"
local compare = require "compare"

local ratios, rate, with = compare.ratios, compare.rate, compare.with

local M = {}

-- Both programs stay and make 50 calls in turn, some 20 ms each: whoever else uses the machine meets both. They are started
-- several times, as where their memory happens to lie makes one percent more or less.
local function cpu_row(name, goal, settings_of)
  M[#M + 1] = {
    name = name, goal = { most = goal },
    run = function(place, long)
      local settings, environment, options = settings_of(place)
      settings.count, settings.turns = 50, 1
      local list, a, c = {}, {}, {}
      for start = 1, long and 30 or 7 do
        local program <close> = bench.stay(place, "A", settings, environment)
        local reference <close> = bench.stay(place, "C", with(settings, options or {}), environment)
        local turns
        turns, a[start], c[start] = ratios(20, program.ask, reference.ask, compare.cpu_per_call)
        list[start] = bench.summary(turns).median
      end
      return { { values = list, note = ("%.0f / %.0f us"):format(bench.summary(a).median, bench.summary(c).median) } }
    end,
  }
end

cpu_row("CPU per call, one after another", 1.15, function(place)
  return { gateway = bench.plain(place), warm = 20 }
end)

cpu_row("CPU per call, 50 in flight, plain", 1.15, function(place)
  return { gateway = bench.plain(place), warm = 100, parallel = 50, threads = 0 }
end)

cpu_row("CPU per call by V3, one after another", 1.10, function(place)
  return { gateway = bench.v3(place), warm = 20, v3 = 1 }
end)

cpu_row("CPU per call by V3, 50 in flight, plain", 1.10, function(place)
  return { gateway = bench.v3(place), warm = 100, parallel = 50, threads = 0, v3 = 1 }
end)

cpu_row("CPU per call, 50 in flight, TLS, system's CA store", 1.15, function(place)
  return { gateway = bench.tls(place), warm = 100, parallel = 50, threads = 0 }, bench.store(place),
    { ca_folder = bench.folder(place) }
end)

M[#M + 1] = {
  name = "calls per second, 2 signing threads", names = {
    "calls per second, 50 in flight, 2 signing threads, of C's", "calls per second, 2 signing threads against none",
  },
  goals = { { least = 0.95 }, { least = 1.6 } },
  run = function(place, long)
    local settings = { gateway = bench.plain(place), warm = 200, parallel = 50, count = long and 4000 or 1000, threads = 2 }
    local none = with(settings, { threads = 0 })
    local of_c, of_none, rates, gains = {}, {}, {}, {}
    for i = 1, long and 9 or 5 do
      local two, c = bench.run(place, "A", "calls", settings), bench.run(place, "C", "calls", settings)
      local inline, c_inline = bench.run(place, "A", "calls", none), bench.run(place, "C", "calls", none)
      of_c[i], of_none[i], rates[i] = rate(two) / rate(c), rate(two) / rate(inline), rate(two)
      gains[i] = rate(c) / rate(c_inline)
    end
    -- What C gains says how much of a second core there was.
    local note = ("%.0f calls/s; C gains %.2f"):format(bench.summary(rates).median, bench.summary(gains).median)
    return { { values = of_c, note = note }, { values = of_none, note = note } }
  end,
}

M[#M + 1] = {
  name = "calls per second over TLS, system's CA store, of plain", goal = { least = 0.92 },
  run = function(place, long)
    local settings = { gateway = bench.plain(place), warm = 200, parallel = 50, count = long and 4000 or 1000, threads = 2 }
    local over_tls = with(settings, { gateway = bench.tls(place) })
    local list, a, c = ratios(long and 9 or 5, function() return bench.run(place, "A", "calls", over_tls, bench.store(place)) end,
      function() return bench.run(place, "A", "calls", settings) end, compare.rate)
    return { { values = list, note = ("%.0f / %.0f calls/s"):format(a, c) } }
  end,
}

M[#M + 1] = {
  name = "CPU of 50 new TLS connections, CA store against one file", goal = { most = 2 },
  run = function(place, long)
    local settings = { gateway = bench.tls(place), parallel = 50, count = 50, threads = 0 }
    local one_file = with(settings, { ca_file = place.dir .. "/ca.crt" })
    local list, a, c = ratios(long and 9 or 5, function() return bench.run(place, "A", "calls", settings, bench.store(place)) end,
      function() return bench.run(place, "A", "calls", one_file) end, compare.cpu_per_call)
    return { { values = list, note = ("%.0f / %.0f us each"):format(a, c) } }
  end,
}

M[#M + 1] = {
  name = "one call over TLS, start to exit (wall)", goal = { most = 1.35 },
  run = function(place, long)
    local settings = { gateway = bench.tls(place), count = 1 }
    local cpu_a, cpu_c = {}, {} -- beside the wall time, which a busy machine spoils
    local function run(who, given, environment, cpu)
      local result = bench.run(place, who, "calls", given, environment)
      cpu[#cpu + 1] = compare.process_cpu(result) / 1000
      return result
    end
    local list, a, c = ratios(long and 41 or 15, function() return run("A", settings, bench.store(place), cpu_a) end,
      -- The environment means nothing to C, but the program that sets it takes its time, too.
      function() return run("C", with(settings, { ca_folder = bench.folder(place) }), bench.store(place), cpu_c) end, compare.wall)
    local note = "%.1f / %.1f ms; CPU %.1f / %.1f ms"
    return { { values = list, note = note:format(a, c, bench.summary(cpu_a).median, bench.summary(cpu_c).median) } }
  end,
}

M[#M + 1] = {
  name = "one call by V3, start to exit, of V2's (wall)", goal = { most = 1.15 },
  run = function(place, long)
    local v2, v3 = { gateway = bench.plain(place), count = 1 }, { gateway = bench.v3(place), count = 1, v3 = 1 }
    local list, a, c = ratios(long and 41 or 15, function() return bench.run(place, "A", "calls", v3) end,
      function() return bench.run(place, "A", "calls", v2) end, compare.wall)
    return { { values = list, note = ("%.1f / %.1f ms"):format(a, c) } }
  end,
}

return M
