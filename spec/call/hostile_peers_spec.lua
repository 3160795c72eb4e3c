-- SPDX-License-Identifier: MIT
-- Hostile replies over the wire: none is a success that nobody signed, none takes the time or the memory of the program.

local command = require "spec.support.command"
local support = require "spec.support.client"

describe("more than 64 hostile replies", function()
  it("each end within the timeout, in 64 MiB, with an error that prints", function()
    local box = command.sandbox()
    local app, ali = support.keys()
    local own, theirs = box.write("app.pem", app:pem()), box.write("ali.pem", ali:pem())
    local server = assert(io.popen(("echo $$; exec %s spec/support/hostile.lua '%s'"):format(support.program, theirs)))
    local pid, port, count = server:read("n", "n", "n")
    finally(function()
      os.execute("kill " .. pid)
      server:close()
      box.remove()
    end)
    local out, err, code = box.run(("spec/support/hostile_client.lua %d %d '%s' '%s'"):format(port, count, own,
      box.write("ali.pub", ali:public():pem())))
    assert.equal(0, code, err)
    local met, successes = 0, {}
    for number, kind, cpu, look in out:gmatch "(%d+)\t(%a+)\t([%d.]+)\t(%a+)\t" do
      met = met + 1
      if kind == "success" then successes[#successes + 1] = number end
      assert.is_true(tonumber(cpu) < 1, out) -- the timeout is a second, during which most of it waits
      assert.equal("clean", look, out)
    end
    assert.is_true(met == count and count >= 64, out)
    -- Its node is signed as it should be; the serial number beside it has a million digits.
    assert.same({ tostring(count - 1) }, successes)
    -- A sanitizer keeps what was freed.
    local is_sanitized = (os.getenv "ALIPAY_BUILD" or ""):find "san$"
    assert.is_truthy(is_sanitized or tonumber(out:match "peak\t([%d.]+)") <= 64, out)
  end)
end)
