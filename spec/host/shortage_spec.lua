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
    for what, names in pairs { ["all 3001"] = { "start", "call", "async", "refresh" }, ["answer 8"] = { "answer" } } do
      local out, err, code = box.run(("tests/shortage.lua %s/tests %s"):format(build, what), { TMPDIR = box.dir })
      assert.equal(0, code, out .. err)
      for _, name in ipairs(names) do assert.matches("ok - memory that runs out: " .. name, out, 1, true) end
    end
    for _, name in ipairs(fs.list(box.dir)) do assert.is_nil(name:match "^shortage%-") end
    box.remove()
  end)
end)
