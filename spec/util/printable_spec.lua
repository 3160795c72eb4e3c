-- SPDX-License-Identifier: MIT
-- Texts of others on a terminal: nothing that it would obey is left in them.

local cost = require "spec.support.cost"
local printable = require "alipay.util.printable"

describe("a text of others", function()
  it("keeps what can be read", function()
    for _, text in ipairs { "", "plain", "海底捞\tÄ\nх", "👩‍👧 e\204\129", "\u{A0}\u{200D}\u{2026}" } do
      assert.equal(text, printable.text(text))
    end
    assert.equal("a\nb", printable.text "a\r\nb")
  end)

  it("shows each control character and direction mark as an escape", function()
    for code = 0, 0x2100 do
      local control = code < 32 or code >= 0x7F and code < 0xA0 or code == 0x61C or code == 0x200E or code == 0x200F
        or code >= 0x2028 and code <= 0x202E or code >= 0x2066 and code <= 0x2069
      local char = utf8.char(code)
      local escaped = code < 0x80 and ("\\x%02x"):format(code) or ("\\u{%04x}"):format(code)
      assert.equal("海" .. (control and escaped or char) .. "x", printable.line("海" .. char .. "x"))
      if code ~= 9 and code ~= 10 then
        assert.equal("海" .. (control and escaped or char) .. "x", printable.text("海" .. char .. "x"))
      end
    end
  end)

  it("shows bytes that are no UTF-8 as escapes, and keeps the characters around them", function()
    assert.equal("海\\x9b31m\\xe6\\xb5|底\\xff", printable.text "海\x9B31m\xE6\xB5|底\xFF")
    assert.equal("\\xed\\xa0\\x80", printable.line "\xED\xA0\x80")
  end)

  it("is the same when done twice", function()
    local once = printable.line "\27]0;x\7\u{202E}\x9B\n"
    assert.equal(once, printable.line(once))
  end)

  it("takes time in proportion to its length", function()
    cost.assert_linear("hostile text", function(size) printable.text(("\xFF海\27"):rep(size)) end, 2000)
  end)
end)
