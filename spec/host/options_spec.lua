-- SPDX-License-Identifier: MIT
-- The command line of the stock interpreter, fact by fact, beside the stock interpreter itself.

local host = require "spec.support.host"

local ARGS = 'local t = {} for i = -12, 12 do if arg[i] then t[#t + 1] = i .. "=" .. arg[i] end end print(table.concat(t, " "))'
local files = {
  ["s.lua"] = "print('script', ...)",
  ["args.lua"] = ARGS,
  ["m.lua"] = "return { name = ... }",
  ["bad.lua"] = "x = = 1",
  ["dash.lua"] = "print(#arg, arg[0])",
}

describe("options as stock", function()
  host.same {
    { "-e runs a text", run = [[lua -e 'print(1)']], out = "1\n" },
    { "-e takes its text without a blank", run = [[lua '-eprint(1)']], out = "1\n" },
    { "several -e run in order", run = [[lua -e 'x = 1' -e 'print(x)']], out = "1\n" },
    { "-e without a script does not read stdin", run = "lua -e 'print(1)'", stdin = "print(2)", out = "1\n" },
    { "-e before a script", run = "lua -e 'x=1' s.lua a", files = files },
    { "-e with a syntax error", run = "lua -e 'x ='", code = 1 },
    { "-e with a run-time error", run = "lua -e 'error(\"oops\")'", code = 1 },
    { "an error in -e keeps the script from running", run = "lua -e 'error(1)' s.lua", files = files, code = 1 },
    { "-l requires into a global", run = "lua -l m -e 'print(m.name)'", files = files, out = "m\n" },
    { "-l without a blank", run = "lua -lm -e 'print(m.name)'", files = files },
    { "-l name=module", run = "lua -l q=m -e 'print(q.name, m)'", files = files, out = "m\tnil\n" },
    { "-l of a missing module", run = "lua -l nosuchmodule_", code = 1 },
    { "-l and -e in the order given", run = "lua -e 'print(m)' -l m -e 'print(m.name)'", files = files },
    { "-l of a library gives a global of its own", run = "lua -l s=string -e 'print(s == string)'", out = "true\n" },
    { "-v prints the version and ends", run = "lua -v", code = 0 },
    { "-v before -e", run = "lua -v -e 'print(1)'" },
    { "-v with a script runs it", run = "lua -v s.lua x", files = files },
    { "-i reads stdin after a script", run = "lua -i s.lua", stdin = "=1+1\nx = 5\nprint(x)\n", files = files },
    { "-i after -e", run = "lua -e 'x = 9' -i", stdin = "x\n" },
    { "-i after a failing script does not start", run = "lua -i bad.lua", stdin = "print(1)\n", files = files, code = 1 },
    { "-i with -v prints the version once", run = "lua -v -i", stdin = "" },
    { "- is stdin", run = "lua - a b", stdin = "print(arg[0], ...)", out = "-\ta\tb\n" },
    { "stdin without - has no arguments", run = "lua", stdin = "print(arg[0], #arg, ...)" },
    { "-- ends the options", run = "lua -- s.lua -e", files = files, out = "script\t-e\n" },
    { "-- after -e", run = "lua -e 'print(1)' -- s.lua", files = files },
    { "-- lets a script be named with a dash", run = "lua -- -x.lua", files = { ["-x.lua"] = "print(arg[0])" } },
    { "-E ignores LUA_INIT", run = "lua -E -e 'print(x)'", env = "LUA_INIT='x=1'", out = "nil\n" },
    { "-E ignores LUA_PATH", run = "lua -E -e 'print(package.path)'", env = "LUA_PATH=/x/?.lua" },
    { "-E counts wherever it stands", run = "lua -e 'print(x)' -E", env = "LUA_INIT='x=1'" },
    { "-W turns warnings on", run = "lua -W -e 'warn(\"a\", \"b\")'", err = "Lua warning: ab\n" },
    { "warnings are off by default", run = "lua -e 'warn \"a\"'", err = "" },
    { "@on and @off", run = [[lua -e 'warn "@on" warn "a" warn "@off" warn "b" warn "@x"']] },
    { "a warning in parts", run = [[lua -W -e 'warn("a", "b", "c") warn("@x", "y")']] },
    { "-W works from where it stands", run = [[lua -e 'warn "a"' -W -e 'warn "b"']], err = "Lua warning: b\n" },
    { "a script's arguments look like options", run = "lua s.lua -e -v --local -- -i", files = files },
    { "arg from -n up", run = "lua -e 'x=1' -W -- args.lua a b", files = files },
    { "arg of -e alone starts at the program", run = "lua -e '" .. ARGS .. "' -W" },
    { "arg of a script after -l", run = "lua -l m args.lua", files = files },
    { "arg of stdin by -", run = "lua - x", stdin = ARGS },
    { "an empty argument", run = "lua args.lua '' b", files = files },
    { "Chinese arguments", run = "lua s.lua 海底捞", files = files, out = "script\t海底捞\n" },
    { "a replaced arg", run = "lua -e 'arg = {\"q\", \"r\"}' s.lua", files = files },
    { "arg that is no table", run = "lua -e 'arg = 1' s.lua", files = files, code = 1 },
    { "a missing script", run = "lua nosuch.lua", code = 1 },
    { "a folder as script", run = "lua .", code = 1 },
    { "a script with a syntax error", run = "lua bad.lua", files = files, code = 1 },
    { "a script by its path", run = "lua ./s.lua", files = files },
    { "an empty file name", run = "lua ''", code = 1 },
  }
end)

