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
    assert.equal("http://****@host/x", secrets.shown "http://user:pass@host/x")
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
