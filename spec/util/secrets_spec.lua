-- SPDX-License-Identifier: MIT
-- What is taken for a secret, and what is not.

local digest = require "alipay.core.digest"
local secrets = require "alipay.util.secrets"

describe("secrets", function()
  it("are keys of every size, in base64 or hex, and tokens", function()
    for _, size in ipairs { 16, 24, 32, 64, 1200 } do
      for _ = 1, 20 do
        local key
        repeat key = digest.base64_encode(digest.random(size)) until key:find "%d" and not key:find "^/" -- as nearly all do
        assert.is_true(secrets.found_in("key = " .. key), key)
        local shown = secrets.shown(("'%s' is no URL"):format(key))
        assert.equal(("'**** (%d characters that look like a key)' is no URL"):format(#key), shown)
      end
    end
    assert.equal("**** (32 characters that look like a key)", secrets.shown "0123456789abcdef0123456789abcdef")
    assert.is_true(secrets.found_in "202611BBabcdefghijklmnopqrstuvwxyz0123")
    assert.is_true(secrets.found_in "-----BEGIN RSA PRIVATE KEY-----")
    assert.equal("-----BEGIN PRIVATE KEY-----****", secrets.shown "-----BEGIN PRIVATE KEY-----\nabc\n")
    assert.equal("private.pkcs8:**** (206 characters that look like a key)", secrets.shown("private.pkcs8://" .. ("ab1/"):rep(51)))
  end)

  it("are passwords in a URL", function()
    for text, shown in pairs {
      ["http://user:pass@host/x"] = "http://****@host/x", ["at https://user:p@ss@host:1, or"] = "at https://****@host:1, or",
      ["http://host/?a=http://b:c@d&e=f@g"] = "http://host/?a=http://****@g", ["http://host?x=a@b"] = "http://host?x=a@b",
      ["mail a@b"] = "mail a@b", ['{"to":"http://host","mail":"x@y.com"}'] = '{"to":"http://host","mail":"x@y.com"}',
    } do
      assert.equal(shown, secrets.shown(text))
      assert.equal(shown, secrets.address(text))
      assert.equal(shown, require("alipay.util.mask").text(text))
    end
    local long = "https://a:b@openapi.alipay.com/v3/alipay/fund/jointaccount/signdetail/query"
    assert.equal("https://****@openapi.alipay.com/v3/alipay/fund/jointaccount/signdetail/query", secrets.address(long))
  end)

  it("are not paths, URLs, ids and names", function()
    for _, text in ipairs {
      "/home/user/alipay/keys/2021000117618204/private.pem", "https://openapi-sandbox.dl.alipaydev.com/gateway.do",
      "http://127.0.0.1:8900/gateway.do", "2021000117618204", "alipay_offline_material_image_upload",
      "alipayOfflineMaterialImageUploadResponse", "openapi.alipay.com", "",
    } do
      assert.is_false(secrets.found_in(text), text)
      assert.equal(text, secrets.shown(text))
    end
  end)

  it("are cut short in quotes", function()
    assert.equal("'" .. ("ab "):rep(19) .. "ab…'", secrets.quoted(("ab "):rep(100)))
    assert.equal("'x'", secrets.quoted "x")
  end)
end)
