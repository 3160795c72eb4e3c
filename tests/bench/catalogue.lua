-- SPDX-License-Identifier: MIT
-- What the catalogue costs: the first description, one more, and completion of a prefix. One line of JSON, CPU in seconds, memory in KB
-- of the process, goes to stdout.

local complete = require "alipay.cli.manual.complete"

local function peak()
  for line in io.lines "/proc/self/status" do
    local kilobytes = line:match "^VmHWM:%s*(%d+)"
    if kilobytes then return tonumber(kilobytes) end
  end
end

local METHOD, TIMES = "alipay.trade.create", 100

local function cpu_of(fn)
  local start = os.clock()
  fn()
  return os.clock() - start
end

local before = peak()
local catalogue = require "alipay.catalogue"
local first = cpu_of(function() catalogue.describe(METHOD) end)
local memory = peak() - before
local again = cpu_of(function()
  for _ = 1, TIMES do catalogue.describe(METHOD) end
end) / TIMES
local tab = cpu_of(function() complete.candidates { "call", "alipay.trade." } end)
print(('{"first":%.6f,"again":%.6f,"tab":%.6f,"memory":%d}'):format(first, again, tab, memory))
