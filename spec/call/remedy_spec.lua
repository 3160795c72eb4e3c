-- SPDX-License-Identifier: MIT
-- What a refusal is explained with: the catalogue on parameters, verbs and names, the codes in the language of the user.

local errors = require "alipay.error"
local remedy = require "alipay.call.remedy"
local support = require "spec.support.command"

describe("the advice on a refusal", function()
  local function advised(method, options, fields)
    local err = errors.new("api", fields)
    err.message = "x"
    remedy.add({ method = method, options = options }, err)
    return err
  end
  local INVALID = { code = "40004", sub_code = "ACQ.INVALID_PARAMETER" }
  local function invalid() return { code = INVALID.code, sub_code = INVALID.sub_code } end

  it("names misplaced and unknown parameters, and what other clients demand", function()
    local hint = advised("alipay.trade.create", { content = { auth_token = "t", subjct = "x" } }, invalid()).hint
    assert.matches("auth_token goes to top level: query = {...}", hint, 1, true)
    assert.matches("has no subjct; did you mean subject?", hint, 1, true)
    assert.matches("demanded by other clients: .*out_trade_no %(gopay%)", hint)
    assert.not_matches('"t"', hint, 1, true)
    for _, code in ipairs { "isv.missing-parameter", "isv.invalid-parameter", "INVALID_PARAMETER", "isv.missing-subject" } do
      local other = advised("alipay.trade.create", { content = { subjct = "x" } }, { code = "40002", sub_code = code })
      assert.matches("did you mean subject?", other.hint, 1, true)
    end
  end)

  it("explains the code where nothing is found in the parameters", function()
    local whole = { out_trade_no = "1", subject = "2", total_amount = "3", product_code = "4", op_app_id = "5" }
    local err = advised("alipay.trade.create", { content = whole }, invalid())
    assert.matches("^a parameter is missing or wrong: ", err.hint)
    assert.matches("参数无效", err.hint_zh)
    err = advised("alipay.trade.query", { content = {} }, { code = "40004", sub_code = "ACQ.TRADE_NOT_EXIST" })
    assert.matches("%a+: %a+", err.hint)
    assert.is_nil(advised("alipay.trade.query", {}, { code = "40004", sub_code = "NO_SUCH_CODE_AT_ALL" }).hint_zh)
  end)

  it("has no places of V2 for a call by V3 as it stands, and V3's form of a code", function()
    local function by_v3(options, code)
      local err = errors.new("api", { code = code, message = "x" })
      remedy.add({ method = "alipay.trade.query", options = options, operation = { explicit = true }, auth_string = "" }, err)
      return err.hint
    end
    local hint = by_v3({ content = { biz_content = '{"out_trade_no":"1"}' } }, "ACQ.INVALID_PARAMETER")
    assert.matches("biz_content is V2's: by V3 its members stand by themselves", hint, 1, true)
    assert.not_matches("query", hint, 1, true)
    hint = by_v3({ query = { out_trade_no = "1" }, content = { auth_token = "t", subjct = "x" } }, "ACQ.INVALID_PARAMETER")
    assert.not_matches("goes ", hint, 1, true)
    assert.matches("has no subjct", hint, 1, true)
    assert.matches("milliseconds since 1970", by_v3({ content = {} }, "invalid-timestamp"), 1, true)
    assert.matches("GMT+8", advised("alipay.trade.query", {}, { code = "40002", sub_code = "isv.invalid-timestamp" }).hint, 1, true)
  end)

  it("leaves a hint that is there", function()
    local err = advised("alipay.trade.query", {}, { code = "40004", sub_code = "ACQ.TRADE_NOT_EXIST", hint = "better" })
    assert.equal("better", err.hint)
    assert.is_nil(err.hint_zh)
  end)

  it("names the verb of a page and of an order, and the name that was meant", function()
    local page = advised("alipay.trade.page.pay", {}, { code = "40002", sub_code = "isv.invalid-method" })
    assert.matches(":page{...}", page.hint, 1, true)
    assert.matches(":order{...}", advised("alipay.trade.app.pay", {}, { code = "40006", sub_code = "isv.x" }).hint, 1, true)
    assert.equal("did you mean alipay.open.app.qrcode.create?",
      advised("alipay.open.app.qrcod.create", {}, { code = "40002", sub_code = "isv.invalid-method" }).hint:match "^[^,?]*" .. "?")
    assert.not_matches("did you mean", advised("alipay.trade.query", {}, { code = "40002", sub_code = "isv.invalid-method" }).hint)
  end)

  it("is printed in the language of LANG, and in English as JSON", function()
    local box <close> = setmetatable(support.sandbox(), { __close = function(box) box.remove() end })
    local gateway <close> = setmetatable(support.gateway(box), { __close = function(gw) gw.stop() end })
    local call = "call alipay.system.oauth.token grant_type=authorization_code code=nosuchcode"
    local known = require("alipay.codes").explain "isv.code-invalid"
    local function run(options, language)
      local environment = { LC_ALL = "", LC_MESSAGES = "", LANG = language }
      for name, value in pairs(gateway.settings) do environment[name] = value end
      return box.run(options .. call, environment)
    end
    local _, err, code = run("", "zh_CN.UTF-8")
    assert.equal(4, code)
    assert.matches(known.remedy_zh, err, 1, true)
    assert.matches(known.remedy, (select(2, run("", "C.UTF-8"))), 1, true)
    local out = run("--json ", "zh_CN.UTF-8")
    assert.matches(known.remedy, (out:gsub("\\/", "/")), 1, true)
    assert.not_matches(known.remedy_zh, out, 1, true)
  end)
end)
