-- SPDX-License-Identifier: MIT
-- A payment code that is written as a number, without quotes, is hidden wherever one in quotes is, and what is shown stays JSON.

local alipay = require "alipay"
local cost = require "spec.support.cost"
local curl = require "alipay.call.curl"
local fs = require "alipay.core.fs"
local secrecy = require "alipay.repl.secrecy"
local html = require "alipay.util.html"
local json = require "alipay.json"
local key = require "alipay.core.key"
local mask = require "alipay.util.mask"
local pipeline = require "alipay.call.pipeline"
local printer = require "alipay.repl.show.printer"
local support = require "spec.support.client"
local trace = require "alipay.call.trace"

local CODE = "284776044441477966"
local SHOWN = "2847****7966"

describe("a secret number", function()
  it("is hidden in JSON, which stays JSON", function()
    for _, given in ipairs {
      '{"a":1,"auth_code":%s}', '{"auth_code" : %s , "a":1}', '{"b":{"auth_code":%s},"a":1}', '{"auth_code":\n%s\n,"a":1}',
    } do
      local whole = given:format(CODE)
      for _, shown in ipairs { mask.json(whole, true), mask.json(whole), mask.text(whole) } do
        assert.equal(given:format('"' .. SHOWN .. '"'), shown)
        assert.equal(1, assert(json.decode(shown)).a)
        assert.equal(shown, mask.text(shown))
      end
    end
    assert.equal('{"password":"****","token":"****"}', mask.json('{"password":12345678901234567890,"token":-1.5e10}', true))
  end)

  it("is hidden in JSON that is a text of JSON", function()
    local text = json.encode { body = '{"auth_code":' .. CODE .. ',"total_amount":1.00}' }
    local shown = mask.text(text)
    assert.equal('{"auth_code":"' .. SHOWN .. '","total_amount":1.00}', assert(json.decode(shown)).body)
    assert.equal(shown, mask.text(shown))
  end)

  it("is hidden where a refusal quotes the request, with blanks behind the name or without", function()
    for _, content in ipairs { '{"auth_code":%s,"a":12}', '{"auth_code": %s, "a": 12}' } do
      for _, value in ipairs { CODE, '"' .. CODE .. '"' } do
        local message = "验签出错, 签字符串为: app_id=1&biz_content=" .. content:format(value)
        local expected = "验签出错, 签字符串为: app_id=1&biz_content=" .. content:format('"' .. SHOWN .. '"')
        assert.equal(html.escape(expected), mask.refusal(html.escape(message)))
        assert.equal(expected, json.decode(mask.json(json.encode { sub_msg = message })).sub_msg)
        assert.equal(html.escape(expected), json.decode(mask.json(json.encode { sub_msg = html.escape(message) })).sub_msg)
      end
    end
  end)

  it("is not what has another name or is no number", function()
    for _, text in ipairs {
      '{"code":0,"total_amount":284776044441477966}', '{"auth_code":null,"token":true,"password":false}',
      '{"code":10000,"sign":[1]}', '["auth_code",284776044441477966]', '{"x":"\\"code\\":200"}',
    } do
      assert.equal(text, mask.text(text))
      assert.equal(text, mask.json(text))
    end
  end)

  it("is hidden in members of V3's bodies, nested ones too", function()
    assert.equal(SHOWN, mask.param("auth_code", CODE))
    for _, value in ipairs { CODE, '"' .. CODE .. '"' } do
      assert.equal('{"auth_code":"' .. SHOWN .. '"}', mask.param("extra", '{"auth_code":' .. value .. "}"))
      assert.equal('[ {"auth_code":"' .. SHOWN .. '"}]', mask.param("content", '[ {"auth_code":' .. value .. "}]"))
    end
  end)

  it("is hidden in JSON that is a text in JSON, however often, and stays JSON", function()
    local token = "2026\\/AB" .. ("c"):rep(40) .. '\\"end'
    for _, member in ipairs {
      '"app_auth_token":"' .. token .. '"', '"auth_code":' .. CODE, '"app\\u005fauth\\u005ftoken": "' .. token .. '"',
    } do
      local inner = '{"a":"x\\\\",' .. member .. ',"b":"kept"}'
      for _ = 1, 4 do
        local text = mask.json(inner)
        assert.is_nil(text:find("cccc", 1, true) or text:find(CODE, 1, true), text)
        local back = text
        while back:find "^{\"t\"" do back = json.decode(back).t end
        local data = json.decode(back)
        assert.same({ "x\\", "kept" }, { data.a, data.b })
        assert.truthy((data.app_auth_token or data.auth_code):find("****", 1, true))
        inner = json.encode { t = inner }
      end
    end
    assert.equal('[{"t":"{\\"token\\":\\"****"}]', mask.json '[{"t":"{\\"token\\":\\"0123"}]') -- cut short
  end)

  it("is hidden at the prompt, and what gives it to a name is not kept", function()
    local shown = printer.render({ auth_code = math.tointeger(CODE), code = 0, n = 1, b = '{"auth_code":' .. CODE .. "}" },
      { width = 200 })
    assert.equal(('{ auth_code = "%s", b = "{\\"auth_code\\":\\"%s\\"}", code = 0, n = 1 }'):format(SHOWN, SHOWN), shown)
    assert.is_true(secrecy.is_secret("auth_code = " .. CODE))
    assert.is_true(secrecy.is_secret("client.alipay.trade.pay:post{ content = { auth_code = " .. CODE .. " } }"))
    assert.is_false(secrecy.is_secret "code = 10000")
  end)

  it("takes time in proportion to the text", function()
    local heads = { "", '"auth_code":', '\\"auth_code\\":', "签字符串&quot;auth_code&quot;:", '签字符串\\"auth_code\\":1',
      '\\\\\\"token\\\\\\":\\\\\\"' }
    cost.assert_linear_in_text("mask.text", mask.text, heads)
    cost.assert_linear_in_text("mask.json", mask.json, heads)
    for _, piece in ipairs {
      '"auth_code":1', '\\"auth_code\\":1', "&quot;auth_code&quot;:1", '"a":-', '\\\\"token\\":"', '"code":"\\',
    } do
      cost.assert_linear(piece, function(count) mask.text("签字符串" .. piece:rep(count)) end, 4000)
    end
  end)
end)

