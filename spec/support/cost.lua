-- SPDX-License-Identifier: MIT
-- Whether work grows in proportion to its input: the processor's time of n against that of 4n. A run that looks too long is repeated,
-- and the least of all runs counts: another program's work makes some of them longer, never shorter. What still looks too long, as
-- it may under a sanitizer, is told apart by 16n.

local M = {}

local RUNS = 6 -- before a failure
local MOST = 9 -- proportional work takes 4 times as long, quadratic work 16 times
local MOST_OF_16 = 64 -- 16 times, 256 times
local MEASURABLE = 0.003 -- seconds; shorter ones are lost among those of the clock and of the processor's caches

local function seconds(work, size)
  local started = os.clock()
  work(size)
  return os.clock() - started
end

-- Memory that is collected soon is used again, and costs the same at every size; steps of an incremental collection would cost what
-- other specs have left behind, wherever they fall.
local function collect_by_generations()
  local before = collectgarbage "generational"
  return setmetatable({}, { __close = function() collectgarbage(before) end })
end

---Assert that `work(size)` is proportional to `size`, at sizes that take long enough to be measured.
function M.assert_linear(name, work, size)
  local _ <close> = collect_by_generations()
  local base = seconds(work, size)
  while size < 32000 do
    if base >= MEASURABLE then base = math.min(base, seconds(work, size)) end -- another program may have made it long
    if base >= MEASURABLE then break end
    size = size * 4
    base = seconds(work, size)
  end
  local longer = math.huge
  for _ = 1, RUNS do
    longer = math.min(longer, seconds(work, size * 4))
    if longer < MOST * math.max(base, MEASURABLE) then return end
    collectgarbage()
    base = math.min(base, seconds(work, size))
  end
  for _ = 1, 2 do
    if seconds(work, size * 16) < MOST_OF_16 * math.max(base, MEASURABLE) then return end
  end
  error(("%s: %d takes %.1f ms, %d takes %.1f ms"):format(name, size, base * 1000, size * 4, longer * 1000))
end

-- Each runs on text of `size` bytes, with something behind it that most patterns cannot match.
local UNITS = {
  "a", " ", "<title", "</", "=", "a&", "&a=", '"', "\\", '\\"', "{", "[", "1", "0", "&amp;", "\\u0026", "\\u003d", ", ", "\xFF",
  "/", "BEGIN ", "\n", "\r\n", "data:", "%", ";", "\t", "-", "支", "\27[", "(", "'",
}

---Assert that a reader is linear in a text, whatever that repeats. All of them are measured at once, at a size at which one that is
---not linear outweighs the others; which one it is, is looked for then.
---@param name string
---@param read fun(text: string)
---@param heads string[] what stands in front of it
---@param bytes? integer 8000 by default
function M.assert_linear_in_text(name, read, heads, bytes)
  local function of(units)
    return function(size)
      for _, unit in ipairs(units) do
        for _, head in ipairs(heads) do
          local text = head .. unit:rep(size // #unit)
          read(text)
          read(text .. "X")
        end
      end
    end
  end
  local fine, reason = pcall(M.assert_linear, name, of(UNITS), bytes or 8000)
  if fine then return end
  for _, unit in ipairs(UNITS) do M.assert_linear(("%s of %q"):format(name, unit), of { unit }, bytes or 2000) end
  error(reason, 0)
end

return M
