-- SPDX-License-Identifier: MIT
-- Measures start-up: see startup.sh, which builds the reference program and calls this.

local program, reference, folder, build = arg[1], arg[2], arg[3], arg[4]
package.cpath = build .. "/tests/?.so;" .. package.cpath
local loop = require "alipay.core.loop"
local ok, pty = pcall(require, "pty")

local ROUNDS = 80

-- Seconds of one run.
local function script_time(binary)
  local line = ("exec %s %s/empty.lua"):format(binary, folder)
  local started = loop.now()
  os.execute(line)
  return loop.now() - started
end

-- Seconds until "> " shows in a terminal.
local function prompt_time(arguments)
  local env = { "TERM=xterm", "HOME=" .. folder, "ALIPAY_STATE_DIR=" .. folder, "LC_ALL=C.UTF-8" }
  local started = loop.now()
  local term = pty.open(arguments, env, 80, 24)
  local seen = ""
  repeat seen = seen .. (term:read(5) or "> ") until seen:find("> ", 1, true)
  local taken = loop.now() - started
  term:close()
  return taken
end

local function compare(name, limit, ours, theirs)
  local mine, other = {}, {}
  for i = 1, ROUNDS do mine[i], other[i] = ours(), theirs() end
  local a, b = math.min(table.unpack(mine)), math.min(table.unpack(other))
  print(("%-14s %6.2f ms, reference %6.2f ms, ratio %.2f (at most %.1f)"):format(name, a * 1000, b * 1000, a / b, limit))
  return a / b <= limit
end

local fine = compare("empty script", 1.2, function() return script_time(program) end, function() return script_time(reference) end)
if ok then
  local first = compare("first prompt", 1.5, function() return prompt_time { program } end,
    function() return prompt_time { reference, folder .. "/empty.lua", "prompt" } end)
  fine = fine and first
end
os.exit(fine and 0 or 1)
