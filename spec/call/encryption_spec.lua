-- SPDX-License-Identifier: MIT
-- Content encryption: known values, requests and replies at the local gateway.

local alipay = require "alipay"
local cipher = require "alipay.core.cipher"
local digest = require "alipay.core.digest"
local pipeline = require "alipay.call.pipeline"
local support = require "spec.support.client"
local text = require "alipay.core.text"

local KEY16, KEY24 = "aa4BtZ4tspm2wnXLb1ThQA==", digest.base64_encode "ABCDEF+/abcdef9876543210"
local KEY32, JAVA = digest.base64_encode(("abcdef9876543210"):rep(2)), "vEARwBsVE8dBrk0tiaNQtQ=="
local IV = "abcdef9876543210"
local QR = { url_param = "pages/index", query_param = "x=1", describe = "二维码" }

describe("values of other implementations", function()
  it("hold for AES in CBC", function()
    for _, value in ipairs {
      { "test1234567", KEY16, nil, "ILpoMowjIQjfYMR847rnFQ==" },
      { "", "AAAAAAAAAAAAAAAAAAAAAA==", nil, "AUPbY+5msM3/n2mRdoAVHg==" },
      { "test1234567", KEY16, IV, "DDzIhdjWaYhIr8+I9ZGWkw==" },
      { "test1234567", KEY24, nil, "UESum8UwtuviB/JcOzGbcw==" },
      { "test1234567", KEY24, IV, "wLy+9UkoDDVfVJfBygQPJA==" },
      { "test1234567", KEY32, nil, "ysVQs71+fB2YcpLAncFy2g==" },
      { "test1234567", KEY32, IV, "VoxCvaXjQYnH59Uohld37g==" },
      { "test1234567你好", JAVA, nil, "Xg5Qdr1jGhRugqAdBHYgl94KzwIqcaA37/dMvR1PeSc=" },
      { '{"code":"10000","msg":"Success","aes_key":"cW8mcZgoMGUVp5g7uv7bHw=="}', "aYA0GP8JEW+D7/UFaskCWA==", nil,
        "4AOYHE0rpPnRnghunsGo+mY02DzANFLwNJJCiHfrNh2oaB2pn33PwOEOvH8mjhkE3Wh/jR+3jHM9nvoFvOsY/SqZbZzamRg9Eh3VkRqOhSM=" },
    } do
      assert.equal(value[4], cipher.encrypt(value[1], value[2], "AES", value[3]))
      assert.equal(value[1], cipher.decrypt(value[4], value[2], "AES", value[3]))
    end
  end)

  it("hold for AES_V2 and SM4", function()
    local plain = "test1234567你好"
    assert.equal(plain, cipher.decrypt("2QL0g2nIXPryV+HHfsjcFiekGJIczOnP3DB8PakDw89AzuFjayOxIE19Zu8OyY3O", JAVA, "AES_V2"))
    assert.equal(plain, cipher.decrypt("eYOm33zpxniyBwCUAgSUX9EcGrkj56LhXxiuo0VyY4OfkLFA51Qeyrz6OnuA8pkjuw==", JAVA, "SM4"))
    for _, algorithm in ipairs { "AES_V2", "SM4" } do
      local one, two = cipher.encrypt(plain, JAVA, algorithm), cipher.encrypt(plain, JAVA, algorithm)
      assert.not_equal(one, two)
      assert.equal(plain, cipher.decrypt(two, JAVA, algorithm))
    end
  end)
end)

