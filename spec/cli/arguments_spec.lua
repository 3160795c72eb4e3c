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

  -- The content is text: its bytes, in the order in which they were typed.
  local function content(...) return parse(...).content end

  it("go where the method wants them", function()
    assert.equal('{"url_param":"a=b@c:d"}', content(QR, "url_param=a=b@c:d"))
    assert.same({ code = "x" }, parse(OAUTH, "code=x").query)
    assert.equal('{"a":"1"}', content("x.y", "a=1"))
    assert.same({ notify_url = "http://h/?a=b" }, parse("x.y", "a=1", "notify_url=http://h/?a=b").query)
    assert.equal('{"a":""}', content("x.y", "a="))
    assert.equal("{}", content "x.y")
    assert.is_nil(content(OAUTH))
    local forced = parse(OAUTH, "content.a=1", "query.code=2")
    assert.same({ '{"a":"1"}', { code = "2" } }, { forced.content, forced.query })
    local upload = parse("x.y.upload", "note=1", "picture@=a.jpg")
    assert.same({ note = "1" }, upload.query)
    assert.equal("a.jpg", upload.body.fields.picture.name)
  end)

  -- The catalogue's own file, read by a grammar of its own.
  it("go where the catalogue has them, every parameter of every method", function()
    local common = {}
    for _, name in ipairs(require "alipay.v2.protocol".COMMON) do common[name] = true end
    local methods, fields = 0, 0
    for line in io.lines "lua/alipay/catalogue/data/methods.tsv" do
      local method, flags, request = line:match "^([^\t]*)\t([^\t]*)\t[^\t]*\t([^\t]*)\t"
      if method then
        local words, wanted = { method }, {}
        for marks, name, rest in request:gmatch "([%-+?]*)([%w_]+)(%S*)" do
          local is_file = rest:sub(1, 1) == "@"
          wanted[name] = is_file and "file" or not flags:find "[bo]" and "query"
            or marks:find("+", 1, true) and common[name] and "query" or "content"
          words[#words + 1] = name .. (is_file and "@=x" or "=x")
          fields = fields + 1
        end
        local options, places = parse(table.unpack(words)), {}
        for name in pairs(options.content and json.decode(options.content) or {}) do places[name] = "content" end
        for name in pairs(options.query) do places[name] = "query" end
        for name in pairs(options.body and options.body.fields or {}) do places[name] = "file" end
        for name, place in pairs(wanted) do
          assert(places[name] == place, ("%s: %s is in %s, not in %s"):format(method, name, places[name], place))
        end
        methods = methods + 1
      end
    end
    assert.equal(9601, methods)
    assert.is_true(fields > 50000)
  end)

  it("keep the order in which they were typed", function()
    assert.equal('{"subject":"x","out_trade_no":"1","body":"y"}',
      content("alipay.trade.create", "subject=x", "out_trade_no=1", "body=y"))
  end)

  it("make objects and lists of dotted paths", function()
    assert.equal('{"settle_info":{"settle_detail_infos":[{"amount":"9.99","trans_in":"2"},{"amount":1}],"x":true}}',
      content("alipay.trade.create", "settle_info.settle_detail_infos.1.amount=9.99", "settle_info.settle_detail_infos.2.amount:=1",
        "settle_info.x:=true", "settle_info.settle_detail_infos.1.trans_in=2"))
    assert.equal('{"b":["second","first"]}', content("x.y", "b.2=first", "b.1=second"))
    assert.equal('{"1":"a"}', content("x.y", "1=a"))
    assert.equal('{"a":[1]}', json.encode(parse(OAUTH, "query.q.a.1:=1").query.q))
  end)

  it("are refused when their paths contradict each other, with both named", function()
    refused("a.b and a contradict", "x.y", "a.b=secret", "a=2")
    refused("a and a.b contradict", "x.y", "a=2", "a.b=1")
    refused("a.1 and a.b contradict", "x.y", "a.1=1", "a.b=1")
    refused("a.b and a.1.c contradict", "x.y", "a.b=1", "a.1.c=1")
    refused("a list has no item 2: a.1", "x.y", "a.1=1", "a.3=1")
    refused("no item 1: a.0", "x.y", "a.0=1")
    refused("a..b has an empty name", "x.y", "a..b=1")
  end)

  it("as JSON text and whole numbers are what they say, in content and at the top level", function()
    assert.equal('{"url_param":"二\\n","query_param":5}', content(QR, 'url_param:="二\\n"', "query_param:=5"))
    assert.equal("refresh_token", parse(OAUTH, 'grant_type:="refresh_token"').query.grant_type)
  end)

  it("as other JSON arrive as they were written", function()
    local text = content("x.y", "a:=12345678901234567890", "b:=1e2", 'c:={ "d": 1.0 }', "e:=null", "f:=true")
    assert.equal('{"a":12345678901234567890,"b":1e2,"c":{ "d": 1.0 },"e":null,"f":true}', text)
    assert.equal('[{"a":1.0}]', json.encode(parse(OAUTH, 'list:=[{"a":1.0}]').query.list))
    refused("a: not JSON", "x.y", "a:=nope")
  end)

  it("may give biz_content whole, to the byte", function()
    local text = '{"url_param": "a", "n": 1.00}'
    assert.equal(text, content(QR, "biz_content=" .. text))
    assert.equal(text, content("x.y", "biz_content:=" .. text, "query.a=1"))
    refused("in parts", QR, "biz_content={}", "url_param=a")
  end)

  it("are refused when they are given twice", function()
    refused("a is given twice", "x.y", "a=1", "a=2")
    refused("a is given twice", "x.y", "a=1", "content.a=2")
    refused("image_content is given twice", UPLOAD, "image_content@=a.jpg", "image_content@=b.jpg")
    refused("image_content is given twice", UPLOAD, "image_content@=a.jpg", "image_content=b.jpg")
  end)
end)
