-- SPDX-License-Identifier: MIT
-- What docs/v3.md shows works as it is written.

local command = require "spec.support.command"
local support = require "spec.support.client"

local TEXT
do
  local file <close> = assert(io.open "docs/v3.md")
  TEXT = file:read "a"
end

describe("docs/v3.md", function()
  it("shows calls that are made", function()
    local client, gw = support.gateway()
    finally(function() support.finish(gw) end)
    local code = TEXT:match "```lua\n(.-)```":gsub("%.%.%.%}", "}")
    local run = assert(load(code, "=docs/v3.md", "t", setmetatable({ client = client, code = support.code(gw) }, { __index = _G })))
    assert.has_no_error(run)
    local seen = {}
    for _, item in ipairs(gw:state "requests") do seen[item.http .. " " .. (item.method or "-")] = item.signature end
    assert.equal("good", seen["POST alipay.trade.query"])
    assert.equal("good", seen["GET alipay.marketing.activity.query"])
    assert.equal("good", seen["POST alipay.system.oauth.token"])
    assert.is_not_nil(seen["PATCH -"])
  end)

  it("shows commands whose arguments are right", function()
    local box = command.sandbox()
    finally(box.remove)
    local gateway = command.gateway(box)
    local count = 0
    for line in TEXT:match "```sh\n(.-)```":gmatch "alipay%-lua ([ce]%l+ [^\n]*)" do
      local _, err, code = box.run(line:gsub("#.*", ""), gateway.settings)
      assert.is_true(code == 0 or code == 4, line .. "\n" .. err)
      count = count + 1
    end
    assert.equal(3, count)
  end)
end)
