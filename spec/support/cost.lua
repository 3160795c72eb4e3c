-- SPDX-License-Identifier: MIT
-- Whether work grows in proportion to its input: the processor's time of n against that of 4n, the least of a few runs each.

local M = {}

local function least(work, size)
  local best = math.huge
  for _ = 1, 3 do
    collectgarbage()
    local started = os.clock()
    work(size)
    best = math.min(best, os.clock() - started)
  end
  return best
end

-- Proportional work takes 4 times as long, quadratic work 16 times.
local MOST = 9

---Assert that `work(size)` is proportional to `size`, at sizes that take long enough to be measured.
function M.assert_linear(name, work, size)
  local base = least(work, size)
  while base < 0.002 and size < 32000 do
    size = size * 4
    base = least(work, size)
  end
  local longer = least(work, size * 4)
  assert(longer < MOST * math.max(base, 0.005),
    ("%s: %d takes %.1f ms, %d takes %.1f ms"):format(name, size, base * 1000, size * 4, longer * 1000))
end

return M
