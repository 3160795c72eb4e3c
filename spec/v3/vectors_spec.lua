-- SPDX-License-Identifier: MIT
-- What V3 signs, byte for byte: 14 contents of requests and replies with their signatures, and what must not come out as they do.

local alipay = require "alipay"
local digest = require "alipay.core.digest"
local json = require "alipay.json"
local key = require "alipay.core.key"
local pipeline = require "alipay.call.pipeline"
local protocol = require "alipay.v3.protocol"
local reply = require "alipay.v3.reply"

local DATA
do
  local file <close> = assert(io.open "spec/v3/vectors.json")
  DATA = assert(json.decode(file:read "a"))
end

local private = assert(key.load_private(table.concat(DATA.private_key, "\n") .. "\n"))
local public = private:public()
local NONCE, TIMESTAMP = "5f9fba93bbb240f0b32804d5ead3e131", "1667804301218"
local CERT_SN = "0123456789abcdef0123456789abcdef"

local by_name = {}
for _, vector in ipairs(DATA.vectors) do
  vector.content = table.concat(vector.lines, "\n") .. "\n"
  by_name[vector.name] = vector
end

local client = alipay.client {
  app_id = "2021000000000001", private_key = private:pem(), alipay_public_key = public:pem(),
  encrypt_key = "aa4BtZ4tspm2wnXLb1ThQA==",
}:v3()

local CONTENT = '{"out_trade_no":"T1","subject":"海底捞 a/b"}'

-- How each request comes about, by the name of its vector: client, method of a chain or nil, options.
local REQUESTS = {
  ["key mode, POST"] = { client, "alipay.trade.query", { content = { out_trade_no = "T1" } } },
  ["key mode, POST without body"] = { client, nil, { verb = "POST", path = "/v3/alipay/trade/query" } },
  ["query with a space and Chinese (RFC 3986)"] = {
    client, "alipay.open.auth.userauth.relationship.query", { content = '{"scopes":"auth_user,auth_zhima","remark":"海 +~"}' },
  },
  ["with app_auth_token"] = {
    client:as { app_auth_token = "202212BB_D64b2be8afd4b6c8468cf585bd05E50" }, nil,
    { verb = "POST", path = "/v3/alipay/trade/precreate", content = CONTENT },
  },
  ["encrypted (ciphertext of the fifth body is the body)"] = {
    client, nil, { verb = "POST", path = "/v3/alipay/trade/precreate", content = CONTENT, encrypt = true },
  },
  ["multipart: the JSON of part data is the body"] = {
    client, "alipay.open.file.upload",
    { body = alipay.multipart { biz_code = "openpt_appstore", file_content = alipay.bytes "bytes" } },
  },
  ["multipart without data part"] = {
    client, "alipay.open.file.upload", { body = alipay.multipart { file_content = alipay.bytes "bytes" } },
  },
  ["path parameter"] = {
    client, "alipay.marketing.activity.ordervoucher.stop",
    { content = { activity_id = "2016042700826004508401111111", out_biz_no = "a" } },
  },
  ["DELETE with query"] = {
    client, nil,
    { verb = "DELETE", path = "/v3/alipay/commerce/ec/department", query = { department_id = "D1", enterprise_id = "E1" } },
  },
}

describe("V3 signs the published content", function()
  local nonce, timestamp = protocol.nonce, protocol.timestamp
  setup(function()
    protocol.nonce = function() return NONCE end
    protocol.timestamp = function() return TIMESTAMP end
  end)
  teardown(function() protocol.nonce, protocol.timestamp = nonce, timestamp end)

  it("of 14 vectors", function()
    assert.equal(14, #DATA.vectors)
    for _, vector in ipairs(DATA.vectors) do
      assert.equal(vector.sha256, digest.sha256(vector.content), vector.name)
      assert.equal(vector.sign, private:sign(vector.content, "RSA2"), vector.name)
      assert.is_true(public:verify(vector.content, vector.sign, "RSA2"), vector.name)
    end
  end)

  for name, call in pairs(REQUESTS) do
    it("of a request: " .. name, function()
      local vector = assert(by_name[name])
      local options = call[3]
      local method = call[2] or options.verb .. " " .. options.path
      local req = assert(pipeline.build(call[1], "POST", method, options))
      assert.equal(vector.content, req.string_to_sign)
      local header = req:headers()[1]
      assert.equal("Authorization: ALIPAY-SHA256withRSA " .. vector.lines[1] .. ",sign=" .. vector.sign, header)
      local auth_string, _, sign, scheme = protocol.read_authorization(header:match "^Authorization: (.*)$")
      assert.same({ vector.lines[1], vector.sign, protocol.SCHEME }, { auth_string, sign, scheme })
    end)
  end

  it("with the certificate's number, and in another order with more in it", function()
    local vector = by_name["cert mode, GET with query"]
    local auth_string = protocol.auth_string("2021000000000001", CERT_SN, NONCE, TIMESTAMP)
    assert.equal(vector.content, protocol.content(auth_string, "GET",
      "/v3/alipay/data/dataservice/bill/downloadurl/query?bill_type=trade&bill_date=2026-09-24", ""))
    vector = by_name["order and expired_seconds as in the Postman script"]
    local header = protocol.authorization(vector.lines[1], vector.sign):match "^Authorization: (.*)$"
    local read, fields, sign = protocol.read_authorization(header)
    assert.same({ vector.lines[1], vector.sign }, { read, sign })
    assert.same({ app_id = "2021000000000001", timestamp = TIMESTAMP, nonce = NONCE, expired_seconds = "120" }, fields)
    assert.equal(vector.content, protocol.content(read, "POST", "/v3/alipay/trade/query", '{"out_trade_no":"T1"}'))
  end)

  it("of replies: plain, empty, encrypted", function()
    for _, name in ipairs { "response", "response, empty body", "response, encrypted: the ciphertext is signed" } do
      local vector = by_name[name]
      local answer = { body = vector.lines[3], headers = {
        ["alipay-timestamp"] = vector.lines[1], ["alipay-nonce"] = vector.lines[2], ["alipay-signature"] = vector.sign,
      } }
      assert.equal(vector.content, protocol.reply_content(vector.lines[1], vector.lines[2], vector.lines[3]))
      assert.is_true((reply.verify(answer, public)), name)
    end
  end)

  it("and differs when anything is done otherwise", function()
    local vector = by_name["with app_auth_token"]
    local auth, token = vector.lines[1], vector.lines[5]
    local path = "/v3/alipay/trade/precreate"
    local changed = {
      ["lower-case method"] = protocol.content(auth, "post", path, CONTENT, token),
      ["missing last newline"] = vector.content:sub(1, -2),
      ["bare ?"] = protocol.content(auth, "POST", path .. "?", CONTENT, token),
      ["body written again"] = protocol.content(auth, "POST", path, json.encode(json.decode(CONTENT)):gsub(":", ": "), token),
      ["token on the wrong line"] = protocol.content(auth, "POST", path, token, CONTENT),
      ["token in the first line"] = protocol.content(auth .. ",app_auth_token=" .. token, "POST", path, CONTENT),
      ["token left out"] = protocol.content(auth, "POST", path, CONTENT),
    }
    for name, content in pairs(changed) do
      assert.not_equal(vector.sha256, digest.sha256(content), name)
      assert.is_false((public:verify(content, vector.sign, "RSA2")), name)
    end
  end)
end)
