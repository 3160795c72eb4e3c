-- SPDX-License-Identifier: MIT
-- What a mini program hands over, encrypted and signed: every shape that it is passed on in, and what must be refused.

local alipay = require "alipay"
local cipher = require "alipay.core.cipher"
local json = require "alipay.json"
local support = require "spec.support.client"

local KEY16, JAVA = "aa4BtZ4tspm2wnXLb1ThQA==", "vEARwBsVE8dBrk0tiaNQtQ=="

describe("what a mini program hands over", function()
  local client, sign
  setup(function()
    local app, ali = support.keys()
    client = alipay.client {
      app_id = "2014072300007148", private_key = app:pem(), alipay_public_key = ali:public():pem(), encrypt_key = KEY16,
    }
    sign = function(bytes) return ali:sign(bytes, "RSA2") end
  end)

  local function data(changes)
    local response = cipher.encrypt('{"code":"10000","msg":"Success","mobile":"13800000000"}', KEY16)
    local whole = {
      response = response, sign = sign('"' .. response .. '"'), sign_type = "RSA2", encrypt_type = "AES", charset = "UTF-8",
    }
    for name, value in pairs(changes or {}) do whole[name] = value or nil end
    return whole
  end

  it("is verified with quotes, then decrypted", function()
    assert.equal("13800000000", assert(alipay.miniprogram.decrypt(data(), client)).mobile)
    assert.equal("13800000000", assert(alipay.miniprogram.decrypt(json.encode(data()), client)).mobile)
  end)

  it("is found in every shape that front ends hand over", function()
    local escape = require("alipay.core.form").escape
    local body = json.encode(data())
    local loose = data()
    for name, value in pairs {
      ["the callback's object"] = { response = body }, ["its JSON"] = json.encode { response = body },
      ["the inner object, parsed"] = { response = data() }, ["JSON in JSON"] = json.encode(json.encode { response = body }),
      ["a field of another name"] = { detail = { response = body } }, ["its text in such a field"] = { encryptedData = body },
      ["encoded for a URL"] = escape(body), ["a form"] = "sign=" .. escape(loose.sign) .. "&response=" .. escape(loose.response),
      ["with its quotes"] = data { response = '"' .. loose.response .. '"' },
      ["decoded once too often"] = data { response = loose.response:gsub("%+", " "), sign = loose.sign:gsub("%+", " ") },
      ["decoded once too little"] = data { response = escape(loose.response), sign = escape(loose.sign) },
      ["inside of JSON"] = data { response = loose.response:gsub("/", "\\/"), sign = loose.sign:gsub("/", "\\/") },
    } do
      local content, err = alipay.miniprogram.decrypt(value, client)
      assert(content, name .. ": " .. tostring(err))
      assert.equal("13800000000", content.mobile)
    end
  end)

  it("is refused in every such shape when its signature does not fit", function()
    local wrong = data { sign = sign '"x"' }
    local body = json.encode(wrong)
    for _, value in ipairs { { response = body }, { response = wrong }, json.encode(body), { detail = body } } do
      local content, err = alipay.miniprogram.decrypt(value, client)
      assert.is_nil(content)
      assert.equal("signature", err.kind)
    end
  end)

  it("that lost its text on the way is never a success", function()
    local _, err = alipay.miniprogram.decrypt({ response = { code = "10000", mobile = "1" } }, client)
    assert.equal("signature", err.kind)
    assert.matches("parsed", err.message, 1, true)
    _, err = alipay.miniprogram.decrypt({ response = { code = "40001", subCode = "isv.missing-encrypt-key" } }, client)
    assert.equal("isv.missing-encrypt-key", err.sub_code)
    local deep = {}
    deep.response = deep
    _, err = alipay.miniprogram.decrypt(deep, client)
    assert.matches("too deeply", err.message, 1, true)
  end)

  it("is read in time that is proportional to its size", function()
    for name, make in pairs {
      function(size) return ('{"response":'):rep(size) end, function(size) return ('"{'):rep(size) end,
      function(size) return ("a=%22"):rep(size) end, function(size) return { response = ("%25 "):rep(size) } end,
      function(size) return { response = '"' .. ('\\"'):rep(size) .. '"' } end,
    } do
      require("spec.support.cost").assert_linear("mini program " .. name, function(size)
        alipay.miniprogram.decrypt(make(size), client)
      end, 500)
    end
  end)

  it("is refused when it was signed without quotes, not at all, or changed", function()
    local response = data().response
    for _, changes in ipairs {
      { sign = sign(response) }, { sign = false }, { sign = "" }, { response = response:sub(1, -6) .. "AAAA=" },
      { sign_type = "RSA" }, { sign = "AAAA" },
    } do
      local content, err = alipay.miniprogram.decrypt(data(changes), client)
      assert.is_nil(content)
      assert.equal("signature", err.kind)
    end
  end)

  it("may be a refusal, which is told as such", function()
    local _, err = alipay.miniprogram.decrypt({
      response = '{"code":"40001","msg":"Missing Required Arguments","subCode":"isv.missing-encrypt-key","subMsg":"缺少加密配置"}',
    }, client)
    assert.equal("api", err.kind)
    assert.equal("isv.missing-encrypt-key", err.sub_code)
    assert.is_true(err.unsigned)
    assert.matches("console", err.hint, 1, true)
  end)

  it("is never a success that nobody signed", function()
    local plain = '{"code":"10000","mobile":"13900000000"}'
    local _, err = alipay.miniprogram.decrypt({ response = plain }, client)
    assert.equal("signature", err.kind)
    assert.equal("13900000000", assert(alipay.miniprogram.decrypt({ response = plain, sign = sign(plain) }, client)).mobile)
  end)

  it("without a usable key or content says so", function()
    local response = cipher.encrypt("no json", KEY16)
    local _, err = alipay.miniprogram.decrypt(data { response = response, sign = sign('"' .. response .. '"') }, client)
    assert.matches("no JSON", err.message, 1, true)
    response = cipher.encrypt("{}", JAVA)
    _, err = alipay.miniprogram.decrypt(data { response = response, sign = sign('"' .. response .. '"') }, client)
    assert.matches("cannot be decrypted", err.message, 1, true)
    _, err = alipay.miniprogram.decrypt({}, client)
    assert.matches("no response", err.message, 1, true)
    _, err = alipay.miniprogram.decrypt("[", client)
    assert.equal("parameter", err.kind)
    assert.has_error(function() alipay.miniprogram.decrypt(5, client) end)
  end)
end)
