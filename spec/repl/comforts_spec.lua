-- SPDX-License-Identifier: MIT
-- Comforts of the prompt in a pseudo-terminal: texts from an editor and from files, values that go elsewhere, pastes, long texts.

local fs = require "alipay.core.fs"
local text = require "alipay.core.text"
local terminal = require "spec.support.terminal"

local t

local function start(options)
  t = terminal.start(options or {})
  return t:prompt()
end

local function read(name)
  local file <close> = assert(io.open(t.home .. "/" .. name, "rb"))
  return file:read "a"
end

local function write(name, bytes) assert(fs.replace(t.home .. "/" .. name, bytes, 493)) end

-- The prompt's `~` is the folder of the spec.
describe("the prompt", function()
  after_each(function()
    if t then t:close() end
    t = nil
  end)

  it("writes what an expression gives to a file, as it is", function()
    start()
    t:enter "'{\"a\":1}' :> ~/text.json"
    t:expect "7 bytes in"
    assert.equal('{"a":1}', read "text.json")
    t:enter "{ out_trade_no = '1', amount = 3 } :> ~/table.json"
    assert.equal('{"amount":3,"out_trade_no":"1"}\n', read "table.json")
    assert.equal(384, fs.stat(t.home .. "/table.json").mode)
    t:enter "'not :> a target'"
    t:expect "\"not :> a target\""
    t:enter "1 :> /proc/none/there"
    t:expect "nothing was written: "
    t:enter "nil, setmetatable({}, {}) :>"
    t:expect "usage: EXPRESSION :> FILE"
    t:enter "x = 5 :> ~/no.json"
    t:expect "there is no value to write"
    assert.is_nil(fs.stat(t.home .. "/no.json"))
  end)

  it("hands what an expression gives to a command, which may take only its beginning", function()
    start()
    t:enter "('line\\n'):rep(3) :| wc -l | tr 3 x"
    t:expect "\nx\n"
    t:enter "('y'):rep(1000000) :| head -c 1"
    t:enter "'' :| exit 7"
    t:expect "the command ended with exit code 7"
    t:enter "6 * 7 :| cat"
    t:expect "\n42\n"
  end)

  it("writes neither the error of a call nor a file for it", function()
    start()
    t:enter "nil, require('alipay.error').new('api', { message = 'refused' }) :> ~/refused.json"
    t:expect "api error: refused"
    t:expect "nothing was written"
    assert.is_nil(fs.stat(t.home .. "/refused.json"))
  end)

  it("runs what an editor leaves, and nothing that it left as it was", function()
    start { env = { VISUAL = "sh ~/editor" } }
    write("editor", 'sed -i "s/40/41/" "$1"\n')
    t:enter ":edit"
    t:expect "nothing was changed, nothing was run"
    t:enter "local n = 40 + 1"
    t:enter ":edit"
    t:enter "n"
    t:expect "\n42\n"
    write("editor", "exit 3\n")
    t:enter ":edit"
    t:expect "nothing was run: sh ~/editor failed"
    assert.same({}, fs.list(t.home .. "/tmp") or {})
  end)

  it("edits a file and runs it; without an editor it says what to set", function()
    start { env = { VISUAL = "", EDITOR = "sh ~/editor" } }
    write("editor", 'printf "print(6 * 7)" > "$1"\n')
    t:enter ":edit ~/made.lua"
    t:expect "\n42\n"
    t:close()
    start { env = { VISUAL = "", EDITOR = "" } }
    t:enter ":edit"
    t:expect "set VISUAL or EDITOR"
  end)

  it("loads a file with arguments, and survives its --help", function()
    start()
    write("a file.lua", "#!/bin/x\nprint(table.concat({ arg[0]:match '[^/]*$', select('#', ...), ... }, '|')) kept = 1")
    t:enter ":load ~/a file.lua"
    t:expect "a file.lua|0" -- as before: a name with blanks is one name when there is such a file
    t:enter ":load '~/a file.lua' --limit 3 \"two words\" \\$x"
    t:expect "a file.lua|4|--limit|3|two words|$x"
    t:enter "kept, arg and arg[1]"
    t:expect "1  nil"
    t:enter(":load " .. fs.absolute "scripts/qrcode.lua" .. " --help")
    t:expect "Create a QR code"
    t:enter "'still here'"
    t:expect "\"still here\""
    t:enter ":load ~/missing.lua x"
    t:expect "cannot read "
  end)

  it("watches until Ctrl-C, and keeps one line of it for :save", function()
    start()
    t:enter "n = 0"
    t:type ":watch 0.01 (function() n = n + 1 return 'turn ' .. n end)()\r"
    t:expect "\"turn 3\""
    t:submit "\3"
    t:enter ":save ~/session.lua"
    local _, count = read("session.lua"):gsub("'turn '", "")
    assert.equal(1, count)
    t:enter ":watch 1 error 'enough'"
    t:expect "enough"
    t:enter ":watch soon 1"
    t:expect "usage: :watch SECONDS EXPRESSION"
  end)

  it("watches no longer after a Ctrl-C that strikes a value while it is shown, a protected call, or a promise", function()
    start()
    t:enter "struck = function() io.popen('kill -INT $PPID') while true do end end"
    t:enter ":watch 0.01 setmetatable({}, { __tostring = struck })"
    t:enter ":watch 0.01 pcall(struck)"
    t:type ":watch 0.01 async.promise(function() end)\r"
    t:expect "Ctrl-C cancels"
    t:submit "\3"
    t:enter "'still here'"
    t:expect "\"still here\""
  end)

  it("shows the expression that a paste ends with", function()
    start()
    t:submit "\27[200~local a = 40\nlocal function two()\n  return 2\nend\na + two()\27[201~\r"
    t:expect "\n42\n"
    t:type ":paste\r"
    t:expect "paste now"
    t:submit "b = a\nb + 3,\n  'three'\n--\r"
    t:expect "43  \"three\""
    t:enter ":save ~/session.lua"
    assert.equal(0, select(3, os.execute(("luac5.4 -p %s/session.lua"):format(t.home))))
    -- A line that begins with a bracket goes on with the call before it.
    t:submit "\27[200~local f = tostring\n(7)\27[201~\r"
    t:enter "f"
    t:expect "\n\"7\"\n"
  end)

  it("says how to get the whole of a long text", function()
    start()
    t:enter "('x'):rep(700)"
    t:expect "(700 bytes in all)"
    t:expect "print(_) shows all of it"
    t:enter "_ :> ~/whole"
    assert.equal(("x"):rep(700), read "whole")
  end)

  it("breaks help and errors at words on a narrow screen", function()
    start { columns = 44, rows = 60 }
    t:enter ":help"
    t:expect "NAME? is"
    t:enter "require('alipay.error').new('api', { message = ('several words '):rep(9), hint = ('a remedy '):rep(9) })"
    t:expect "remedy"
    local broken = { ["Type Lua; values are shown. Locals are kept"] = 0,
      ["  remedy  a remedy a remedy a remedy a"] = 0, ["  several words several words several words"] = 0 }
    for _, line in ipairs(t:lines()) do
      assert.is_true(text.width(line) <= 44)
      if broken[line] then broken[line] = broken[line] + 1 end
    end
    for line, count in pairs(broken) do assert.is_true(count > 0, line) end
  end)
end)
