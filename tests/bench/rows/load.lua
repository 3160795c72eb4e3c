-- SPDX-License-Identifier: MIT
-- Many at once: memory, uploads, cancelling, a gateway that misbehaves.

local bench = require "bench"
local compare = require "compare"

local with, peak = compare.with, compare.peak

local M = {}

M[#M + 1] = {
  name = "peak memory, 50 in flight over TLS", goal = { most = 20, unit = "MB" },
  run = function(place)
    local settings = { gateway = bench.tls(place), parallel = 50, count = 500 }
    return { { values = { peak(bench.run(place, "A", "calls", settings, bench.store(place))) } } }
  end,
}

M[#M + 1] = {
  name = "peak memory, 1,000 in flight", goal = { most = 48, unit = "MB" },
  run = function(place)
    local sink = bench.sink(place, "--delay 1500")
    local result = bench.run(place, "A", "calls", { gateway = sink.url, parallel = 1000, count = 2000 })
    return { { values = { peak(result) } } }
  end,
}

M[#M + 1] = {
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

M[#M + 1] = {
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
      peaks[i], list[i] = peak(a), compare.process_cpu(a) / compare.process_cpu(c)
    end
    local single = peak(bench.run(place, "A", "calls", with(settings, { parallel = 1, count = 10 })))
    local most = bench.summary(peaks).most
    local note = ("one at a time %.1f MB"):format(single)
    return { { values = peaks }, { values = { most - single }, note = note }, { values = list } }
  end,
}

M[#M + 1] = {
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

M[#M + 1] = {
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
