-- SPDX-License-Identifier: MIT
-- Web addresses that a request can be sent to.

local address = require "alipay.util.address"

describe("a whole address", function()
  it("has http or https and a host", function()
    for _, text in ipairs { "http://127.0.0.1:8080", "https://shop.example/notify?a=1#b", "http://[::1]:80/" } do
      assert.is_true(address.is_whole(text), text)
    end
  end)

  it("is no path, no other scheme, and holds no blank and no control character", function()
    for _, text in ipairs {
      "", "http://", "http:///notify", "https://?a", "/notify", "shop.example/notify", "ftp://shop.example", "HTTP//shop.example",
      "http:// shop.example", "http://shop.example/a b", "http://shop.example/\r\nX: y", "http://shop.example/\0",
    } do
      assert.is_false(address.is_whole(text), text)
    end
  end)
end)
