-- SPDX-License-Identifier: MIT
-- The local gateway under load, beside a server that only verifies and signs.

local bench = require "bench"
local compare = require "compare"

local rate = compare.rate

local M = {}

M[#M + 1] = {
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
    load(gateway, 3000) -- three times the requests that it keeps: Lua's heap has then grown as far as it does
    local before = bench.memory_of(gateway.pid)
    local list, speeds = {}, {}
    local a_rates, cpus = {}, {}
    for i = 1, long and 9 or 3 do
      local a, c = load(gateway, 500), load(judge, 500)
      list[i], speeds[i] = compare.cpu_per_call(a) / compare.cpu_per_call(c), rate(a) / rate(c)
      a_rates[i], cpus[i] = rate(a), compare.cpu_per_call(a)
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

return M
