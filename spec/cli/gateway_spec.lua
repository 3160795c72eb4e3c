-- SPDX-License-Identifier: MIT
-- `alipay-lua gateway` with what its user wants of it: answers, faults, kinds of notifications, another address.

local command = require "spec.support.command"
local fs = require "alipay.core.fs"
local json = require "alipay.json"
local support = require "spec.support.gateway"

describe("alipay-lua gateway", function()
  local box
  before_each(function()
    box = command.sandbox()
    support.start({ dir = box.dir .. "/gw" }):stop() -- makes the keys
  end)
  after_each(function() box.remove() end)

  it("answers with files, and with a folder of them", function()
    box.write("card.json", '{"code":"10000","msg":"Success","card":"1"}\n')
    assert(fs.mkdir(box.dir .. "/answers", 448))
    box.write("answers/alipay.marketing.card.update.json", '{"code":"40004","msg":"x","sub_code":"MINE"}')
    local gw = command.gateway(box, {
      options = ("--answer alipay.marketing.card.query=%s/card.json --answers %s/answers"):format(box.dir, box.dir),
    })
    local out, err, code = box.run("call alipay.marketing.card.query", gw.settings)
    assert.equal(0, code, err)
    assert.equal('{"code":"10000","msg":"Success","card":"1"}', (out:gsub("%s", "")))
    out, err, code = box.run("call alipay.marketing.card.update", gw.settings)
    assert.same({ 4, '{"code":"40004","msg":"x","sub_code":"MINE"}\n' }, { code, out })
    assert.matches("MINE", err, 1, true)
  end)

  it("goes wrong by rules, and tells what is on", function()
    local gw = command.gateway(box, {
      options = "--fault alipay.user.info.share:nth=1:limit --fault alipay.user.info.share:sign=wrong --notify paid,finished",
    })
    local _, err, code = box.run("call alipay.user.info.share auth_token=x", gw.settings)
    assert.equal(4, code)
    assert.matches("this answer does not verify", err, 1, true)
    local body = json.encode { kind = "requests" }
    local reply = support.fetch {
      url = gw.control .. "/state", method = "POST", body = body,
      headers = { "Authorization: Bearer " .. gw.control_token, "Content-Type: application/json" },
    }
    assert.same({ "limit", "sign=wrong" }, json.decode(reply.body).items[1].faults)
  end)

  it("warns when others than this host reach it", function()
    local gw = command.gateway(box, { options = "--host 0.0.0.0", log = box.dir .. "/log" })
    assert.matches("warning: it listens on 0.0.0.0: everybody", box.read "log", 1, true)
    assert.matches("^http://127.0.0.1:%d+$", gw.endpoint)
    assert.equal(200, support.fetch({ url = gw.endpoint .. "/" }).status)
    gw.stop()
    gw = command.gateway(box, { options = "--host 127.0.0.1", log = box.dir .. "/log" })
    assert.is_nil(box.read("log"):find "warning")
    gw.stop()
  end)

  it("does not start with what it cannot do, and says which", function()
    for sentence, options in pairs {
      ["rule 'alipay.trade.pay:oops': there is no fault 'oops'"] = "--fault alipay.trade.pay:oops",
      ["there is no method 'alipay.trade.pey': did you mean alipay.trade.pay?"] = "--answer alipay.trade.pey=x",
      ["'alipay.trade.pay' is not METHOD=FILE"] = "--answer alipay.trade.pay", ["No such file"] = "--answers /proc/none",
      ["/none: No such file"] = "--answer alipay.trade.pay=/proc/none", ["'stolen' is none of wait"] = "--notify paid,stolen",
      ["cannot listen on 192.0.2.1"] = "--host 192.0.2.1",
    } do
      local out, err, code = box.run(("gateway --port 0 --dir %s/gw %s"):format(box.dir, options))
      assert.same({ 2, "" }, { code, out })
      assert.matches(sentence, err, 1, true)
    end
    local _, err, code = box.run("gateway --port 0 --dir /proc/none")
    assert.equal(2, code)
    assert.matches("cannot make the folder /proc/none[^\n]*\n  name a folder of your own: %-%-dir, or ALIPAY_STATE_DIR", err)
  end)

  it("leaves no folder behind when it does not start", function()
    assert(fs.mkdir(box.dir .. "/tmp", 448))
    for options, sentence in pairs {
      ['port = (function() require("alipay.gateway.folder").take = function() return nil, "full" end end)()'] = "full",
      ['notify_kinds = { "stolen" }'] = "'stolen' is none", ['answers = { [1] = 2 }'] = "'answers' needs names of methods",
      ['faults = { "oops" }'] = "oops", ['clock = function() error "no clock" end'] = "no clock",
    } do
      local chunk = 'print(select(2, pcall(function() return assert(require("alipay.gateway").start { ' .. options .. " }) end)))"
      local out, err, code = box.run("-e '" .. chunk:gsub("'", "'\\''") .. "'", { TMPDIR = box.dir .. "/tmp" })
      assert.equal(0, code, err)
      assert.matches(sentence, out, 1, true)
      assert.same({}, fs.list(box.dir .. "/tmp"))
    end
  end)

  for ending, code in pairs { ["error 'over'"] = 1, ["local _ = gw:client()"] = 0 } do
    it("is stopped by the end of its program: " .. ending, function()
      local folder = box.dir .. "/tmp-" .. code
      assert(fs.mkdir(folder, 448))
      local chunk = 'local gw = assert(require("alipay.gateway").start {}) print(gw.dir) ' .. ending
      local out, _, ended = box.run("-e '" .. chunk:gsub("'", "'\\''") .. "'", { TMPDIR = folder })
      assert.matches(folder .. "/alipay-lua-gateway-", out, 1, true)
      assert.equal(code, ended)
      assert.same({}, fs.list(folder))
    end)
  end

  it("is stopped by the end of its program, although another one cannot be", function()
    local folder = box.dir .. "/tmp-several"
    assert(fs.mkdir(folder, 448))
    local _, said, ended = box.run([[-e 'local gateway = require "alipay.gateway"
      for i = 1, 4 do
        local gw = assert(gateway.start {})
        if i == 2 then gw.rooms = { { stopping = function() error "it stays" end } } end
      end']], { TMPDIR = folder })
    assert.matches("it stays", said, 1, true)
    assert.equal(1, ended)
    assert.equal(1, #fs.list(folder))
  end)
end)
