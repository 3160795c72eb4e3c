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

describe("scripts/upload.lua --resume", function()
  local FEW, STOP = 6, 3
  local dir, media, note
  setup(function()
    dir = assert(fs.temporary "upload-spec-")
    media, note = dir .. "/media", dir .. "/uploaded"
    fs.mkdir(media)
    for i = 1, FEW do assert(fs.create(("%s/%03d.jpg"):format(media, i), ("x"):rep(2000))) end
    assert(fs.create(dir .. "/striker.lua", ([[
      arg = { [0] = "scripts/upload.lua", ... }
      %s
    ]]):format(STRIKER:gsub("INT", "KILL"):format(STOP))))
  end)
  teardown(function() fs.remove(dir) end)

  local function run(command)
    return support.run("--local --json " .. command, { ALIPAY_STATE_DIR = dir, XDG_CONFIG_HOME = dir, NO_COLOR = "1" })
  end

  local function upload()
    local out, err, code = run(("scripts/upload.lua %s --resume %s"):format(media, note))
    assert.equal(0, code, err)
    return assert(json.decode(out))
  end

  it("goes on where a killed run was, and uploads nothing twice", function()
    local _, _, code = run(("%s/striker.lua %s --limit 1 --resume %s"):format(dir, media, note))
    assert.equal(137, code)
    local result = upload()
    -- The last reply before the end was perhaps not noted.
    assert.is_true(result.earlier >= STOP - 2 and result.earlier <= STOP)
    assert.equal(FEW, result.earlier + #result.files)
    assert.same({ FEW, 0 }, { upload().earlier, #upload().files })
  end)

  it("uploads a file that was changed since", function()
    upload()
    assert(fs.replace(media .. "/001.jpg", ("y"):rep(3000)))
    assert.equal(1, #upload().files)
  end)

  it("passes over a line that was cut short, and refuses a file that is none of its own", function()
    upload()
    local file <close> = assert(io.open(note, "ab"))
    file:write '{"key":"half'
    file:close()
    assert.equal(FEW, upload().earlier)
    assert.equal(FEW, upload().earlier)
    local other = dir .. "/other"
    assert(fs.create(other, "name,size\n"))
    local _, err, code = run(("scripts/upload.lua %s --resume %s"):format(media, other))
    assert.equal(2, code)
    assert.matches("line 1 is none of its own", err, 1, true)
    _, err, code = run(("scripts/upload.lua %s --resume %s/none/file"):format(media, dir))
    assert.equal(2, code)
    assert.matches("none/file", err, 1, true)
  end)

  it("names what is uploaded and cannot be noted, and what ends in the midst of an upload", function()
    local function broken(name, how)
      assert(fs.create(dir .. "/" .. name, ([[
        local script = require "alipay.script"
        arg = { [0] = "scripts/upload.lua", ... }
        %s
        assert(loadfile(arg[0]))(table.unpack(arg))
      ]]):format(how)))
      return run(("%s/%s scripts/samples/photo.jpg --resume %s/%s.notes"):format(dir, name, dir, name))
    end
    local out, err, code = broken("full.lua", [[
      local open = script.ledger
      function script.ledger(path)
        local ledger = open(path)
        function ledger.note() return nil, require("alipay.error").new("parameter", { message = "no space" }) end
        return ledger
      end
    ]])
    assert.equal(2, code)
    assert.matches("photo.jpg: uploaded, but not noted: parameter error: no space", err, 1, true)
    local file = json.decode(out:match "[^\n]+").files[1]
    assert.same({ "string", "no space" }, { type(file.image_id), file.error.message })
    out, err, code = broken("raise.lua", [[
      function script.ledger()
        return setmetatable({ done = {}, note = function() error "no note" end }, { __close = function() end })
      end
    ]])
    assert.equal(1, code)
    assert.matches("no note", err, 1, true)
    assert.equal("string", type(json.decode(out:match "[^\n]+").files[1].image_id))
  end)

  it("is for one run at a time", function()
    local lock = assert(fs.lock(note .. ".lock"))
    local _, err, code = run(("scripts/upload.lua %s --resume %s"):format(media, note))
    lock:release()
    assert.equal(2, code)
    assert.matches("is another run at work with it?", err, 1, true)
  end)
end)
