-- SPDX-License-Identifier: MIT
-- `METHOD k=v k:=json k@=file` of `call` and `explain`: where each value goes, and what it is there.

local arguments = require "alipay.cli.arguments"
local errors = require "alipay.error"
local json = require "alipay.json"

describe("arguments of a call", function()
  local QR, OAUTH = "alipay.open.app.qrcode.create", "alipay.system.oauth.token"
  local UPLOAD = "alipay.offline.material.image.upload"

  local function parse(...)
    local _, options = arguments.parse { ... }
    return options
  end

  local function refused(pattern, ...)
    local fine, err = pcall(arguments.parse, { ... })
    assert.is_false(fine)
    assert.is_true(errors.is(err), tostring(err))
    assert.equal("parameter", err.kind)
    assert.matches(pattern, err.message)
  end

  it("go where the method wants them", function()
    assert.same({ url_param = "a=b@c:d" }, parse(QR, "url_param=a=b@c:d").content)
    assert.same({ code = "x" }, parse(OAUTH, "code=x").query)
    assert.same({ a = "1" }, parse("x.y", "a=1").content)
    assert.same({ notify_url = "http://h/?a=b" }, parse("x.y", "a=1", "notify_url=http://h/?a=b").query)
    assert.same({ a = "" }, parse("x.y", "a=").content)
    local forced = parse(OAUTH, "content.a.b=1", "query.code=2")
    assert.same({ { ["a.b"] = "1" }, { code = "2" } }, { forced.content, forced.query })
  end)

  it("as JSON text and whole numbers are what they say, in content and at the top level", function()
    local content = parse(QR, 'url_param:="二\\n"', "query_param:=5").content
    assert.same({ url_param = "二\n", query_param = 5 }, content)
    assert.equal("refresh_token", parse(OAUTH, 'grant_type:="refresh_token"').query.grant_type)
  end)

  it("as other JSON arrive as they were written", function()
    local content = parse("x.y", "a:=12345678901234567890", "b:=1e2", 'c:={ "d": 1.0 }', "e:=null", "f:=true").content
    local text = json.encode(content)
    for _, part in ipairs { '"a":12345678901234567890', '"b":1e2', '"c":{ "d": 1.0 }', '"e":null', '"f":true' } do
      assert.matches(part, text, 1, true)
    end
    assert.equal('[{"a":1.0}]', parse(OAUTH, 'list:=[{"a":1.0}]').query.list)
  end)

  it("may give biz_content whole, to the byte", function()
    local text = '{"url_param": "a", "n": 1.00}'
    assert.equal(text, parse(QR, "biz_content=" .. text).content)
    assert.equal(text, parse("x.y", "biz_content:=" .. text, "query.a=1").content)
    refused("in parts", QR, "biz_content={}", "url_param=a")
  end)

  it("are refused when they are given twice", function()
    refused("a is given twice", "x.y", "a=1", "a=2")
    refused("a is given twice", "x.y", "a=1", "content.a=2")
    refused("image_content is given twice", UPLOAD, "image_content@=a.jpg", "image_content@=b.jpg")
    refused("image_content is given twice", UPLOAD, "image_content@=a.jpg", "image_content=b.jpg")
  end)
end)
