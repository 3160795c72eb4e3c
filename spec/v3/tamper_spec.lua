-- SPDX-License-Identifier: MIT
-- Every byte of a V3 reply that is signed, and of its signature, changed in many ways: none of them passes. EVERY=1 tries every value.

local alipay = require "alipay"
local protocol = require "alipay.v3.protocol"
local support = require "spec.support.client"
local v3 = require "alipay.v3"

local EVERY = os.getenv "EVERY"

-- Each single bit, and bytes that readers may take for the same: case, padding, the other alphabet, blanks.
local function others(byte)
  local list = { 0, 10, 13, 32, 43, 45, 47, 61, 95 }
  for bit = 0, 7 do list[#list + 1] = byte ~ (1 << bit) end
  if EVERY then
    for other = 0, 255 do list[other + 1] = other end
  end
  return list
end

local BODY = '{"trade_no":"2026112322001","total_amount":"88.88","note":"a/b 二维码"}'

describe("a V3 reply", function()
  local req, good
  setup(function()
    local app, ali = support.keys()
    local client = alipay.client { app_id = "1", private_key = app:pem(), alipay_public_key = ali:public():pem() }:v3()
    req = assert(require("alipay.call.pipeline").build(client, "POST", "alipay.trade.query", { content = { out_trade_no = "1" } }))
    local timestamp, nonce = "1717756911576", "mock4f14052a803e6219a069e9635961a5"
    good = {
      body = BODY, ["alipay-timestamp"] = timestamp, ["alipay-nonce"] = nonce,
      ["alipay-signature"] = ali:sign(protocol.reply_content(timestamp, nonce, BODY), "RSA2"),
    }
  end)

  local function judge(parts, status)
    local headers = {}
    for name, value in pairs(parts) do headers[name] = name ~= "body" and value or nil end
    return v3.judge(req, { status = status or 200, body = parts.body, headers = headers })
  end

  it("passes as it is", function()
    local verdict = judge(good)
    assert.same({ "success", true, "2026112322001" }, { verdict.outcome, verdict.verified, verdict.data.trade_no })
  end)

  for _, part in ipairs { "body", "alipay-timestamp", "alipay-nonce", "alipay-signature" } do
    for _, status in ipairs { 200, 400 } do
      it(("with status %d is refused with any one byte of %s changed"):format(status, part), function()
        local value, tried = good[part], 0
        for i = 1, #value do
          local byte = value:byte(i)
          for _, other in ipairs(others(byte)) do
            if other ~= byte then
              local parts = {}
              for name, text in pairs(good) do parts[name] = text end
              parts[part] = value:sub(1, i - 1) .. string.char(other) .. value:sub(i + 1)
              local verdict = judge(parts, status)
              tried = tried + 1
              if verdict.outcome ~= "signature" or verdict.verified then
                error(("byte %d of %s changed from %d to %d: %s"):format(i, part, byte, other, verdict.outcome))
              end
            end
          end
        end
        assert.is_true(tried >= (EVERY and 255 or 9) * #value)
      end)
    end

    it("is refused with " .. part .. " cut or longer by a byte", function()
      for _, change in ipairs { function(s) return s:sub(2) end, function(s) return s:sub(1, -2) end,
        function(s) return s .. "0" end, function(s) return "0" .. s end } do
        local parts = {}
        for name, text in pairs(good) do parts[name] = text end
        parts[part] = change(parts[part])
        assert.equal("signature", judge(parts).outcome)
      end
    end)
  end

  it("of success is refused when a header is missing, empty or null, and the message names it", function()
    for _, name in ipairs { "alipay-signature", "alipay-timestamp", "alipay-nonce" } do
      for _, value in ipairs { "", "null", false } do
        local parts = {}
        for part, text in pairs(good) do parts[part] = text end
        parts[name] = value or nil
        local verdict = judge(parts)
        assert.equal("signature", verdict.outcome)
        assert.matches(name, verdict.message, 1, true)
        assert.is_nil(verdict.data)
      end
    end
  end)
end)
