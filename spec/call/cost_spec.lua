-- SPDX-License-Identifier: MIT
-- Every reader of a peer's text takes time in proportion to it, whatever the text is made for.

local alipay = require "alipay"
local autopsy = require "alipay.call.autopsy"
local cost = require "spec.support.cost"
local decimal = require "alipay.util.decimal"
local difference = require "alipay.call.difference"
local mask = require "alipay.util.mask"
local pipeline = require "alipay.call.pipeline"
local reply = require "alipay.v2.reply"
local verifier = require "alipay.call.verifier"
local support = require "spec.support.client"

local METHOD = "alipay.trade.query"
local QUOTED = "验签出错，网关生成的验签字符串为："

local client, req
setup(function()
  local app, ali = support.keys()
  client = alipay.client { app_id = "1", private_key = app:pem(), alipay_public_key = ali:public():pem() }
  req = assert(pipeline.build(client, "POST", METHOD, { content = { out_trade_no = '1"x', subject = "二 维" } }))
end)

local each_text = cost.assert_linear_in_text

describe("the time of", function()
  it("reading that is not proportional is noticed", function()
    local fine, reason = pcall(each_text, "quadratic", function(text) return text:find "1+Y" end, { "" }, 250)
    assert.is_false(fine)
    assert.matches("quadratic.*: %d+ takes", reason) -- and mostly of which text
  end)

  it("telling what a body is", function()
    each_text("describe", verifier.describe, { "", "<title>", "<html><title>" })
  end)

  it("finding the gateway's string in a refusal", function()
    each_text("string_of", function(text) autopsy.string_of(text, req.string_to_sign) end, { "", "a=", QUOTED })
  end)

  it("examining a refusal that quotes another string", function()
    local head = QUOTED .. req.string_to_sign:match "^.-biz_content="
    each_text("examine", function(text) autopsy.describe(autopsy.examine(req, text)) end, { head .. '{"a":"', head })
  end)

  it("comparing two values", function()
    for _, ours in ipairs { req.params.biz_content, "2026-11-26 12:00:00", "" } do
      each_text("difference", function(text) difference.explain(req, "biz_content", ours, text) end, { "", '{"a":"', "[" })
    end
  end)

  it("reading an amount, and hiding secrets", function()
    each_text("decimal", decimal.normal, { "", "1", "1." })
    each_text("mask", mask.text, { "", '{"a":"', "code=", "-----PRIVATE KEY-----" })
  end)

  it("cutting and judging a reply", function()
    local function read(text)
      local cut = reply.cut(text, METHOD)
      if cut then reply.judge(text, cut, false, "it is not signed", function() return nil, "no key" end) end
    end
    local head = '{"alipay_trade_query_response":'
    each_text("judge", read, { "", head, head .. '{"code":"40004","sub_msg":"' })
    for _, node in ipairs { '{"a":"%s"}', '"%s"', '{"code":"1","sub_msg":"%s\\ud83d"}' } do
      cost.assert_linear(node, function(size) read(head .. node:format(("x/"):rep(size)) .. "}") end, 8000)
    end
  end)
end)

describe("a refusal whose quoted string ends behind a backslash", function()
  it("is told", function()
    local head = req.string_to_sign:match "^(.-)&charset" -- within the JSON of biz_content
    for _, tail in ipairs { "\\", '"\\', '\\"\\', '"\\"\\' } do
      local found = autopsy.examine(req, QUOTED .. head:sub(1, -3) .. tail)
      assert.equal("differs", found.verdict)
      assert.is_string(autopsy.describe(found))
    end
  end)
end)
