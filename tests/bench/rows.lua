-- SPDX-License-Identifier: MIT
-- The rows of the benchmark: what is run for each figure and what its goal is. Runs of A and C take turns, so that both meet
-- the same machine; each ratio is of two neighbours.

local bench = require "bench"

local M = {}

local MICRO = 1e6

local function row(definition)
  definition.goals = definition.goals or { definition.goal }
  M[#M + 1] = definition
end

-- Runs two things in turn and gives the ratios of what `value` takes from their results.
local function ratios(rounds, first, second, value)
  local list, a_list, c_list = {}, {}, {}
  for i = 1, rounds do
    local a, c
    if i % 2 == 1 then a, c = first(), second() else c = second(); a = first() end
    a_list[i], c_list[i] = value(a), value(c)
    list[i] = a_list[i] / c_list[i]
  end
  return list, bench.summary(a_list).median, bench.summary(c_list).median
end

local function cpu_per_call(result) return result.own.cpu / result.own.count * MICRO end
local function rate(result) return result.own.count / result.own.wall end
local function process_cpu(result) return (result.user + result.system) * MICRO end
local function wall(result) return result.wall * 1000 end

local function cpu_row(name, goal, settings_of)
  row {
    name = name, goal = { most = goal },
    run = function(place, long)
      local settings, environment, options = settings_of(place, long)
      settings.count = settings.count or (long and 2000 or 400)
      local list, a, c = ratios(long and 9 or 5, function() return bench.run(place, "A", "calls", settings, environment) end,
        function() return bench.run(place, "C", "calls", options or settings, environment) end, cpu_per_call)
      return { { values = list, note = ("%.0f / %.0f us"):format(a, c) } }
    end,
  }
end

-- The sinks that most rows use are started once.
local function plain(place)
  place.plain = place.plain or bench.sink(place)
  return place.plain.url
end

local function v3(place)
  place.v3 = place.v3 or bench.sink(place, "--v3 1")
  return place.v3.url
end

local function tls(place)
  place.tls = place.tls or bench.sink(place, nil, { tls = true })
  return place.tls.url
end

-- "The system's CA store" is the copied folder: SSL_CERT_DIR says so to alipay-lua, an option to the reference. A bundle that
-- the environment names would come first and is taken out.
local function folder(place) return place.dir .. "/folder" end
local function store(place) return "-u CURL_CA_BUNDLE -u SSL_CERT_FILE SSL_CERT_DIR=" .. folder(place) end

local function with(settings, more)
  local both = {}
  for name, value in pairs(settings) do both[name] = value end
  for name, value in pairs(more) do both[name] = value end
  return both
end

cpu_row("CPU per call, one after another", 1.15, function(place)
  return { gateway = plain(place), warm = 20 }
end)

cpu_row("CPU per call, 50 in flight, plain", 1.15, function(place)
  return { gateway = plain(place), warm = 100, parallel = 50, threads = 0 }
end)

cpu_row("CPU per call by V3, one after another", 1.10, function(place)
  return { gateway = v3(place), warm = 20, v3 = 1 }
end)

cpu_row("CPU per call by V3, 50 in flight, plain", 1.10, function(place)
  return { gateway = v3(place), warm = 100, parallel = 50, threads = 0, v3 = 1 }
end)

cpu_row("CPU per call, 50 in flight, TLS, system's CA store", 1.15, function(place, long)
  local settings = { gateway = tls(place), warm = 100, parallel = 50, threads = 0, count = long and 2000 or 400 }
  return settings, store(place), with(settings, { ca_folder = folder(place) })
end)

row {
  name = "calls per second, 2 signing threads", names = {
    "calls per second, 50 in flight, 2 signing threads, of C's", "calls per second, 2 signing threads against none",
  },
  goals = { { least = 0.95 }, { least = 1.6 } },
  run = function(place, long)
    local settings = { gateway = plain(place), warm = 200, parallel = 50, count = long and 4000 or 1000, threads = 2 }
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

row {
  name = "calls per second over TLS, system's CA store, of plain", goal = { least = 0.92 },
  run = function(place, long)
    local settings = { gateway = plain(place), warm = 200, parallel = 50, count = long and 4000 or 1000, threads = 2 }
    local over_tls = with(settings, { gateway = tls(place) })
    local list, a, c = ratios(long and 9 or 5, function() return bench.run(place, "A", "calls", over_tls, store(place)) end,
      function() return bench.run(place, "A", "calls", settings) end, rate)
    return { { values = list, note = ("%.0f / %.0f calls/s"):format(a, c) } }
  end,
}

row {
  name = "CPU of 50 new TLS connections, CA store against one file", goal = { most = 2 },
  run = function(place, long)
    local settings = { gateway = tls(place), parallel = 50, count = 50, threads = 0 }
    local one_file = with(settings, { ca_file = place.dir .. "/ca.crt" })
    local list, a, c = ratios(long and 9 or 5, function() return bench.run(place, "A", "calls", settings, store(place)) end,
      function() return bench.run(place, "A", "calls", one_file) end, cpu_per_call)
    return { { values = list, note = ("%.0f / %.0f us each"):format(a, c) } }
  end,
}

row {
  name = "one call over TLS, start to exit (wall)", goal = { most = 1.35 },
  run = function(place, long)
    local settings = { gateway = tls(place), count = 1 }
    local cpu_a, cpu_c = {}, {} -- beside the wall time, which a busy machine spoils
    local function run(who, given, environment, cpu)
      local result = bench.run(place, who, "calls", given, environment)
      cpu[#cpu + 1] = process_cpu(result) / 1000
      return result
    end
    local list, a, c = ratios(long and 41 or 15, function() return run("A", settings, store(place), cpu_a) end,
      -- The environment means nothing to C, but the program that sets it takes its time, too.
      function() return run("C", with(settings, { ca_folder = folder(place) }), store(place), cpu_c) end, wall)
    local note = "%.1f / %.1f ms; CPU %.1f / %.1f ms"
    return { { values = list, note = note:format(a, c, bench.summary(cpu_a).median, bench.summary(cpu_c).median) } }
  end,
}

local function peak(result) return result.peak_kb / 1024 end

row {
  name = "peak memory, 50 in flight over TLS", goal = { most = 20, unit = "MB" },
  run = function(place)
    local settings = { gateway = tls(place), parallel = 50, count = 500 }
    return { { values = { peak(bench.run(place, "A", "calls", settings, store(place))) } } }
  end,
}

row {
  name = "peak memory, 1,000 in flight", goal = { most = 48, unit = "MB" },
  run = function(place)
    local sink = bench.sink(place, "--delay 1500")
    local result = bench.run(place, "A", "calls", { gateway = sink.url, parallel = 1000, count = 2000 })
    return { { values = { peak(result) } } }
  end,
}

row {
  name = "peak memory, 20,000 calls against 1,000", goal = { most = 1, unit = "MB" },
  run = function(place)
    local sink = bench.sink(place, nil, { norsa = true })
    local function memory(count)
      local settings = { gateway = sink.url, parallel = 50, count = count, threads = 0 }
      return peak(bench.run(place, "A", "calls", settings, "LD_PRELOAD=" .. place.tools .. "/norsa.so"))
    end
    local few, many = memory(1000), memory(20000)
    return { { values = { many - few }, note = ("%.1f, %.1f MB"):format(few, many) } }
  end,
}

row {
  name = "uploads", names = {
    "peak memory, 8 uploads of 5 MB at once, 40 in all", "the same, above one at a time", "CPU of 40 uploads",
  },
  goals = { { most = 18, unit = "MB" }, { most = 4, unit = "MB" }, { most = 1.25 } },
  run = function(place, long)
    local method = "alipay.offline.material.image.upload"
    local sink = bench.sink(place, "--method " .. method)
    local settings = {
      gateway = sink.url, method = method, upload = place.dir .. "/photo.jpg", parallel = 8, count = 40, threads = 0,
    }
    local peaks, list = {}, {}
    for i = 1, long and 7 or 3 do
      local a, c = bench.run(place, "A", "calls", settings), bench.run(place, "C", "calls", settings)
      peaks[i], list[i] = peak(a), process_cpu(a) / process_cpu(c)
    end
    local single = peak(bench.run(place, "A", "calls", with(settings, { parallel = 1, count = 10 })))
    local most = bench.summary(peaks).most
    local note = ("one at a time %.1f MB"):format(single)
    return { { values = peaks }, { values = { most - single }, note = note }, { values = list } }
  end,
}

row {
  name = "a signed reply of 1 MB", names = { "cutting and verifying a signed reply of 1 MB", "the same and decoding it" },
  goals = { { most = 1.5 }, { most = 8 } },
  run = function(place, long)
    local reply = place.dir .. "/reply.json"
    bench.sink(place, "--size 1000000 --save " .. reply)
    local settings = { reply = reply, count = long and 400 or 100, gateway = plain(place) }
    local function c() return bench.run(place, "C", "cut", settings) end
    local rounds = long and 9 or 5
    local cut, a, b = ratios(rounds, function() return bench.run(place, "A", "cut", settings) end, c, cpu_per_call)
    local few = with(settings, { decode = 1, count = 20 })
    local decoded, d = ratios(rounds, function() return bench.run(place, "A", "cut", few) end, c, cpu_per_call)
    return { { values = cut, note = ("%.0f / %.0f us"):format(a, b) }, { values = decoded, note = ("%.0f us"):format(d) } }
  end,
}

for mode, goal in pairs { sign = 1.02, verify = 1.15 } do
  row {
    name = (mode == "sign" and "signing" or "verifying") .. " 300 bytes from Lua", goal = { most = goal },
    run = function(place, long)
      local settings = { count = (mode == "sign" and 500 or 5000) * (long and 4 or 1), bytes = 300 }
      local list, a, c = ratios(long and 11 or 7, function() return bench.run(place, "A", mode, settings) end,
        function() return bench.run(place, "C", mode, settings) end, cpu_per_call)
      return { { values = list, note = ("%.1f / %.1f us"):format(a, c) } }
    end,
  }
end

row {
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
    end, function() return bench.measure(place, reference) end, process_cpu)
    return {
      { values = speeds, note = ("%.0f MB/s of text"):format(bench.summary(sizes).median) },
      { values = memory, note = ("idle %.1f MB"):format(idle) },
      { values = list, note = ("%.2f / %.2f s"):format(a / MICRO, c / MICRO) },
    }
  end,
}

row {
  name = "gateway load", names = {
    "gateway load: CPU per call of trade.query, of C's", "gateway load: calls per second, of C's",
    "gateway load: memory that 100 connections leave",
  },
  goals = { { most = 2 }, { least = 0.5 }, { most = 1, unit = "MB" } },
  run = function(place, long)
    local orders = 100
    local gateway = bench.gateway(place, orders)
    local keys = gateway.dir .. "/keys/"
    local judge = bench.serve(place,
      ("exec %s/judge %salipay_private_key.pem %sapp_public_key.pem"):format(place.tools, keys, keys))
    local function load(server, count)
      local before = bench.cpu_of(server.pid)
      local result = bench.run(place, "C", "calls", {
        gateway = server.url, key = keys .. "app_private_key.pem", public_key = keys .. "alipay_public_key.pem",
        app_id = gateway.app_id, orders = orders, parallel = 100, threads = 1, count = count,
      })
      return { own = { count = count, cpu = bench.cpu_of(server.pid) - before, wall = result.own.wall } }
    end
    load(gateway, 1200) -- more than the requests that it keeps
    local before = bench.memory_of(gateway.pid)
    local list, speeds = {}, {}
    local a_rates, cpus = {}, {}
    for i = 1, long and 9 or 3 do
      local a, c = load(gateway, 500), load(judge, 500)
      list[i], speeds[i] = cpu_per_call(a) / cpu_per_call(c), rate(a) / rate(c)
      a_rates[i], cpus[i] = rate(a), cpu_per_call(a)
    end
    -- A minute of it, or some seconds.
    local median = bench.summary(a_rates).median
    load(gateway, math.floor(median * (long and 60 or 3)))
    local left = bench.memory_of(gateway.pid) - before
    return {
      { values = list, note = ("%.0f us"):format(bench.summary(cpus).median) },
      { values = speeds, note = ("%.0f calls/s"):format(median) },
      { values = { math.max(left, 0) }, note = ("%.1f MB before"):format(before) },
    }
  end,
}

row {
  name = "start-up of an empty script (CPU)", goal = { most = 1.2 },
  run = function(place, long)
    local list, a, c = ratios(long and 61 or 25,
      function() return bench.measure(place, place.program .. " tests/bench/empty.lua") end,
      function() return bench.measure(place, place.tools .. "/bare tests/bench/empty.lua") end, process_cpu)
    return { { values = list, note = ("%.1f / %.1f ms"):format(a / 1000, c / 1000) } }
  end,
}

-- Milliseconds until a program in a terminal shows the end of a prompt.
local function prompt_time(place, ...)
  package.cpath = place.tools .. "/../tests/?.so;" .. package.cpath
  local loop = require "alipay.core.loop"
  local environment = { "TERM=xterm", "LC_ALL=C.UTF-8", "HOME=" .. place.dir, "ALIPAY_STATE_DIR=" .. place.dir }
  local started, seen = loop.now(), ""
  local terminal = require "pty".open({ ... }, environment, 80, 24)
  repeat
    local said = assert(terminal:read(5), "no prompt")
    seen = seen .. said
  until seen:find("> ", 1, true) or said == ""
  local taken = loop.now() - started
  terminal:close()
  return taken * 1000
end

row {
  name = "the catalogue", names = {
    "first use of the catalogue (CPU)", "first use of the catalogue (memory)", "one description (CPU)", "Tab after it (CPU)",
    "the executable",
  },
  goals = {
    { most = 25, unit = "ms" }, { most = 8, unit = "MB" }, { most = 1, unit = "ms" }, { most = 30, unit = "ms" },
    { most = 3.5, unit = "MB" },
  },
  run = function(place, long)
    local lists = { {}, {}, {}, {} }
    for i = 1, long and 15 or 5 do
      local own = bench.measure(place, place.program .. " tests/bench/catalogue.lua").own
      lists[1][i], lists[2][i], lists[3][i], lists[4][i] = own.first * 1000, own.memory / 1024, own.again * 1000, own.tab * 1000
    end
    local results = {}
    for i, list in ipairs(lists) do results[i] = { values = list } end
    local file <close> = assert(io.open(place.program, "rb"))
    results[5] = { values = { file:seek "end" / 1e6 }, note = "with the catalogue inside" }
    return results
  end,
}

row {
  name = "start-up to the first prompt (wall)", goal = { most = 1.5 },
  run = function(place, long)
    local list, a, c = ratios(long and 61 or 25, function() return prompt_time(place, place.program) end,
      function() return prompt_time(place, place.tools .. "/bare", "tests/bench/empty.lua", "prompt") end,
      function(time) return time end)
    return { { values = list, note = ("%.1f / %.1f ms"):format(a, c) } }
  end,
}

row {
  name = "cancelling 1,000 calls", names = {
    "cancelling 1,000 calls in flight", "descriptors left afterwards", "Lua memory left afterwards",
  },
  goals = { { most = 50, unit = "ms" }, { most = 0 }, { most = 1, unit = "KB" } },
  run = function(place)
    local sink = bench.sink(place, "--delay 4000")
    local times, open, memory = {}, {}, {}
    for i = 1, 3 do
      local own = bench.run(place, "A", "cancel", { gateway = sink.url, count = 1000 }).own
      times[i], open[i], memory[i] = own.cpu * 1000, own.open, own.memory
    end
    return { { values = times }, { values = open }, { values = memory } }
  end,
}

row {
  name = "a gateway that is slow, resets and answers 502", names = {
    "calls unaccounted for: slow, resetting, 502 at random", "descriptors left beyond the connection cache", "peak memory",
  },
  goals = { { most = 0 }, { most = 0 }, { most = 48, unit = "MB" } },
  run = function(place, long)
    local sink = bench.sink(place, "--jitter 100 --reset 20 --bad 30 --seed 7", { norsa = not long })
    local settings = { gateway = sink.url, parallel = 200, count = long and 20000 or 4000, may_fail = 1 }
    local result = bench.run(place, "A", "soak", settings, not long and "LD_PRELOAD=" .. place.tools .. "/norsa.so" or nil)
    return {
      { values = { 0 }, note = tostring(result.own.kinds) }, { values = { result.own.open } }, { values = { peak(result) } },
    }
  end,
}

return M
