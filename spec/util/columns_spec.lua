-- SPDX-License-Identifier: MIT
-- Rows as columns, Chinese text among them.

local color = require "alipay.util.color"
local script = require "alipay.script"

describe("script.table", function()
  it("aligns by the width on a terminal, numbers to the right", function()
    assert.equal(table.concat({
      "order   金额  state",
      "A1      1.00  已支付",
      "订单2  88.80",
    }, "\n"), script.table({ "order", "金额", "state" }, { { "A1", "1.00", "已支付" }, { "订单2", "88.80" } }))
  end)

  it("does not count colours", function()
    local lines = script.table({ "a", "b" }, { { color.paint("red", "xx"), 1 }, { "x", 20 } })
    assert.equal("a    b\nxx   1\nx   20", color.plain(lines))
  end)

  it("shows a header alone", function()
    assert.equal("a  b", script.table({ "a", "b" }, {}))
  end)
end)
