-- SPDX-License-Identifier: MIT
-- Random keys and lines at the prompt: it must neither crash nor hang. FUZZ_SEED tries another seed, FUZZ_SECONDS goes on for so
-- long; with FUZZ_CALM no Ctrl-C follows another before the prompt is back, so that one process lives to the end: for a look at its
-- memory.

local fs = require "alipay.core.fs"
local terminal = require "spec.support.terminal"

local SEEDS = { 15, 16, 18, 22 } -- all of them found something once
local ROUNDS = 400
local SECONDS = tonumber(os.getenv "FUZZ_SECONDS")
if os.getenv "FUZZ_SEED" then SEEDS = { math.tointeger(os.getenv "FUZZ_SEED") } end

local READY = "\27[?2004h" -- what the editor says when it starts to read
local CALM = os.getenv "FUZZ_CALM"
local PATIENCE = 10 -- seconds for one answer; there are several attempts

local KEYS = {
  "\1", "\2", "\3", "\5", "\6", "\8", "\127", "\9", "\9\9", "\11", "\12", "\14", "\16", "\18", "\20", "\21", "\23", "\25", "\31",
  "\27", "\27[A", "\27[B", "\27[C", "\27[D", "\27[H", "\27[F", "\27[3~", "\27[1;5C", "\27[1;5D", "\27f", "\27b", "\27d", "\27\127",
  "\27[200~", "\27[201~", "\27[200~a\n\tb\27[201~", "\r", "\r", "\r", "\n", "\27\r", "\22\3", "\0", "\27[99~", "\27OP",
  "\27x", "\0275", "\7", "\24\24", "\27p", "\27n", "\27w", "\27\31", "\27u", "\27c",
  ("x"):rep(250), ("x y "):rep(200), ("海"):rep(90), ("y\27\r"):rep(30), -- taller than the screen, longer than buffers
  "海", "底捞", "é", "e\204\129", "👩‍👧", "\255", "\228\184", "\xC0\x80", "\27[?1;2c",
}
local WORDS = {
  "local ", "x", " = ", "1", "'", '"', "[[", "]]", "--", "--[[", "{", "}", "(", ")", "function f() ", "return ", " end ",
  "for i = 1, 3 do ",
  "if x then ", "repeat ", "until true ", "goto ", "client", "client.alipay.", "client.alipay.trade.query:post{ ",
  "content = { ", "async.",
  "alipay.", ".", ":", "::", ":help ", ":ls ", ":doc ", ":source ", ":req", ":res", ":curl", ":time ", ":history ",
  ":profile ", ":trace on",
  "?", "string.rep", "_", "_err", "error(x)", "error {}", "setmetatable({}, { __tostring = error })", ";", "=", "..",
  "...", "%", "\\", "nil",
  "async.run(function() async.sleep(0.01) print 'bg' end);", "async.sleep(0.02)", "print(('x'):rep(300))", "1/0",
  "{{{}}}", "coroutine.yield()",
}

-- Whether the program says what is to be found, before it ends and in time.
local function wait_for(t, found)
  local deadline = os.time() + PATIENCE
  repeat
    if t.seen:find(found) then return true end
    t:drain(0.05)
  until os.time() > deadline or t.pty:wait(0)
  return t.seen:find(found) ~= nil
end

-- Stops what runs, drops what is typed, and asks for something. What was typed during the storm may still be at work.
local function answers(t)
  t.seen = ""
  t:type "\27[201~\3"
  if not wait_for(t, READY:gsub("%p", "%%%0")) then return false end
  t:drain(0.2)
  t.seen = ""
  t:type "\21print(6 * 7)\r"
  return wait_for(t, "%D42\r?\n.*" .. READY:gsub("%p", "%%%0"))
end

-- What is typed depends on the seed alone; how much of it the program has seen at any time does not.
local function storm(seed)
  math.randomseed(seed)
  local function pick(list) return list[math.random(#list)] end
  local home = assert(fs.temporary "fuzz-spec-")
  -- What is left of ":req" under random editing may be ":q".
  assert(fs.mkdir(home .. "/config/alipay-lua", 448))
  assert(fs.create(home .. "/config/alipay-lua/rc.lua", 'require "alipay.repl.commands".find "quit".run = function() end'))
  local t
  local function start()
    if t then t:close() end
    t = terminal.start { "--local", home = home }
    t:prompt()
    t.blind = true
  end
  finally(function()
    t:close()
    fs.remove(home)
  end)
  start()
  local deadline, round = SECONDS and os.time() + SECONDS, 0
  -- Two Ctrl-C while code runs end the process, as they should. Ctrl-D is never typed: nothing else may end it.
  local function check()
    local code = t.pty:wait(0)
    if code == 130 then
      start()
    else
      assert(not code, ("ended with %s in round %d, seed %d\n%s"):format(code, round, seed, t.seen:sub(-2000)))
    end
  end
  repeat
    round = round + 1
    local parts = {}
    for i = 1, math.random(1, 12) do parts[i] = math.random(3) == 1 and pick(KEYS) or pick(WORDS) end
    if math.random(4) == 1 then parts[#parts + 1] = "\r" end
    if math.random(40) == 1 then
      t:resize(math.random(2, 200), math.random(1, 60))
      t:signal(28)
    end
    local text = table.concat(parts)
    if CALM then text = text:gsub("\3", "") end
    t:type(text)
    t:drain(0.002)
    if CALM and math.random(8) == 1 then
      t:drain(0.02)
      t.seen = ""
      t:type "\3"
      wait_for(t, READY:gsub("%p", "%%%0"))
      t:drain(0.05) -- that may have been an older one
    end
    check()
  until round >= ROUNDS and not (deadline and os.time() < deadline)
  t:resize(80, 24)
  local attempts = 0
  while not answers(t) do
    attempts = attempts + 1
    assert(attempts < 10, "no answer after the storm, seed " .. seed .. "\n" .. t.seen:sub(-2000))
    check()
  end
  t:type "\4"
  assert.equal(0, t:wait(), "seed " .. seed .. "\n" .. t.seen:sub(-2000))
end

describe("the prompt under random input", function()
  for _, seed in ipairs(SEEDS) do
    it("survives seed " .. seed, function() storm(seed) end)
  end
end)
