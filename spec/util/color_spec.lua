-- SPDX-License-Identifier: MIT
-- Colours: what is painted here shows them, what comes from others does not.

local color = require "alipay.util.color"

describe("a painted text", function()
  it("has its colours on a terminal only", function()
    local text = "a " .. color.paint("red", "b") .. color.paint("nosuch", " c")
    assert.equal("a \27[31mb\27[0m c", color.terminal(text))
    assert.equal("a b c", color.plain(text))
    assert.falsy(text:find("\27", 1, true))
  end)

  it("shows the control characters of others as escapes", function()
    assert.equal("\27[32mgood\\x1b[8m\\u{009b}1m\27[0m\n", color.terminal(color.paint("green", "good\27[8m\u{9B}1m") .. "\n"))
  end)
end)
