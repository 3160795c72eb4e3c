-- SPDX-License-Identifier: MIT
-- Start-up, the prompt, and the first use of the catalogue.

local bench = require "bench"
local compare = require "compare"

local ratios = compare.ratios

local M = {}

M[#M + 1] = {
  name = "start-up of an empty script (CPU)", goal = { most = 1.2 },
  run = function(place, long)
    local list, a, c = ratios(long and 61 or 25,
      function() return bench.measure(place, place.program .. " tests/bench/empty.lua") end,
      function() return bench.measure(place, place.tools .. "/bare tests/bench/empty.lua") end, compare.process_cpu)
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

M[#M + 1] = {
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

M[#M + 1] = {
  name = "start-up to the first prompt (wall)", goal = { most = 1.5 },
  run = function(place, long)
    local list, a, c = ratios(long and 61 or 25, function() return prompt_time(place, place.program) end,
      function() return prompt_time(place, place.tools .. "/bare", "tests/bench/empty.lua", "prompt") end,
      function(time) return time end)
    return { { values = list, note = ("%.1f / %.1f ms"):format(a, c) } }
  end,
}

return M
