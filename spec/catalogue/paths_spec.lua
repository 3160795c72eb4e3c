-- SPDX-License-Identifier: MIT
-- From an address of V3 back to the method: for every method that has one.

local describe_method = require("alipay.catalogue.describe").describe
local paths = require "alipay.catalogue.paths"
local record = require "alipay.catalogue.record"

describe("the method at a V3 path", function()
  it("is the one whose path it is", function()
    local count = 0
    for method in record.each() do
      local form = describe_method(method).v3
      if form then
        count = count + 1
        assert.equal(method, paths.method(form.verb, (form.path:gsub("{.-}", "2088-1.x"))))
      end
    end
    assert.is_true(count > 700)
  end)

  it("is nil for what is none", function()
    for _, path in ipairs {
      "", "/v3/", "/v3/alipay/no/such", "/v3/alipay.trade.query", "/v3/alipay/marketing/activity/", "/gateway.do",
    } do
      assert.is_nil(paths.method("POST", path))
      assert.is_nil(paths.method("GET", path))
    end
    assert.is_nil(paths.method("GET", "/v3/alipay/trade/query"))
  end)
end)
