-- SPDX-License-Identifier: MIT
-- The program where nothing was prepared for it: no home, a pipe instead of a terminal, a folder that is not that of the sources.

local fs = require "alipay.core.fs"
local host = require "spec.support.host"

local CALL = "lua --local call alipay.open.app.qrcode.create url_param=p query_param=x=1 describe=d"

describe("a first run", function()
  local folder
  before_each(function() folder = host.folder(host.program) end)
  after_each(function() fs.remove(folder) end)

  local function run(line, options)
    options = options or {}
    options.run = line
    return host.run(folder, options)
  end

  it("with --local and no home keeps its state in a folder that goes with it, and says so once", function()
    fs.mkdir(folder .. "/tmp")
    -- A file is a home in which nobody can make a folder, not even root.
    local environment = ("ALIPAY_STATE_DIR= HOME=%s/nohome TMPDIR=%s/tmp"):format(folder, folder)
    local result = run(CALL, { files = { nohome = "" }, env = environment })
    assert.equal(0, result.code)
    assert.matches('"code":"10000"', result.out)
    local _, notes = result.err:gsub("note: ", "")
    assert.equal(1, notes)
    assert.matches("cannot make the folder .*/nohome/.*ALIPAY_STATE_DIR", result.err)
    assert.same({}, fs.list(folder .. "/tmp"))
  end)

  it("with --local never stands in for a folder that was named", function()
    local result = run(CALL, { files = { nohome = "" }, env = "ALIPAY_STATE_DIR=./nohome/state" })
    assert.equal(2, result.code)
    assert.matches("nohome/state", result.err)
  end)

  it("with options of ours gives a pipe the prompt that has a client", function()
    local result = run("lua --local -i", { stdin = "client.alipay.trade.query\n1 +\n41\n" })
    assert.equal(0, result.code)
    assert.matches("alipay%(local%)> alipay.trade.query", result.out)
    assert.matches(">> 42\n", result.out)
    assert.not_matches("PUC%-Rio", result.out)
  end)

  it("says where the scripts are, and where they are missed", function()
    assert(os.execute(("rm %s/lua; cp %s %s/lua"):format(host.quote(folder), host.quote(host.program), host.quote(folder))))
    local missed = run "lua --scripts"
    assert.equal(2, missed.code)
    assert.equal("", missed.out)
    assert.matches(folder .. "/scripts", missed.err, 1, true)
    fs.mkdir(folder .. "/scripts")
    host.write(folder .. "/scripts/authorize.lua", "")
    assert.equal(('{"scripts":"%s/scripts"}\n'):format(folder), run("lua --json --scripts").out)
  end)
end)
