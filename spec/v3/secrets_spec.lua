-- SPDX-License-Identifier: MIT
-- A token that V3 signs stands on a line without a name: it is hidden wherever such a content is shown or quoted.

local alipay = require "alipay"
local cost = require "spec.support.cost"
local html = require "alipay.util.html"
local json = require "alipay.json"
local key = require "alipay.core.key"
local mask = require "alipay.util.mask"
local pipeline = require "alipay.call.pipeline"
local protocol = require "alipay.v3.protocol"
local support = require "spec.support.client"

local TOKEN = "202208134b203fe6c11548bcabd8da5bb087a83b"
local MIDDLE = TOKEN:sub(10, 30)

describe("a V3 content with a token", function()
  local auth = protocol.auth_string("1", nil, ("a"):rep(32), "1667804301218")

  local function content(body, token) return protocol.content(auth, "POST", "/v3/alipay/trade/query", body, token) end

  it("is masked as text, with an empty body, and with line breaks in it", function()
    for _, body in ipairs { "", '{"a":"1"}', '{\n"a":\n1}', "v9xEJGtFY9vW2Ge" } do
      local shown = mask.text(content(body, TOKEN))
      assert.is_nil(shown:find(MIDDLE, 1, true), body)
      assert.equal(content(body, mask.value(TOKEN)), shown)
    end
  end)

  it("is masked where a refusal quotes it, in a message and in JSON", function()
    local quoted = "验签出错，网关生成的验签字符串为：" .. html.escape(content('{"a":"1"}', TOKEN))
    assert.is_nil(mask.refusal(quoted):find(MIDDLE, 1, true))
    assert.is_nil(mask.json(json.encode { code = "invalid-signature", message = quoted }):find(MIDDLE, 1, true))
  end)

  it("keeps what is no token", function()
    for _, body in ipairs { "", '{"a":"1"}', "v9xEJGtFY9vW2Ge" } do assert.equal(content(body), mask.text(content(body))) end
    local v2 = 'app_id=1&biz_content={"a":"x\ny\nz\nu\nv\nw\n"}&sign_type=RSA2'
    assert.equal(v2, mask.text(v2))
  end)

  it("takes time in proportion to its length", function()
    for _, piece in ipairs { "app_id=", "app_id=\nPOST\n", "\\n", "app_id=1\\nPOST\\n/v3\\n" } do
      cost.assert_linear(piece, function(count) mask.text(piece:rep(count)) end, 20000)
    end
  end)

  it("is in no error of a refused signature, and in nothing that a request shows", function()
    local client, gw = support.gateway()
    finally(function() support.finish(gw) end)
    local wrong = alipay.client {
      app_id = gw.app_id, private_key = key.generate():pem(), gateway = gw.gateway,
      alipay_public_key = gw:profile().alipay_public_key,
    }:v3():as { app_auth_token = TOKEN }
    local _, err = wrong.alipay.trade.query:post { content = { out_trade_no = "1" } }
    assert.equal("invalid-signature", err.code)
    for _, shown in ipairs { tostring(err), json.encode(err:data()), mask.json(err.response.raw) } do
      assert.is_nil(shown:find(MIDDLE, 1, true), shown)
    end
    local req = assert(pipeline.build(client:v3():as { app_auth_token = TOKEN }, "POST", "alipay.trade.query",
      { content = { out_trade_no = "1" } }))
    local masked = req:masked()
    assert.is_nil((masked.string_to_sign .. json.encode(masked.params)):find(MIDDLE, 1, true))
    for _, item in ipairs(gw:state "requests") do assert.is_nil(json.encode(item):find(MIDDLE, 1, true)) end
  end)
end)
