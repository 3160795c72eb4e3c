-- SPDX-License-Identifier: MIT
-- Long texts at the prompt: none takes minutes to look at, and a listing of thousands of lines ends with Ctrl-C.

local compile = require "alipay.repl.compile"
local cost = require "spec.support.cost"
local fs = require "alipay.core.fs"
local terminal = require "spec.support.terminal"

local home, t

-- Starts the prompt with 5,000 statements that were typed before.
local function start()
  local entries = {}
  for i = 1, 5000 do entries[i] = ("x%d = '%s'"):format(i, ("ab "):rep(300)) end
  entries[4000] = "print 'Ümlaut 100%'"
  entries[4001] = "Print '100%'"
  fs.mkdir(home .. "/state")
  assert(fs.replace(home .. "/state/history", table.concat(entries, "\n") .. "\n", 384))
  t = terminal.start { home = home }
  return t:prompt()
end

describe("long texts at the prompt", function()
  before_each(function() home = assert(fs.temporary "repl-long-spec-") end)
  after_each(function()
    if t then t:close() end
    t = nil
    fs.remove(home)
  end)

  it("are searched for what :history is given as it stands", function()
    start()
    t:enter ":history .-.-.-.-.-.-.-.-y"
    t:enter ":history 100%"
    t:expect " 4000  print 'Ümlaut 100%'\n 4001  Print '100%'\n"
    t:enter ":history print"
    t:expect ":history print\n 4000  print 'Ümlaut 100%'\n 4001  Print '100%'\n"
    t:enter ":history Print"
    t:expect ":history Print\n 4001  Print '100%'\n"
  end)

  -- What is shown is read slowly, as over a thin line, and nobody waits for the end of it.
  for name, command in pairs {
    [":history"] = ":history ab",
    [":ls"] = ":ls t",
    [":doc"] = "many?",
    [":source"] = ":source many",
    ["a value"] = "nested",
  } do
    it("can be cut short by Ctrl-C: " .. name, function()
      assert(fs.create(home .. "/many.lua", "local M = {}\n" .. ("-- " .. ("a comment "):rep(10) .. "\n"):rep(20000)
        .. "function M.many()\n" .. ("  -- " .. ("a comment "):rep(10) .. "\n"):rep(20000) .. "end\nreturn M\n"))
      start()
      t:enter "os.execute 'stty noflsh'" -- else a terminal throws away after Ctrl-C what it has not shown yet
      t:enter "t = {}; for i = 1, 20000 do t[i] = ('v'):rep(40) end"
      t:enter "nested = {}; for i = 1, 60 do nested[i] = {}; for j = 1, 60 do nested[i][j] = ('v'):rep(599) end end"
      t:enter(("many = dofile '%s/many.lua'.many"):format(home))
      t.blind, t.seen = true, ""
      local function shown(count) return function() return #t.seen > count end end
      t:type(command .. "\r")
      t:await(shown(1000), "the start of the listing")
      t.seen = ""
      t:type "\3"
      -- The pager, which asks after the first screen, ends without a word.
      local is_paged = name == ":doc" or name == ":source"
      t:await(function()
        return t.seen:find("interrupted!", 1, true) or is_paged and t.seen:find("alipay> ", 1, true)
      end, "the end of the listing")
      assert.is_true(#t.seen < 300000, #t.seen .. " bytes more were shown")
      t.seen = ""
      t:type "6 * 7\r"
      t:expect_bytes "%D42\r?\n"
    end)
  end

  it("that a Ctrl-C cuts short on either stream do not fail the program at its end", function()
    start()
    t:enter "os.execute 'stty noflsh'"
    for _, stream in ipairs { "stdout", "stderr" } do
      t.blind, t.seen = true, ""
      t:type(("for _ = 1, 30000 do io.%s:write(('x'):rep(100)) end\r"):format(stream))
      t:await(function() return t.seen:find(("x"):rep(1000), 1, true) end, "the text")
      t:type "\3"
      t:await(function() return t.seen:find("interrupted!.*alipay> ") end, "the prompt")
    end
    t:type "\4"
    assert.equal(0, t:wait())
  end)

  it("may be full of blanks", function()
    cost.assert_linear("blanks", function(count)
      local many = (" "):rep(count)
      assert.equal("x", compile.cut_end("x;" .. many .. ";\n", ";"))
      assert.equal("", compile.cut_end(many))
      assert.is_true(compile.is_complete("for" .. ("\n"):rep(count // 10)))
      assert.is_false(compile.is_complete("for" .. ("\n"):rep(count // 10) .. "x"))
      assert.is_false(compile.is_complete("f(\n  "))
      assert.equal(3, compile.compile("1" .. many .. "+ 2" .. many .. ";", {}, "=x")())
    end, 20000)
    local many = (" "):rep(200000)
    t = terminal.start { home = home }
    t:prompt()
    assert(fs.create(home .. "/blanks.lua", "exit" .. many .. "= 1\nshown = 'x'" .. many .. "--"))
    t:enter(":load " .. home .. "/blanks.lua")
    t:enter "exit, shown"
    t:expect '1  "x"'
  end)
end)
