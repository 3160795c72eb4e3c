-- SPDX-License-Identifier: MIT
-- Codes are explained in both languages, with whatever prefix they come.

local catalogue = require "alipay.catalogue"
local codes = require "alipay.codes"

describe("codes", function()
  it("are found with every prefix that the platform puts before them, and without", function()
    for _, code in ipairs { "isv.invalid-signature", "invalid-signature", "aop.ACQ.SYSTEM_ERROR", "AQC.SYSTEM_ERROR", "40004" } do
      local found = assert(codes.explain(code), code)
      assert.equal(codes.bare(code), found.code)
    end
    assert.equal("SYSTEM_ERROR", codes.bare "aop.ACQ.SYSTEM_ERROR")
    assert.same(codes.explain "ACQ.TRADE_NOT_EXIST", codes.explain "TRADE_NOT_EXIST")
  end)

  it("have a meaning and a remedy in English and Chinese", function()
    for _, source in ipairs { "gateway", "business", "v3" } do
      for code, entry in pairs(require("alipay.catalogue.codes." .. source)) do
        assert.equal(4, #entry, code)
        for i, text in ipairs(entry) do
          local chinese = text:find "[\xE4-\xE9]" ~= nil
          assert.equal(i % 2 == 0, chinese, code .. ": " .. text)
        end
      end
    end
  end)

  it("are there for every business code of the trade methods that are called daily", function()
    for _, method in ipairs { "create", "pay", "precreate", "query", "cancel", "close", "refund", "fastpay.refund.query" } do
      local known, missing = catalogue.describe("alipay.trade." .. method).codes, {}
      for _, code in ipairs(known) do
        if not codes.explain(code) then missing[#missing + 1] = code end
      end
      assert.same({}, missing, method)
    end
  end)

  it("say by V3 where V3 has what is missing or wrong", function()
    for _, code in ipairs { "isv.missing-timestamp", "invalid-timestamp", "missing-signature" } do
      local by_v2, by_v3 = codes.explain(code), codes.explain(code, "v3")
      assert.equal(by_v2.code, by_v3.code)
      assert.matches("Authorization", by_v3.meaning)
      assert.not_matches("GMT%+8", by_v3.remedy)
      assert.same(by_v2, codes.explain(code, "v2"))
    end
    assert.matches("milliseconds since 1970", codes.explain("invalid-timestamp", "v3").remedy)
    assert.same(codes.explain "ACQ.TRADE_NOT_EXIST", codes.explain("TRADE_NOT_EXIST", "v3"))
    for code in pairs(require "alipay.catalogue.codes.v3") do assert.is_table(codes.explain(code), code) end
  end)

  it("are nil when nothing is known", function()
    for _, code in ipairs { "", "isv.", "NO_SUCH_CODE", 40004, false } do assert.is_nil(codes.explain(code)) end
    assert.is_nil(codes.explain(nil))
  end)

  it("are found by words of either language", function()
    local function has(text, code)
      for _, found in ipairs(codes.search(text)) do
        if found.code == code then return true end
      end
    end
    assert.is_true(has("余额不足", "BUYER_BALANCE_NOT_ENOUGH"))
    assert.is_true(has("trade_not", "TRADE_NOT_EXIST"))
    assert.is_true(has("验签", "invalid-signature"))
  end)
end)
