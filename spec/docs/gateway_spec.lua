-- SPDX-License-Identifier: MIT
-- What docs/gateway.md and its Chinese version show works: their commands and their spec run, and their rules of faults are read.

local command = require "spec.support.command"
local fs = require "alipay.core.fs"
local rules = require "alipay.gateway.faults.rules"

local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read "a"
end

for _, path in ipairs { "docs/gateway.md", "docs/gateway.zh-CN.md" } do describe(path, function()
  local text = read(path)

  it("shows a spec that runs", function()
    local box = command.sandbox()
    finally(box.remove)
    local spec = box.write("till_spec.lua", text:match "```lua\n(.-)```")
    local out, ok = command.shell(("ALIPAY_STATE_DIR=%s %s $(command -v busted) %s 2>&1"):format(box.dir, command.program, spec))
    assert.is_true(ok, out)
    assert.matches("2 successes", out)
  end)

  it("shows commands that do what they say", function()
    local box = command.sandbox()
    finally(box.remove)
    command.gateway(box)
    local lines = {}
    for block in text:gmatch "```sh\n(.-)```" do
      for line in block:gmatch "[^\n]+" do
        if line:find "^control" or line:find "^alipay%-lua call" then lines[#lines + 1] = line:gsub("curl %-sS", "curl -sSf") end
        -- In place of the shop that listens and the trigger.
        if line:find "^control%(%)" then lines[#lines + 1] = [[control pay '{"out_trade_no":"A1"}']] end
      end
    end
    assert.equal(12, #lines)
    box.write("try.sh", ([[set -e; export ALIPAY_STATE_DIR='%s'; cd '%s'; . gw/env
      alipay-lua() { '%s' "$@"; }
      alipay-lua key convert "$ALIPAY_PRIVATE_KEY" shop.pem --to spki
      ]]):format(box.dir, box.dir, fs.absolute(command.program)) .. table.concat(lines, "\n"))
    local out, ok = command.shell(("bash %s/try.sh 2>&1"):format(box.dir))
    assert.is_true(ok, out)
    assert.matches('"trade_status":"WAIT_BUYER_PAY".*"trade_status":"TRADE_SUCCESS".*"times":2.*"answered":true.*"rules":%[', out)
  end)

  it("shows faults that there are", function()
    local count = 0
    for cell in text:match("\n| `delay=S` .-\n\n"):gmatch "\n| (`.-) |" do
      for fault in cell:gmatch "`([^`]+)`" do
        assert(rules.parse("*:" .. fault:gsub("=[SN]$", "=1")))
        count = count + 1
      end
    end
    assert.equal(22, count)
    for rule in text:gmatch "%-%-fault '?([^%s']+)" do
      if not rule:find "^RULE`" then assert(rules.parse(rule)) end
    end
  end)
end) end
