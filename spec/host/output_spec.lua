-- SPDX-License-Identifier: MIT
-- Output that cannot be written is no success, whichever way the program ends; what failed for another reason keeps its code.

local fs = require "alipay.core.fs"
local support = require "spec.support.client"

describe("output that cannot be written", function()
  local dir
  setup(function()
    dir = assert(fs.temporary "output-spec-")
    assert(fs.create(dir .. "/many.lua", 'for i = 1, 5000 do print("line " .. i) end'))
  end)
  teardown(function() fs.remove(dir) end)

  local function run(command, redirect, before)
    local line = ("env ALIPAY_STATE_DIR=%s XDG_CONFIG_HOME=%s ALIPAY_APP_ID= ALIPAY_PROFILE= %s %s %s %s"):format(dir, dir,
      before or "", support.program, command, redirect)
    local _, _, code = os.execute(("{ %s; } 2>%s/err"):format(line, dir))
    local file <close> = assert(io.open(dir .. "/err"))
    return code, file:read "a"
  end

  for name, command in pairs {
    ["a script's"] = "-e 'print(1)'", ["a long one"] = "MANY", ["before os.exit"] = "-e 'print(1) os.exit(0)'",
    ["before os.exit that closes"] = "-e 'print(1) os.exit(true, true)'", ["the help of a script"] = "scripts/qrcode.lua --help",
    ["the help of a command"] = "call --help", ["the help"] = "--help", ["the version"] = "--version", ["Lua's version"] = "-v",
    ["a command's"] = "key show KEY",
    ["a call's"] = "--local call alipay.open.app.qrcode.create url_param=p query_param=x=1 describe=a",
  } do
    it("is an error: " .. name, function()
      if not fs.stat(dir .. "/key") then support.run("key new " .. dir .. "/key") end
      command = command:gsub("KEY", dir .. "/key"):gsub("MANY", dir .. "/many.lua")
      for _, redirect in ipairs { ">/dev/full", ">&-" } do
        local code, err = run(command, redirect)
        assert.equal(1, code, redirect)
        assert.matches("the output could not be written", err)
      end
    end)
  end

  it("is said, but changes no other code", function()
    for command, expected in pairs {
      ["-e 'print(1) os.exit(7)'"] = 7, ["-e 'print(1) error(2)'"] = 1, ["doctor --offline"] = 2, ["--json doctor --offline"] = 2,
      ["--json call --nonsense"] = 2, ["--json --nonsense"] = 2, ["--json nosuch.lua"] = 1,
    } do
      for _, redirect in ipairs { ">/dev/full", ">&-" } do
        local code, err = run(command, redirect)
        assert.equal(expected, code, command)
        assert.equal(1, select(2, err:gsub("the output could not be written\n", "")), command)
      end
    end
  end)

  it("is nothing where a failure writes nothing", function()
    for _, redirect in ipairs { ">/dev/full", ">&-" } do
      local code, err = run("call --nonsense", redirect)
      assert.equal(2, code)
      assert.not_matches("could not be written", err)
    end
  end)

  it("ends what waits for requests at once when nobody can be told that it is ready", function()
    local public = support.run("key new " .. dir .. "/app"):gsub("%s", "")
    local settings = ("ALIPAY_APP_ID=1 ALIPAY_PRIVATE_KEY=%s/app ALIPAY_PUBLIC_KEY=%s "):format(dir, public)
    for _, command in ipairs { "gateway --port 0 -q --dir " .. dir .. "/gw", "listen --port 0" } do
      for _, options in ipairs { "", "--json " } do
        for _, redirect in ipairs { ">/dev/full", ">&-" } do
          local code, err = run(options .. command, redirect, "timeout -s KILL 60 env " .. settings)
          assert.equal(1, code, command)
          assert.equal(support.program .. ": the output could not be written\n", err)
        end
      end
    end
  end)

  it("is nothing where nothing is written", function()
    for _, redirect in ipairs { ">/dev/full", ">&-", "2>&-", "<&-" } do
      assert.same({ 0, "" }, { run("-e 'local x = 1'", redirect) })
    end
  end)

  it("is an error on stderr, too, and reading from a closed stdin is one", function()
    assert.equal(1, (run("-e 'io.stderr:write(1)'", "2>&-")))
    assert.equal(1, (run("-e 'io.stderr:write(1)'", "2>/dev/full")))
    local code, err = run("-", "<&-")
    assert.equal(1, code)
    assert.matches("cannot read stdin", err)
  end)

  it("of a trace fails the program, although the call goes on", function()
    local call = "call alipay.open.app.qrcode.create url_param=p query_param=x=1 describe=a >" .. dir .. "/out"
    for _, case in ipairs {
      { "--local --trace=/dev/full ", "" }, { "--local --trace ", "2>/dev/full" }, { "--local --trace ", "2>&-" },
    } do
      assert.equal(1, (run(case[1] .. call, case[2])), case[1])
      local out <close> = assert(io.open(dir .. "/out"))
      assert.matches('"code":"10000"', out:read "a", 1, true)
    end
  end)

  it("of a trace that can be written is for its owner alone", function()
    local call = "--local --trace=%s/trace call alipay.open.app.qrcode.create url_param=p query_param=x=1 describe=a"
    assert.equal(0, (run(call:format(dir), ">/dev/null")))
    assert.equal(384, assert(fs.stat(dir .. "/trace")).mode & 511)
  end)
end)
