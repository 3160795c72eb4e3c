-- SPDX-License-Identifier: MIT
-- Random keys and lines at the prompt: it must neither crash nor hang. The seed is printed when something fails; FUZZ_SEED repeats
-- it, FUZZ_SECONDS makes it longer.

local fs = require "alipay.core.fs"
local terminal = require "spec.terminal_support"

local SECONDS = tonumber(os.getenv "FUZZ_SECONDS") or 4
local SEED = tonumber(os.getenv "FUZZ_SEED") or os.time()

local KEYS = {
  "\1", "\2", "\3", "\5", "\6", "\8", "\127", "\9", "\9\9", "\11", "\12", "\14", "\16", "\18", "\20", "\21", "\23", "\25", "\31",
  "\27", "\27[A", "\27[B", "\27[C", "\27[D", "\27[H", "\27[F", "\27[3~", "\27[1;5C", "\27[1;5D", "\27f", "\27b", "\27d", "\27\127",
  "\27[200~", "\27[201~", "\27[200~a\n\tb\27[201~", "\r", "\r", "\r", "\n", "\27\r", "\22\3", "\0", "\27[99~", "\27OP",
  "\27x", "\0275",
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

describe("the prompt under random input", function()
  it(("survives %g seconds (seed %d)"):format(SECONDS, SEED), function()
    math.randomseed(SEED)
    local function pick(list) return list[math.random(#list)] end
    local home = assert(fs.temporary "fuzz-spec-")
    local t = terminal.start { "--local", home = home }
    finally(function()
      t:close()
      fs.remove(home)
    end)
    t:prompt()
    t.blind = true
    local deadline, rounds = os.time() + SECONDS, 0
    repeat
      rounds = rounds + 1
      local parts = {}
      for i = 1, math.random(1, 12) do parts[i] = math.random(3) == 1 and pick(KEYS) or pick(WORDS) end
      if math.random(4) == 1 then parts[#parts + 1] = "\r" end
      if math.random(40) == 1 then
        t:resize(math.random(2, 200), math.random(2, 60))
        t:signal(28)
      end
      t:type((table.concat(parts):gsub(":quit", "")))
      t:drain(0.002)
      local code = t.pty:wait(0)
      if code == 130 then -- two Ctrl-C while code ran end the process, as they should
        t:close()
        t = terminal.start { "--local", home = home }
        t:prompt()
        t.blind = true
        code = nil
      end
      -- Ctrl-D is never typed: nothing else may end the program.
      assert(not code, ("ended with %s in round %d, seed %d\n%s"):format(code, rounds, SEED, t.seen:sub(-2000)))
    until os.time() >= deadline
    t:resize(80, 24)
    t:type "\27[201~\3\3\3"
    t:drain(0.3)
    t:type "\3"
    t:drain(0.3)
    t.seen = ""
    t:type "print(6 * 7)\r"
    local patience = os.time() + 20
    while not t.seen:find("%D42\r?\n") and os.time() < patience do t:drain(0.1) end
    assert(t.seen:find "%D42\r?\n", "no answer after the storm, seed " .. SEED .. "\n" .. t.seen:sub(-2000))
    t:drain(0.3)
    t:type "\21\4"
    assert.equal(0, t:wait(20), "seed " .. SEED)
  end)
end)