describe("an encrypted call", function()
  local client, gw
  setup(function() client, gw = support.gateway() end)
  teardown(function() support.finish(gw) end)

  local function client_with(overrides)
    local settings = gw:profile()
    for name, value in pairs(overrides) do settings[name] = value or nil end
    return alipay.client(settings)
  end

  for _, case in ipairs { { true, "AES" }, { "AES", "AES" }, { "AES_V2", "AES_V2" }, { "SM4", "SM4" } } do
    it("sends and gets ciphertext with encrypt = " .. tostring(case[1]), function()
      local res = assert(client.alipay.open.appQrcodeCreate:post { content = QR, encrypt = case[1] })
      assert.matches('^"[%w+/]+=*"$', res.body) -- the signed bytes, quotes included
      assert.equal("10000", res.data.code)
      assert.matches("^http", res.data.qr_code_url)
      assert.equal(case[2], res.request.params.encrypt_type)
      assert.is_nil(res.request.params.biz_content:find("pages/index", 1, true))
    end)
  end

  it("is the profile's choice, and the call may say otherwise", function()
    local sm4 = client_with { encrypt = "SM4" }
    assert.equal("SM4", assert(sm4.alipay.open.appQrcodeCreate:post { content = QR }).request.params.encrypt_type)
    assert.equal("SM4", assert(sm4.alipay.open.appQrcodeCreate:post { content = QR, encrypt = true }).request.params.encrypt_type)
    assert.equal("AES", assert(sm4.alipay.open.appQrcodeCreate:post { content = QR, encrypt = "AES" }).request.params.encrypt_type)
    assert.is_nil(assert(sm4.alipay.open.appQrcodeCreate:post { content = QR, encrypt = false }).request.params.encrypt_type)
  end)

  it("leaves calls without content alone when the profile asks for it", function()
    local req = assert(pipeline.build(client_with { encrypt = true }, "GET", "alipay.system.oauth.token", {
      query = { grant_type = "authorization_code", code = "4b203fe6c11548bcabd8da5bb087a83b" },
    }))
    assert.is_nil(req.params.encrypt_type)
    assert.is_nil(req.params.biz_content)
  end)

  it("signs what is sent: ciphertext and encrypt_type", function()
    local req = assert(pipeline.build(client, "POST", "alipay.some.create", { content = { a = "1" }, encrypt = "AES" }))
    local ciphertext = assert(cipher.encrypt('{"a":"1"}', gw:profile().encrypt_key))
    assert.equal(ciphertext, req.params.biz_content)
    assert.matches("biz_content=" .. ciphertext, req.string_to_sign, 1, true)
    assert.matches("&encrypt_type=AES&", req.string_to_sign, 1, true)
  end)

  it("encrypts the bytes of the request's character set", function()
    local req = assert(pipeline.build(client, "POST", "alipay.some.create",
      { content = '{"a":"二"}', query = { charset = "GBK" }, encrypt = true }))
    local plain = assert(cipher.decrypt(req.params.biz_content, gw:profile().encrypt_key))
    assert.equal('{"a":"二"}', text.convert(plain, "GB18030", "UTF-8"))
  end)

  it("keeps nothing from one call to the next", function()
    local promises = {}
    local kinds = { "AES", "AES_V2", "SM4", false }
    for i = 1, 12 do
      promises[i] = client.alipay.open.appQrcodeCreate:postAsync { content = QR, encrypt = kinds[i % 4 + 1] }
    end
    for i = 1, 12 do
      local res = assert(promises[i]:wait())
      assert.equal(kinds[i % 4 + 1] or nil, res.request.params.encrypt_type)
      assert.matches("^http", res.data.qr_code_url)
    end
  end)

  it("whose answer decrypts to no object is an error, though its signature is good", function()
    for _, plain in ipairs { "no json", '{"code":"10000"},"x":{}', "[1]" } do
      local liar_client, liar = support.liar(function(exchange, self)
        self.reply(exchange, self.signed('"' .. assert(cipher.encrypt(plain, KEY16)) .. '"'))
      end, { encrypt_key = KEY16 })
      local res, err = liar_client.alipay.trade.query:post { content = { out_trade_no = "1" }, encrypt = true }
      liar.server:stop()
      assert.is_nil(res)
      assert.equal("parameter", err.kind)
      assert.matches("no JSON object", err.message, 1, true)
    end
  end)

  it("a wrong key is refused by the gateway, also where the padding happens to fit", function()
    -- What a wrong key makes of the padding is chance: of hundreds of keys one or two pass it.
    local codes = {}
    for i = 1, 400 do
      local key = digest.base64_encode(("%016d"):format(i))
      local plain = cipher.decrypt(assert(cipher.encrypt('{"a":"1"}', gw:profile().encrypt_key)), key)
      if plain or i == 1 then
        local _, err = client_with({ encrypt_key = key }).alipay.open.appQrcodeCreate:post { content = QR, encrypt = true }
        codes[err.sub_code] = true
      end
    end
    codes["isv.illegal-json"] = nil -- rarer still: what comes out is text
    assert.same({ ["isv.decryption-error-unknown"] = true }, codes)
  end)

  it("a bad key is named before anything is sent", function()
    for key, message in pairs {
      ["not base64 !"] = "base64", [digest.base64_encode(("k"):rep(15))] = "15",
      [digest.base64_encode(KEY16)] = "twice",
    } do
      local _, err = client_with({ encrypt_key = key }).alipay.open.appQrcodeCreate:post { content = QR, encrypt = true }
      assert.equal("signature", err.kind)
      assert.matches("encrypt_key", err.message, 1, true)
      assert.matches(message, err.message, 1, true)
    end
    local _, err = client_with({ encrypt_key = false }).alipay.open.appQrcodeCreate:post { content = QR, encrypt = true }
    assert.equal("parameter", err.kind)
    assert.matches("ALIPAY_ENCRYPT_KEY", err.message, 1, true)
  end)

  it("an upload is not encrypted", function()
    local body = alipay.multipart { image_content = alipay.bytes("\xFF\xD8\xFF", { name = "a.jpg" }) }
    local query = { image_type = "jpg", image_name = "a" }
    local _, err = client.alipay.offline.materialImageUpload:post { body = body, query = query, encrypt = true }
    assert.equal("parameter", err.kind)
    assert(client_with({ encrypt = true }).alipay.offline.materialImageUpload:post { body = body, query = query })
  end)

  it("wrong options raise", function()
    assert.has_error(function() client.alipay.trade.query:post { content = {}, encrypt = "DES" } end)
    assert.has_error(function() client_with { encrypt = "DES" } end)
  end)
end)

