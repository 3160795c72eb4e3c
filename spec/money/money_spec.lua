-- SPDX-License-Identifier: MIT
-- Amounts: read, written and compared to the fen.

local money = require "alipay.money"

describe("money", function()
  it("reads yuan as fen", function()
    for text, fen in pairs {
      ["88.80"] = 8880, ["88.8"] = 8880, ["88"] = 8800, ["0.01"] = 1, ["0"] = 0, ["-0.05"] = -5, ["-3"] = -300,
      ["100000000"] = 10000000000, ["9999999999999999.99"] = 999999999999999999, ["007.10"] = 710,
    } do
      assert.equal(fen, money.fen(text), text)
      assert.equal("integer", math.type(money.fen(text)))
    end
    assert.equal(8880, money.fen(8880))
  end)

  it("says what is no amount", function()
    for _, text in ipairs {
      "", ".5", "1.", "1.234", "1e2", " 1", "1 ", "+1", "--1", "1,00", "0x10", "12345678901234567", "一", "1.00\n", "nan",
    } do
      local fen, err = money.fen(text)
      assert.is_nil(fen, text)
      assert.equal("parameter", err.kind)
      assert.matches("no amount", err.message)
      assert.has_error(function() money.text(text) end)
      assert.has_error(function() money.compare(text, "1") end)
    end
  end)

  it("raises for floats, which lose fen, and for what is no text", function()
    for _, value in ipairs { 88.8, 1.0, 0 / 0, true, {} } do
      for _, call in ipairs { money.fen, money.text, function(v) return money.compare("1", v) end } do
        local fine, message = pcall(call, value)
        assert.is_false(fine)
        assert.matches("must be a text", tostring(message))
      end
    end
    assert.is_false(pcall(money.fen))
  end)

  it("writes two decimals", function()
    for fen, text in pairs {
      [0] = "0.00", [5] = "0.05", [10] = "0.10", [-5] = "-0.05", [-300] = "-3.00", [10000000000] = "100000000.00",
    } do
      assert.equal(text, money.text(fen))
    end
    assert.equal("88.80", money.text "88.8")
    assert.equal("-92233720368547758.08", money.text(math.mininteger))
    assert.equal("-0.10", money.text "-0.1")
  end)

  it("compares", function()
    assert.equal(0, money.compare("1", "1.00"))
    assert.equal(0, money.compare("1.5", 150))
    assert.equal(-1, money.compare("9.99", "10"))
    assert.equal(1, money.compare("-0.01", "-1"))
  end)
end)
