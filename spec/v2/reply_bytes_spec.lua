-- SPDX-License-Identifier: MIT
-- One changed byte anywhere in a signed reply: never a response, and an error that claims no signature.

local pipeline = require "alipay.call.pipeline"
local response = require "alipay.call.response"
local support = require "spec.support.notify"
local v2 = require "alipay.v2"

describe("one changed byte in a signed reply", function()
  local client = support.client()
  local req = assert(pipeline.build(client, "POST", "alipay.trade.query", { content = { out_trade_no = "1" } }))

  local function read(body)
    local reply = { status = 200, headers = {}, body = body, timing = {} }
    return response.of(req, reply, v2.judge(req, reply))
  end

  local function reply(node)
    return ('{"alipay_trade_query_response":%s,"sign":"%s"}'):format(node, support.alipay:sign(node, "RSA2"))
  end

  -- Every bit of every byte, and the bytes that mean something in JSON, in base64 and in what is signed.
  local function each_change(body, fn)
    local specials = { 34, 92, 123, 125, 44, 58, 32, 10, 0, 43, 47, 61, 255 }
    local count = 0
    for i = 1, #body do
      local byte, others = body:byte(i), {}
      for bit = 0, 7 do others[byte ~ (1 << bit)] = true end
      for _, special in ipairs(specials) do others[special] = special ~= byte or nil end
      for other in pairs(others) do
        count = count + 1
        fn(body:sub(1, i - 1) .. string.char(other) .. body:sub(i + 1), i, other)
      end
    end
    return count
  end

  local function is_refused(body)
    assert(#body > 400)
    local count = each_change(body, function(mutated, i, other)
      local res, err = read(mutated)
      if res ~= nil then error(("byte %d as %d is accepted: %s"):format(i, other, mutated)) end
      assert(err.kind == "signature" or err.kind == "http" or err.kind == "api" and err.unsigned, mutated)
    end)
    assert(count > #body * 15)
  end

  it("that reports success is refused", function()
    local body = reply '{"code":"10000","msg":"Success","trade_no":"2013112011001004330000121536","url":"https:\\/\\/a.b","s":"二"}'
    assert(read(body))
    is_refused(body)
  end)

  it("that reports an error leaves an error that nobody vouches for", function()
    local body = reply '{"code":"40004","msg":"Business Failed","sub_code":"ACQ.TRADE_NOT_EXIST","sub_msg":"交易不存在"}'
    local _, err = read(body)
    assert.is_nil(err.unsigned)
    is_refused(body)
  end)

  it("without a code is refused", function()
    local body = reply '{"access_token":"authusrB43ac","expires_in":300}'
    assert(read(body))
    is_refused(body)
  end)
end)