describe("an encrypted reply", function()
  local client, liar, answer
  setup(function()
    client, liar = support.liar(function(exchange, self) self.reply(exchange, answer) end, { encrypt_key = KEY16 })
  end)
  teardown(function() liar.server:stop() end)

  local function read(ciphertext, algorithm)
    answer = liar.signed('"' .. ciphertext .. '"')
    return client.alipay.trade.query:post { content = { trade_no = "1" }, encrypt = algorithm or "AES" }
  end

  it("is verified with its quotes", function()
    local node = assert(cipher.encrypt('{"code":"10000"}', KEY16))
    assert.equal("10000", assert(read(node)).data.code)
    answer = ('{"alipay_trade_query_response":"%s","sign":"%s"}'):format(node, liar.sign(node)) -- signed without
    local _, err = client.alipay.trade.query:post { content = { trade_no = "1" }, encrypt = "AES" }
    assert.equal("signature", err.kind)
  end)

  it("that cannot be decrypted is an error that says why", function()
    local good = digest.base64_decode(cipher.encrypt('{"code":"10000"}', KEY16))
    local _, err = read(digest.base64_encode(good:sub(1, -2)))
    assert.equal("parameter", err.kind)
    assert.matches("cannot be decrypted", err.message, 1, true)
    assert.matches("encrypt_key", err.hint, 1, true)
    -- A wrong key shows as bad padding; which bytes do is fixed here.
    _, err = read(cipher.encrypt('{"code":"10000"}', JAVA))
    assert.matches("padding", err.message, 1, true)
    local sealed = digest.base64_decode(cipher.encrypt('{"code":"10000"}', KEY16, "SM4"))
    _, err = read(digest.base64_encode(sealed:sub(1, -2) .. string.char(sealed:byte(-1) ~ 1)), "SM4")
    assert.matches("tag", err.message, 1, true)
    _, err = read("!!!")
    assert.matches("base64", err.message, 1, true)
  end)
end)