describe("a call with a secret number", function()
  local client, gw, dir
  setup(function()
    client, gw = support.gateway()
    dir = assert(fs.temporary "mask-spec-")
  end)
  teardown(function()
    trace.stop()
    support.finish(gw)
    fs.remove(dir)
  end)

  local number = 0
  local function contents()
    number = number + 1
    local order = "M" .. number
    return { out_trade_no = order, total_amount = "1.00", subject = "茶", scene = "bar_code", auth_code = math.tointeger(CODE) },
      ('{"out_trade_no": "%s", "total_amount":"1.00", "subject":"茶", "auth_code": %s,"extra":{"auth_code": %s}}')
        :format(order, CODE, CODE)
  end

  local function read(path)
    local file <close> = assert(io.open(path, "rb"))
    return file:read "a"
  end

  it("shows it in no trace, no recording and no request that the gateway keeps", function()
    local settings = gw:profile()
    settings.record = dir .. "/calls.jsonl"
    trace.start(dir .. "/trace")
    for _, protocol in ipairs { "v2", "v3" } do
      settings.protocol = protocol
      for _, content in ipairs { contents() } do alipay.client(settings).alipay.trade.pay:post { content = content } end
    end
    trace.stop()
    local kept = json.encode(gw:state "requests")
    for name, shown in pairs { trace = read(dir .. "/trace"), recording = read(settings.record), gateway = kept } do
      assert.is_nil(shown:find(CODE, 1, true), name .. ": " .. shown)
      assert.is_not_nil(shown:find(SHOWN, 1, true), name)
    end
  end)

  it("shows it in no error of a refused signature", function()
    local settings = gw:profile()
    settings.private_key = key.generate():pem()
    for _, protocol in ipairs { "v2", "v3" } do
      settings.protocol = protocol
      for _, content in ipairs { contents() } do
        local _, err = alipay.client(settings).alipay.trade.pay:post { content = content }
        for _, shown in ipairs { tostring(err), json.encode(err:data()), mask.json(err.response.raw) } do
          assert.is_nil(shown:find(CODE, 1, true), shown)
        end
      end
    end
  end)

  it("has it in the request that is shown hidden, and in the command that sends it as it is", function()
    for _, protocol in ipairs { client, client:v3() } do
      for _, content in ipairs { contents() } do
        local req = assert(pipeline.build(protocol, "POST", "alipay.trade.pay", { content = content }))
        local masked = req:masked()
        assert.is_nil((json.encode(masked.params) .. masked.string_to_sign):find(CODE, 1, true))
        assert.is_not_nil(curl.command(req):find(CODE, 1, true))
      end
    end
  end)
end)
