-- SPDX-License-Identifier: MIT
-- Answers that were recorded, given again: by V2 and V3 from one file, verified as ever, and to the same calls only.

local alipay = require "alipay"
local command = require "spec.support.command"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local json = require "alipay.json"
local support = require "spec.support.client"

describe("a recording", function()
  local gw, dir, settings
  setup(function()
    gw = select(2, support.gateway())
    settings = gw:profile()
    dir = assert(fs.temporary "recording-spec-")
  end)
  teardown(function()
    support.finish(gw)
    fs.remove(dir)
  end)
  after_each(function() gw:faults {} end)

  local names = 0
  local function file()
    names = names + 1
    return ("%s/%d.jsonl"):format(dir, names)
  end

  local function with(overrides)
    local all = {}
    for _, source in ipairs { settings, overrides } do
      for name, value in pairs(source) do all[name] = value end
    end
    return alipay.client(all)
  end

  -- What replays has nobody to talk to.
  local function replaying(path, overrides)
    local all = { replay = path, gateway = "http://127.0.0.1:1/gateway.do" }
    for name, value in pairs(overrides or {}) do all[name] = value end
    return with(all)
  end

  local function lines(path)
    local list = {}
    for line in io.lines(path) do list[#list + 1] = assert(json.decode(line)) end
    return list
  end

  local order = 0
  local function content()
    order = order + 1
    return { out_trade_no = "r-" .. order, total_amount = "1.00", subject = "茶/a" }
  end

  -- What a call gives, as far as it can be the same twice.
  local function outcome(res, err)
    if res then return { res.body, res.status, res.verified, res.trace_id } end
    return { err.kind, err.code, err.sub_code, err.message, err.unsigned, err.outcome, err.sent, err.trace_id }
  end

  local CALLS = {
    success = function(c, given) return c.alipay.trade.precreate:post { content = given } end,
    ["a refusal of the business"] = function(c) return c.alipay.trade.query:post { content = '{"out_trade_no": "none"}' } end,
    ["a refusal of the gateway"] = function(c)
      local merchant = c:as { app_auth_token = "202208134b203fe6c11548bcabd8da5bb087a83b" }
      return merchant.alipay.trade.query:post { content = { out_trade_no = "1" } }
    end,
    ["an upload"] = function(c)
      return c.alipay.offline.materialImageUpload:post { query = { image_type = "jpg", image_name = "海" },
        body = alipay.multipart { image_content = alipay.bytes("\xff\xd8\xff", { name = "a.jpg" }) } }
    end,
    ["an encrypted call"] = function(c, given) return c.alipay.trade.precreate:post { content = given, encrypt = true } end,
  }

  for _, protocol in ipairs { "v2", "v3" } do
    for name, call in pairs(CALLS) do
      it(("gives again by %s: %s"):format(protocol, name), function()
        local path, given = file(), content()
        local before = outcome(call(with { record = path, protocol = protocol }, given))
        assert.same(before, outcome(call(replaying(path, { protocol = protocol }), given)))
      end)
    end

    it("gives again what spoiled an answer by " .. protocol, function()
      for _, rule in ipairs { "sign=wrong", "sign=missing", "tamper", "http=502", "html", "charset=gbk", "reset", "truncate=7" } do
        local path, given = file(), content()
        gw:faults { "alipay.trade.*:" .. rule }
        local before = outcome(CALLS.success(with { record = path, protocol = protocol }, given))
        gw:faults {}
        assert.same(before, outcome(CALLS.success(replaying(path, { protocol = protocol }), given)), rule)
      end
    end)

    it("is of no use with another key, or once it was changed, by " .. protocol, function()
      local path, given = file(), content()
      CALLS.success(with { record = path, protocol = protocol }, given)
      local _, other = support.keys()
      local _, err = CALLS.success(replaying(path, { protocol = protocol, alipay_public_key = other:public():pem() }), given)
      assert.equal("signature", err.kind)
      local text = io.open(path):read "a"
      assert(fs.replace(path, (text:gsub("qr_code", "qr_cod_", 1))))
      _, err = CALLS.success(replaying(path, { protocol = protocol }), given)
      assert.equal("signature", err.kind)
    end)
  end

  it("has both protocols in one file, and each call's answers in their order, once", function()
    local path = file()
    local c = with { record = path }
    local states = {}
    local key = { out_trade_no = content().out_trade_no }
    for i = 1, 2 do
      states[i] = outcome(c.alipay.trade.query:post { content = key })
      states[i + 2] = outcome(c:v3().alipay.trade.query:post { content = key })
      if i == 1 then
        c.alipay.trade.pay:post { content = { out_trade_no = key.out_trade_no, total_amount = "1.00", subject = "a",
          auth_code = "280000000000000001", scene = "bar_code" } }
      end
    end
    assert.not_same(states[1], states[2])
    c = replaying(path)
    for i = 1, 2 do
      assert.same(states[i + 2], outcome(c:v3().alipay.trade.query:post { content = key }))
      assert.same(states[i], outcome(c.alipay.trade.query:post { content = key }))
    end
    local _, err = c.alipay.trade.query:post { content = key }
    assert.same({ "parameter", false }, { err.kind, err.sent })
    assert.matches("the answers to it were given", err.message, 1, true)
    assert.same(states[1], outcome(replaying(path).alipay.trade.query:post { content = key })) -- another client begins anew
  end)

  it("refuses what does not match, and says why", function()
    local path = file()
    with({ record = path }).alipay.trade.query:post { content = { out_trade_no = "1" } }
    for _, call in ipairs {
      function(c) return c.alipay.trade.query:post { content = { out_trade_no = "2" } } end,
      function(c) return c.alipay.trade.query:get { content = { out_trade_no = "1" } } end,
      function(c) return c:v3().alipay.trade.query:post { content = { out_trade_no = "1" } } end,
      function(c) return c:as({ app_auth_token = "t" }).alipay.trade.query:post { content = { out_trade_no = "1" } } end,
      function(c) return c.alipay.trade.query:post { content = { out_trade_no = "1" }, query = { notify_url = "http://x" } } end,
    } do
      local res, err = call(replaying(path))
      assert.is_nil(res)
      assert.same({ "parameter", false }, { err.kind, err.sent })
      assert.matches("it has calls of alipay.trade.query, but none by this protocol with these parameters", err.message, 1, true)
    end
    local _, err = replaying(path).alipay.trade.close:post { content = { out_trade_no = "1" } }
    assert.matches("it has no call of alipay.trade.close", err.message, 1, true)
    _, err = replaying(path, { app_id = "1" }).alipay.trade.query:post { content = { out_trade_no = "1" } }
    assert.equal("parameter", err.kind)
  end)

  it("keeps no secret of a request, and is its owner's alone", function()
    local path, token = file(), "202208134b203fe6c11548bcabd8da5bb087a83b"
    local c = with { record = path }
    for _, each in ipairs { c, c:v3() } do
      each.alipay.user.info.share:post { query = { auth_token = token } }
      each:as({ app_auth_token = token }).alipay.trade.query:post { content = { out_trade_no = "1" } }
    end
    assert.equal(4, #lines(path))
    assert.is_nil(io.open(path):read("a"):find(token:sub(8, 30), 1, true))
    assert.equal("600", ("%o"):format(fs.stat(path).mode & 511))
  end)

  it("keeps bytes that are no UTF-8", function()
    local path, given = file(), content()
    gw:faults { "alipay.trade.*:charset=gbk" }
    CALLS.success(with { record = path }, given)
    assert.is_string(lines(path)[1].body_base64 or lines(path)[1].body)
    CALLS["a refusal of the business"](with { record = path })
    assert.is_string(lines(path)[2].body_base64)
  end)

  it("cannot be read or written: nothing is sent", function()
    local count = #gw:state "requests"
    local _, err = CALLS["a refusal of the business"](with { record = dir .. "/no/such/file" })
    assert.same({ "parameter", false }, { err.kind, err.sent })
    assert.matches("cannot record", err.message, 1, true)
    assert.equal(count, #gw:state "requests")
    local path = file()
    for text, wanted in pairs {
      ["{}\n"] = "line 1 is none of a recording", ["x"] = "line 1",
      ['{"call":"a","method":"m","status":200,"headers":{}}'] = "line 1",
      ['{"call":"a","method":"m","status":200.5,"headers":{},"body":""}'] = "line 1", [false] = "cannot replay",
      ['{"call":"a","method":"m","status":200,"headers":{},"body_base64":"%"}'] = "line 1",
    } do
      if text then assert(fs.replace(path, text)) else path = dir .. "/none" end
      local fine, problem = pcall(replaying, path)
      assert.is_false(fine)
      assert.is_true(errors.is(problem))
      assert.matches(wanted, problem.message, 1, true)
      if text then assert.matches("remove that line", problem.hint, 1, true) end
    end
    local fine, problem = pcall(replaying, path, { record = path })
    assert.is_false(fine)
    assert.matches("record and replay are both given", problem.message, 1, true)
  end)

  it("goes on behind a line that was cut, on a line of its own", function()
    local path, cut = file(), '{"call":"a","met'
    assert(fs.create(path, cut))
    local recorded = with { record = path }
    recorded.alipay.trade.query:post { content = content() }
    recorded.alipay.trade.query:post { content = content() }
    local list = {}
    for line in io.lines(path) do list[#list + 1] = line end
    assert.same({ 3, cut, "table" }, { #list, list[1], type(json.decode(list[2])) })
  end)

  it("takes no event stream", function()
    local path = file()
    assert(fs.replace(path, ""))
    for _, name in ipairs { "record", "replay" } do
      local event, err = with({ [name] = path }):v3():stream { path = "/v3/stream/a" }:next()
      assert.is_nil(event)
      assert.equal("parameter", err.kind)
      assert.matches("neither recorded nor replayed", err.message, 1, true)
    end
  end)

  it("is made and replayed by the environment, for any script", function()
    local path = file()
    local environment = {
      ALIPAY_APP_ID = settings.app_id, ALIPAY_PRIVATE_KEY = settings.private_key, ALIPAY_PUBLIC_KEY = settings.alipay_public_key,
      ALIPAY_STATE_DIR = dir, XDG_CONFIG_HOME = dir,
    }
    local res = assert(with({ record = path }).alipay.trade.precreate:post {
      content = { out_trade_no = "env", total_amount = "1.00", subject = "a" },
    })
    environment.ALIPAY_REPLAY, environment.ALIPAY_GATEWAY = path, "http://127.0.0.1:1/gateway.do"
    local out, err, code = support.run("call alipay.trade.precreate out_trade_no=env total_amount=1.00 subject=a --pick qr_code",
      environment)
    assert.same({ res.data.qr_code .. "\n", 0 }, { out, code }, err)
    out, err, code = support.run("call alipay.trade.precreate out_trade_no=other total_amount=1.00 subject=a", environment)
    assert.same({ "", 2 }, { out, code }, err)
  end)

  it("fails the program at its end when a line was lost, and the call goes on", function()
    if not fs.stat "/dev/full" then return end
    local box = command.sandbox()
    finally(box.remove)
    local out, err, code = box.run("--local " .. box.write("full.lua", [[
      local res = assert(require("alipay").client { record = "/dev/full" }.alipay.trade.precreate:post {
        content = { out_trade_no = "full", total_amount = "1.00", subject = "a" } })
      print(res.data.out_trade_no)]]))
    assert.same({ "full\n", 1 }, { out, code }, err)
    assert.matches("the recording /dev/full is incomplete", err, 1, true)
  end)
end)
