-- SPDX-License-Identifier: MIT
-- Answers that the user gives: by Lua, by control call, by file and by folder; exact, signed, for any method.

local control = require "spec.support.control"
local form = require "alipay.core.form"
local fs = require "alipay.core.fs"
local gateway = require "alipay.gateway"
local json = require "alipay.json"
local support = require "spec.support.gateway"

local METHOD = "alipay.marketing.card.query" -- no simulation
local NODE = 'alipay_marketing_card_query_response'

describe("an answer of the user's", function()
  local gw, box
  before_each(function()
    box = assert(fs.temporary "answers-spec-")
    gw = support.start()
  end)
  after_each(function()
    support.finish(gw)
    fs.remove(box)
  end)

  local function write(name, text)
    assert(fs.replace(box .. "/" .. name, text))
    return box .. "/" .. name
  end

  -- The reply's text, its node, and whether its signature is good.
  local function ask(method, extra)
    local params = support.sign(gw, support.params(gw, method or METHOD, extra))
    local body = assert(support.fetch { url = gw.gateway .. "?" .. form.encode(params) }).body
    local name, node, good = support.cut(gw, body)
    assert.is_true(good)
    return body, node, name
  end

  local function assert_not_simulated()
    local _, node = ask()
    assert.equal("isv.invalid-method", node.sub_code)
  end

  it("is a table, and can be taken back", function()
    assert_not_simulated()
    gw:answer(METHOD, { code = "10000", msg = "Success", list = { { count = 1 } }, url = "a/b" })
    assert.matches('{"code":"10000","msg":"Success","list":[{"count":1}],"url":"a\\/b"}', (ask()), 1, true)
    gw:answer(METHOD, nil)
    assert_not_simulated()
  end)

  it("is a function of the values and the call", function()
    gw:answer(METHOD, function(values, call)
      return { code = "10000", msg = "Success", got = values.target_card_no, app = call.app_id, charset = call.params.charset }
    end)
    local _, node = ask(METHOD, { biz_content = '{"target_card_no":"é"}' })
    assert.same({ "é", gw.app_id, "utf-8" }, { node.got, node.app, node.charset })
    gw:answer(METHOD, function() return '{"code" : "10000"}' end)
    assert.matches('"' .. NODE .. '":{"code" : "10000"}', (ask()), 1, true)
  end)

  it("of a function that fails is the platform's 20000, and the log says why", function()
    local function assert_unknown(given, log)
      gw:answer(METHOD, given)
      local _, node = ask()
      assert.equal("20000", node.code)
      assert.matches(log, table.concat(gw.lines, "\n"), 1, true)
    end
    assert_unknown(function() error "my own fault" end, "my own fault")
    assert_unknown(function() end, "the answer to " .. METHOD .. " is a nil: a table or the text of a node was wanted")
    assert_unknown(function() return "[]" end, "cannot be sent: it must be a JSON object")
    assert_unknown(function() return { f = print } end, "cannot be sent: ")
    assert.has_error(function() gw:answer(METHOD, { f = print }) end)
  end)

  it("takes the place of a simulated method and of its checks, but not of the signature's", function()
    gw:answer("alipay.open.app.qrcode.create", { code = "40004", sub_code = "MINE" })
    local _, node = ask "alipay.open.app.qrcode.create"
    assert.equal("MINE", node.sub_code)
    node = support.call(gw, "alipay.open.app.qrcode.create", {}, require("alipay.core.key").generate())
    assert.equal("isv.invalid-signature", node.sub_code)
  end)

  it("is given for a method newer than the catalogue, too, but not for a slip of the keyboard", function()
    gw:answer("alipay.x.y", { code = "10000", y = 1 })
    local body, node = ask "alipay.x.y"
    assert.matches('"alipay_x_y_response":{', body, 1, true)
    assert.equal(1, node.y)
    gw:faults { "alipay.x.y:unknown=done" }
    assert.equal("20000", select(2, ask "alipay.x.y").code)
    for _, slip in ipairs { "alipay.trade.apy", "alipay.tradepay", "alipay.trade.payy", "alipay.trade.q.uery" } do
      assert.has_error(function() gw:answer(slip, {}) end)
    end
  end)

  it("is encrypted when the request was", function()
    gw:answer(METHOD, function(values) return { code = "10000", got = values.a } end)
    local cipher = require "alipay.core.cipher"
    local content = cipher.encrypt('{"a":"b"}', gw.keys.encrypt_key, "AES")
    local _, node = ask(METHOD, { biz_content = content, encrypt_type = "AES" })
    assert.equal('{"code":"10000","got":"b"}', cipher.decrypt(node, gw.keys.encrypt_key, "AES"))
  end)

  it("is the bytes of a file, read anew for each call", function()
    local path = write("a.json", '{ "b" : 1.50 , "a" : "x/y" }\n')
    gw:stop()
    gw = support.start { dir = gw.dir, answer_files = { [METHOD] = path } }
    assert.matches('"' .. NODE .. '":{ "b" : 1.50 , "a" : "x/y" },', (ask()), 1, true)
    write("a.json", '{"b":2}')
    assert.matches('"' .. NODE .. '":{"b":2},', (ask()), 1, true)
    write("a.json", "no")
    assert.equal("20000", select(2, ask()).code)
    assert.matches("a.json: it must be a JSON object", table.concat(gw.lines), 1, true)
    os.remove(path)
    assert.equal("20000", select(2, ask()).code)
  end)

  it("is a file of a folder, which may come later", function()
    write("README.txt", "not an answer")
    gw:stop()
    gw = support.start { dir = gw.dir, answers_dir = box }
    assert_not_simulated()
    write(METHOD .. ".json", '{"z":1,"a":2}')
    assert.matches('"' .. NODE .. '":{"z":1,"a":2},', (ask()), 1, true)
    gw:answer(METHOD, { mine = "1" })
    assert.matches('{"mine":"1"}', (ask()), 1, true)
  end)

  it("comes by control call, exactly, and goes by null", function()
    local text = '{ "z": 1.0, "code":"10000" }'
    local headers = { "Authorization: Bearer " .. gw.control_token, "Content-Type: application/json" }
    local body = ('{"method":"%s","node":%s}'):format(METHOD, text)
    assert.same({ method = METHOD, answered = true }, (control.call(gw, "answers", nil, { body = body, headers = headers })))
    assert.matches('"' .. NODE .. '":' .. text .. ",", (ask()), 1, true)
    assert.same({ method = METHOD, answered = false }, (control.call(gw, "answers", { method = METHOD, node = json.null })))
    assert_not_simulated()
    for sentence, given in pairs {
      ["'method' is missing"] = { node = {} }, ["'node' is missing"] = { method = METHOD },
      ["must be an object"] = { method = METHOD, node = 1 },
      ["did you mean " .. METHOD] = { method = METHOD .. "s", node = { a = 1 } },
      ["'method' must be of"] = { method = 1, node = {} },
      ["a JSON object"] = { method = METHOD, node = json.array { 1 } },
    } do
      local answer, status = control.call(gw, "answers", given)
      assert.equal(400, status)
      assert.matches(sentence, answer.error, 1, true)
    end
    assert_not_simulated()
  end)

  it("that cannot be given stops the start, and says which", function()
    local function refused(options, sentence)
      options.dir = box .. "/gw"
      local none, err = gateway.start(options)
      assert.is_nil(none)
      assert.equal("parameter", err.kind)
      assert.matches(sentence, err.message, 1, true)
    end
    refused({ answers = { ["alipay.trade.pey"] = {} } }, "there is no method 'alipay.trade.pey': did you mean alipay.trade.pay?")
    refused({ answers = { [METHOD] = "{" } }, "the answer to " .. METHOD .. ": it must be a JSON object")
    refused({ answer_files = { [METHOD] = box .. "/none" } }, "none: No such file")
    refused({ answer_files = { ["alipay.x..y"] = box .. "/none" } }, "there is no method 'alipay.x..y'")
    refused({ answer_files = { [METHOD] = write("list.json", "[1]") } }, "list.json: it must be a JSON object")
    refused({ answer_files = { [METHOD] = box } }, "the answer to " .. METHOD)
    refused({ answers_dir = box .. "/none" }, "No such file")
    refused({ answers_dir = box }, "list.json: there is no method 'list'")
    os.remove(box .. "/list.json")
    write(METHOD .. ".json", "no")
    refused({ answers_dir = box }, METHOD .. ".json: it must be a JSON object")
    refused({ faults = { "alipay.trade.pay:oops" } }, "there is no fault 'oops'")
    assert.has_error(function() gw:answer("alipay.x/y", {}) end, "gateway: there is no method 'alipay.x/y'")
  end)
end)