-- Lua 5.4.7 crashes here, so the stock interpreter is no judge.
describe("-- alone", function()
  local ours
  setup(function() ours = host.folder(host.program) end)
  teardown(function() require("alipay.core.fs").remove(ours) end)
  it("reads stdin", function()
    assert.same({ out = "in\n", err = "", code = 0 }, host.run(ours, { run = "lua --", stdin = "print('in', ...)" }))
  end)
end)

describe("--json", function()
  local ours
  setup(function() ours = host.folder(host.program) end)
  teardown(function() require("alipay.core.fs").remove(ours) end)
  local function answer(options, written)
    local result = host.run(ours, { run = "lua --json " .. options, files = written })
    assert.equal(0, result.code, result.err)
    assert.matches("^[^\n]*\n$", result.out)
    return assert(require("alipay.json").decode(result.out))
  end
  it("says of an error object without a text what stderr says", function()
    for code, said in pairs {
      ["error {}"] = "(error object is a table value)", ["error(nil)"] = "(error object is a nil value)", ["error(7)"] = "7",
      ["error(setmetatable({}, { __tostring = function() return 1 .. \"x\" end }))"] = "1x",
    } do
      local result = host.run(ours, { run = "lua --json -e " .. host.quote(code) })
      assert.equal(said, require("alipay.json").decode(result.out).error.message)
      assert.matches("lua: " .. said, result.err, 1, true)
      assert.equal(1, result.code)
    end
  end)
  it("--version gives the versions as members", function()
    local versions = answer "--version"
    assert.equal(require("alipay.core.embedded").version, versions.version)
    assert.matches("^Lua 5%.4", versions.lua)
    assert.matches("^%d+%.%d+", versions.libcurl)
    assert.matches("^OpenSSL 3", versions.openssl)
  end)
  it("--help gives the text as a member", function()
    assert.matches("^usage: alipay%-lua ", answer("--help").help)
    assert.equal("What it does.\n", answer("--help s.lua", { ["s.lua"] = "-- What it does.\nprint(1)" }).help)
  end)
end)

