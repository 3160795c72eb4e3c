-- SPDX-License-Identifier: MIT
-- Options where they do not belong, and help for machines: the same for every command and script.

local manual = require "alipay.cli.manual"
local support = require "spec.support.command"

describe("options of commands and scripts", function()
  local box
  setup(function() box = support.sandbox() end)
  teardown(function() box.remove() end)

  it("that are the program's own are told where they belong", function()
    for command, hint in pairs {
      ["call --local x.y"] = "write alipay-lua --local call ...",
      ["doctor --profile shop"] = "write alipay-lua --profile NAME doctor ...",
      ["cert sn --json x"] = "write alipay-lua --json cert ...",
      ["call x.y --trace=f"] = "write alipay-lua --trace[=FILE] call ...",
      ["scripts/qrcode.lua --color on"] = "write alipay-lua --color WHEN scripts/qrcode.lua ...",
    } do
      local out, err, code = box.run(command)
      assert.same({ "", 2 }, { out, code }, command)
      assert.matches("is an option of alipay-lua itself: it stands before the script or command\n  " .. hint .. "\n", err, 1, true)
    end
    local _, err = box.run "call --nonsense"
    assert.matches("unknown option '--nonsense'", err, 1, true)
    assert.not_matches("itself", err)
  end)

  it("that are numbers name the range that they must be in", function()
    local BELOW = "is no number of seconds above 0 and below %d"
    for _, command in ipairs { "call --timeout %s x.y", "call --timeout %s GET /v3/alipay/x", "explain --timeout %s --v3 x.y" } do
      for _, value in ipairs { "0", "86400", "99999", "1e400", "abc", "nan", "''" } do
        local line = command:format(value)
        local out, err, code = box.run(line)
        assert.same({ "", 2 }, { out, code }, line .. err)
        assert.matches(BELOW:format(86400), err, 1, true)
        assert.not_matches("traceback", err, 1, true)
      end
    end
    for line, wanted in pairs {
      ["listen --timeout 0"] = BELOW:format(1000000), ["listen --port 65536"] = "is not a whole number from 0",
      ["listen --path notify"] = "--path must begin with /", ["listen --path ''"] = "--path must begin with /",
      ["gateway --token-ttl 0"] = "is not a whole number from 1 to ", ["gateway --port 1.5"] = "is not a whole number from 0",
      ["scripts/pay.lua --timeout 0"] = BELOW:format(1000000), ["scripts/upload.lua --limit 0"] = "is not a whole number from 1 to",
    } do
      local out, err, code = box.run(line)
      assert.same({ "", 2 }, { out, code }, line .. err)
      assert.matches(wanted, err, 1, true)
    end
  end)

  it("--profile says whether the file is not there, or holds no profile", function()
    local _, err, code = box.run "--profile a call x.y"
    assert.equal(2, code)
    assert.matches("the file does not exist: write the profile there", err, 1, true)
    require("alipay.core.fs").mkdir(box.dir .. "/alipay-lua")
    box.write("alipay-lua/config.lua", 'return { default = "z", profiles = {} }')
    for _, command in ipairs { "--profile a call x.y", "call x.y a=1" } do
      _, err, code = box.run(command)
      assert.equal(2, code)
      assert.matches("the file holds no profile: write it there", err, 1, true)
    end
    box.write("alipay-lua/config.lua", 'return { default = "z", profiles = { b = {} } }')
    _, err = box.run "--profile a call x.y"
    assert.matches("profiles there: b\n", err, 1, true)
    require("alipay.core.fs").remove(box.dir .. "/alipay-lua")
  end)

  it("give their help as JSON under --json", function()
    for _, command in ipairs(manual.commands()) do
      local data, code, err = box.json(command.name .. " --help")
      assert.same({ 0, "" }, { code, err }, command.name)
      assert.equal((box.run(command.name .. " --help")), data.help .. "\n")
    end
    assert.matches('^Usage: alipay%-lua "%$%(alipay%-lua %-%-scripts%)/qrcode.lua"', box.json("scripts/qrcode.lua --help").help)
  end)
end)
