-- SPDX-License-Identifier: MIT
-- What docs/gateway.md shows works: its spec runs, and its rules of faults are read.

local command = require "spec.support.command"
local rules = require "alipay.gateway.faults.rules"

local file <close> = assert(io.open("docs/gateway.md", "rb"))
local TEXT = file:read "a"

describe("docs/gateway.md", function()
  it("shows a spec that runs", function()
    local box = command.sandbox()
    finally(box.remove)
    local path = box.write("till_spec.lua", TEXT:match "```lua\n(.-)```")
    local out, ok = command.shell(("ALIPAY_STATE_DIR=%s %s $(command -v busted) %s 2>&1"):format(box.dir, command.program, path))
    assert.is_true(ok, out)
    assert.matches("2 successes", out)
  end)

  it("shows faults that there are", function()
    local count = 0
    for cell in TEXT:match("| fault | does |(.-)\n\n"):gmatch "\n| (`.-) |" do
      for fault in cell:gmatch "`([^`]+)`" do
        assert(rules.parse("*:" .. fault:gsub("=[SN]$", "=1")))
        count = count + 1
      end
    end
    assert.equal(22, count)
    for rule in TEXT:gmatch "%-%-fault '?([^%s']+)" do
      if rule ~= "RULE`" then assert(rules.parse(rule)) end
    end
  end)
end)