describe("wrong usage, exit code 2 by contract", function()
  local ours
  setup(function() ours = host.folder(host.program) end)
  teardown(function() require("alipay.core.fs").remove(ours) end)
  for _, wrong in ipairs { "-x", "-e", "-l", "-vv", "-Ex", "-ix", "-W1", "-e -v", "-l -", "--nosuch", "-x s.lua", "-c" } do
    it(wrong, function()
      local result = host.run(ours, { run = "lua " .. wrong })
      assert.equal(2, result.code)
      assert.equal("", result.out)
      assert.matches("^lua: .*\nusage: lua ", result.err)
    end)
  end
  -- Where --json stands does not matter, as long as it is before the script.
  for options, message in pairs {
    ["--json --nope"] = "unrecognized option '--nope'", ["--json -x s.lua"] = "unrecognized option '-x'",
    ["--json -e"] = "'-e' needs argument", ["-e --json"] = "'-e' needs argument",
    ["--json --color blue call x"] = "'--color' needs auto, on or off", ["--color blue --json"] = "'--color' needs auto, on or off",
    ["--json --profile"] = "'--profile' needs a name", ["--json --trace="] = "'--trace=' needs a file name",
    ["--nope -e 1 -W --json s.lua"] = "unrecognized option '--nope'",
  } do
    it("as JSON: " .. options, function()
      local result = host.run(ours, { run = "lua " .. options })
      local said = { kind = "parameter", message = message, hint = "try lua --help", retryable = false }
      assert.same({ error = said, exit_code = 2 }, require("alipay.json").decode(result.out))
      assert.equal(2, result.code)
      assert.matches("^lua: " .. message:gsub("%p", "%%%0") .. "\nusage: lua ", result.err)
    end)
  end
  it("not as JSON where --json is the script's", function()
    for _, options in ipairs { "--nope s.lua --json", "-x -- --json", "-x - --json" } do
      assert.equal("", host.run(ours, { run = "lua " .. options }).out)
    end
  end)
  it("in Chinese where the user reads it", function()
    for options, said in pairs {
      ["--nope"] = "无法识别的选项 '--nope'", ["-e"] = "'-e' 需要参数", ["--profile"] = "'--profile' 需要名称",
      ["--color x"] = "'--color' 的值应为 auto、on 或 off", ["--trace="] = "'--trace=' 需要文件名",
    } do
      local result = host.run(ours, { run = "lua " .. options, env = "LC_ALL=zh_CN.UTF-8" })
      assert.equal("lua: " .. said .. "\n用法： lua [选项] [脚本 | 命令 [参数]]\n请看 lua --help\n", result.err)
      assert.equal(2, result.code)
    end
  end)
  it("of LUA_INIT as JSON", function()
    local result = host.run(ours, { run = "lua --json -e 1", env = "LUA_INIT='error(\"x\", 0)'" })
    assert.equal('{"error":{"kind":"script","message":"x"},"exit_code":1}\n', result.out)
    assert.equal(1, result.code)
  end)
end)

describe("a script that is not there, but is like a command", function()
  local ours
  setup(function() ours = host.folder(host.program) end)
  teardown(function() require("alipay.core.fs").remove(ours) end)
  local function run(line, hint)
    local result = host.run(ours, { run = "lua " .. line })
    local name = line:match "%S+$"
    assert.equal(1, result.code)
    assert.equal("", result.out)
    assert.matches("^lua: cannot [^\n]* " .. name:gsub("%p", "%%%0") .. "[^\n]*\n", result.err)
    assert.equal(hint or "", (result.err:gsub("^[^\n]*\n", "")))
  end
  it("is answered with the stock line and the command", function()
    run("doctr", "did you mean: lua doctor\n")
    run("-W --color off gatway", "did you mean: lua gateway\n")
    run("exp", "did you mean: lua explain\n")
    run("Verify", "did you mean: lua verify\n")
  end)
  it("is answered with the stock line alone when no command can be meant", function()
    for _, line in ipairs { "-- doctr", "./doctr", "doctr.lua", "nosuch", "test", "x" } do run(line) end
    require("alipay.core.fs").mkdir(ours .. "/gatewa")
    run "gatewa"
  end)
end)
