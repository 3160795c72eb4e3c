-- SPDX-License-Identifier: MIT
-- `strict`: names, places and shapes that the catalogue does not know are errors before anything is sent, all at once; without it the
-- chain sends what it is given.

local alipay = require "alipay"
local json = require "alipay.json"
local settings = require "alipay.client.settings"
local strict = require "alipay.call.strict"
local support = require "spec.support.command"

describe("the catalogue's check of a call", function()
  local CREATE = "alipay.trade.create"

  local function messages(method, options)
    local list = {}
    for i, fault in ipairs(strict.faults(method, options)) do list[i] = fault.rule .. ": " .. fault.message end
    return list
  end

  it("finds unknown names, nested ones too, with the likeliest", function()
    assert.same({
      "unknown: alipay.trade.create has no out_trade_n; did you mean out_trade_no?",
      "unknown: alipay.trade.create has no settle_info.settle_detail_infos.2.amuont;"
        .. " did you mean settle_info.settle_detail_infos.2.amount?",
    }, messages(CREATE, { content = {
      out_trade_n = 1, settle_info = { settle_detail_infos = { { amount = "1" }, { amuont = "1" } } },
    } }))
  end)

  it("finds wrong places", function()
    assert.same({ "place: app_auth_token goes to top level: query = {...}", "place: notify_url goes to top level: query = {...}",
      "place: subject goes into content (biz_content): content = {...}" },
      messages(CREATE, { content = { notify_url = "x", app_auth_token = "y" }, query = { subject = "z" } }))
    local upload = "alipay.offline.material.image.upload"
    assert.same({ "place: image_content is a file: body = alipay.multipart{...}" },
      messages(upload, { query = { image_content = "x" } }))
    assert.same({ "place: image_name is text, not a file" },
      messages(upload, { body = alipay.multipart { image_content = alipay.bytes "x", image_name = alipay.bytes "y" } }))
    assert.same({}, messages(upload, { body = alipay.multipart { image_content = alipay.bytes "x", image_name = "y" } }))
  end)

  it("finds wrong shapes, and takes text for a number", function()
    assert.same({ "type: goods_detail is a list of objects, not a string", "type: query_options is a list of values, not an object",
      "type: settle_info is an object, not a list", "type: subject is text, not an object" },
      messages(CREATE, { content = '{"goods_detail":"[]","query_options":{"a":1},"settle_info":[1],"subject":{"a":1}}' }))
    local method, number = "alipay.commerce.ec.employee.idlist.query", "page_num"
    assert.same({}, messages(method, { content = { [number] = "5" } }))
    assert.same({ "type: " .. number .. " is an integer" }, messages(method, { content = { [number] = "five" } }))
  end)

  it("has nothing against what is right, common parameters, null, and methods that it does not know", function()
    assert.same({}, messages(CREATE, {
      content = { subject = "x", total_amount = 1.5, goods_detail = {}, body = json.null },
      query = { app_auth_token = "x", target_app_id = "y", auth_token = "z", notify_url = "u" },
    }))
    assert.same({}, messages("alipay.no.such.method", { content = { a = 1 }, query = { b = 1 } }))
    assert.same({}, messages(CREATE, { content = "no JSON" }))
    assert.same({}, messages(CREATE, { content = { subject = 0 / 0 } }))
  end)

  it("names what other clients demand", function()
    local missing = table.concat(strict.missing(CREATE, { content = { subject = "x", out_trade_no = "" } }), ", ")
    assert.matches("out_trade_no %(gopay%)", missing)
    assert.not_matches("subject", missing, 1, true)
  end)
end)

describe("strict", function()
  local box, gateway
  setup(function()
    box = support.sandbox()
    gateway = support.gateway(box)
  end)
  teardown(function()
    gateway.stop()
    box.remove()
  end)

  local function client(more)
    local options = { app_id = gateway.app_id, private_key = gateway.app_private_key, alipay_public_key = gateway.alipay_public_key,
      gateway = gateway.gateway }
    for name, value in pairs(more or {}) do options[name] = value end
    return alipay.client(options)
  end

  it("of a client refuses before sending, all faults at once, those of the definition too", function()
    local _, err = client { strict = true }.alipay.open.appQrcodeCreate:post { content = { url_param = "a", describ = "b" } }
    assert.equal("parameter", err.kind)
    local rules = {}
    for _, fault in ipairs(err.faults) do rules[fault.param] = fault.rule end
    assert.same({ query_param = "missing", describe = "missing", describ = "unknown" }, rules)
  end)

  it("is off without it: what is given is sent", function()
    local content = { url_param = "a", query_param = "b", describe = "c", x = 1 }
    local res = assert(client().alipay.open.appQrcodeCreate:post { content = content })
    assert.matches('"x":1', res.request.string_to_sign, 1, true)
  end)

  it("holds for pages and orders", function()
    local page, err = client { strict = true }.alipay.trade.pagePay:page { content = { out_trade_n = "1" } }
    assert.is_nil(page)
    assert.equal("unknown", err.faults[#err.faults].rule)
  end)

  it("is an option of the program and of the environment; a client's own word counts more", function()
    local command = "call alipay.open.app.qrcode.create url_param=a query_param=b describe=c nme=d"
    local out, err, code = box.run(command, gateway.settings)
    assert.equal(0, code, err)
    assert.matches("note: alipay.open.app.qrcode.create has no nme", err, 1, true)
    assert.matches("qr_code_url", out, 1, true)
    for _, how in ipairs { { "--strict " }, { "", "1" } } do
      local environment = { ALIPAY_STRICT = how[2] or "" }
      for name, value in pairs(gateway.settings) do environment[name] = value end
      out, err, code = box.run(how[1] .. command, environment)
      assert.equal(2, code)
      assert.equal("", out)
      assert.matches("has no nme", err, 1, true)
      assert.not_matches("note:", err, 1, true)
    end
    assert.matches("ALIPAY_STRICT must be 1 or 0", (select(2, box.run(command, { ALIPAY_STRICT = "yes" }))), 1, true)
  end)

  it("comes from the client's table first, then the command line", function()
    settings.strict = true
    local fine, err = pcall(function()
      assert.is_true(client().settings.strict)
      assert.is_false(client { strict = false }.settings.strict)
    end)
    settings.strict = nil
    assert(fine, err)
    assert.is_nil(client().settings.strict)
    assert.has_error(function() client { strict = "yes" } end)
  end)
end)
