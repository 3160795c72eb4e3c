-- SPDX-License-Identifier: MIT
-- Whether work grows in proportion to its input: the processor's time of n against that of 4n. A run that looks too long is repeated,
-- and the least of all runs counts: another program's work makes some of them longer, never shorter. What still looks too long, as
-- it may under a sanitizer, is told apart by 16n.

local M = {}

local RUNS = 6 -- before a failure
local MOST = 9 -- proportional work takes 4 times as long, quadratic work 16 times
local MOST_OF_16 = 64 -- 16 times, 256 times
local MEASURABLE = 0.002 -- seconds; shorter ones are lost among those of the clock and of the processor's caches

local function seconds(work, size)
  local started = os.clock()
  work(size)
  return os.clock() - started
end

---Assert that `work(size)` is proportional to `size`, at sizes that take long enough to be measured.
function M.assert_linear(name, work, size)
  local base = seconds(work, size)
  while base < MEASURABLE and size < 32000 do
    size = size * 4
    base = seconds(work, size)
  end
  local longer = math.huge
  for _ = 1, RUNS do
    longer = math.min(longer, seconds(work, size * 4))
    if longer < MOST * math.max(base, 0.003) then return end
    collectgarbage()
    base = math.min(base, seconds(work, size))
  end
  for _ = 1, 2 do
    if seconds(work, size * 16) < MOST_OF_16 * math.max(base, 0.003) then return end
  end
  error(("%s: %d takes %.1f ms, %d takes %.1f ms"):format(name, size, base * 1000, size * 4, longer * 1000))
end

return M
