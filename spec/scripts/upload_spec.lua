-- SPDX-License-Identifier: MIT
-- scripts/upload.lua when Ctrl-C comes in its midst: every file is accounted for, and nothing but words ends it.

local fs = require "alipay.core.fs"
local json = require "alipay.json"
local support = require "spec.support.client"

local FILES, STRIKE, LIMIT = 40, 5, 4

-- Runs the script as itself and strikes Ctrl-C when the n-th reply has come.
local STRIKER = [[
  local call, replies = require "alipay.call.pipeline", 0
  call.observer = function(event)
    if event ~= "response" then return end
    replies = replies + 1
    if replies == %d then io.popen "kill -INT $PPID":close() end
  end
  assert(loadfile(arg[0]))(table.unpack(arg))
]]

describe("scripts/upload.lua, interrupted", function()
  local dir, media, command
  setup(function()
    dir = assert(fs.temporary "upload-spec-")
    media = dir .. "/media"
    fs.mkdir(media)
    for i = 1, FILES do assert(fs.create(("%s/%03d.jpg"):format(media, i), ("x"):rep(2000))) end
    assert(fs.create(dir .. "/striker.lua", ([[
      arg = { [0] = "scripts/upload.lua", ... }
      %s
    ]]):format(STRIKER:format(STRIKE))))
    command = ("--local %%s %s/striker.lua %s --limit %d"):format(dir, media, LIMIT)
  end)
  teardown(function() fs.remove(dir) end)

  local function run(options)
    return support.run(command:format(options or ""), { ALIPAY_STATE_DIR = dir, XDG_CONFIG_HOME = dir, NO_COLOR = "1" })
  end

  it("says of each file what became of it, without a traceback", function()
    local out, err, code = run()
    assert.equal(1, code)
    local done, missed = out:match "(%d+) uploaded, 0 failed, (%d+) not uploaded"
    local _, listed = out:gsub("%[%d+/40%]", "")
    local _, left = err:gsub("not uploaded: ", "")
    local _, half = err:gsub("stopped half%-way: ", "")
    assert.equal(FILES, tonumber(done) + tonumber(missed))
    assert.same({ tonumber(done), tonumber(missed) }, { listed, left + half })
    -- Of replies that came at once with the last, some are looked at no more.
    assert.is_true(tonumber(done) >= STRIKE - LIMIT and tonumber(missed) > 0)
    assert.matches("cancelled error: Ctrl-C ended the uploads", err, 1, true)
    assert.not_matches("traceback", err)
  end)

  it("says so to machines, too", function()
    local out, _, code = run "--json"
    local lines = {}
    for line in out:gmatch "[^\n]+" do lines[#lines + 1] = assert(json.decode(line)) end
    assert.equal(FILES, #lines[1].files)
    assert.same({ "cancelled", 1, 1 }, { lines[2].error.kind, lines[2].exit_code, code })
  end)
end)
