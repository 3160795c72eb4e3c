-- SPDX-License-Identifier: MIT
-- Memory that runs out in a process, its libraries included: a sample of what `make shortage` runs whole.

local command = require "spec.support.command"
local fs = require "alipay.core.fs"

describe("a process whose memory runs out", function()
  -- Sanitizers have an allocator of their own, in which nothing can be made to fail.
  local build = os.getenv "ALIPAY_BUILD" or "build"
  local it_can = build:find "san$" and pending or it

  it_can("ends with a word of it, wherever that happens", function()
    local box = command.sandbox()
    os.execute(("make -s %s/tests/shortage.so"):format(build)) -- there already after `make spec`; made for a bare busted
    local out, err, code = box.run(("tests/shortage.lua %s/tests all 3001"):format(build), { TMPDIR = box.dir })
    assert.equal(0, code, out .. err)
    for _, what in ipairs { "start", "call", "async", "refresh" } do
      assert.matches("ok - memory that runs out: " .. what, out, 1, true)
    end
    for _, name in ipairs(fs.list(box.dir)) do assert.is_nil(name:match "^shortage%-") end
    box.remove()
  end)
end)
