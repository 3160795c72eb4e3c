-- SPDX-License-Identifier: MIT
-- Ctrl-C while a command or a script waits for a peer that does not answer: a line instead of a traceback, and what is to be known of
-- the money under way.

local json = require "alipay.json"
local server = require "alipay.core.server"
local support = require "spec.support.command"

-- Strikes when a request is on its way.
local STRIKER = [[
  require "alipay.async" -- which looks before each wait, too
  local core, loop = require "alipay.core.loop", require "alipay.async.loop"
  function loop.before_wait()
    if core.stat().in_flight == 0 then return 0.01 end -- ask again
    loop.before_wait = nil
    io.popen("kill -INT $PPID"):close()
  end
]]

describe("Ctrl-C", function()
  local box, silent, environment, striker
  setup(function()
    box = support.sandbox()
    silent = assert(server.start { on_request = function() end }) -- and this process does not run while it waits for its child
    local key = require("spec.support.keys").private "app"
    environment = {
      ALIPAY_APP_ID = "2014072300007148", ALIPAY_PRIVATE_KEY = box.write("app.pem", key:pem(), 384),
      ALIPAY_PUBLIC_KEY = box.write("ali.pem", key:public():pem()),
      ALIPAY_GATEWAY = ("http://127.0.0.1:%d/gateway.do"):format(silent:port()),
    }
    striker = ("-e 'dofile \"%s\"' "):format(box.write("striker.lua", STRIKER))
  end)
  teardown(function()
    silent:stop()
    box.remove()
  end)

  local function run(command, options)
    local out, err, code = box.run((options or "") .. " " .. striker .. command, environment)
    assert.not_matches("traceback", err)
    return out, err, code
  end

  it("in a call that moves money says that nothing is known of its outcome", function()
    local out, err, code = run "call alipay.trade.refund trade_no=1 refund_amount=1.00"
    assert.same({ "", 130 }, { out, code })
    assert.matches("alipay%-lua: interrupted\n  nothing is known about the outcome: query before repeating [^\n]+\n$", err)
    out, err, code = run "call alipay.trade.query trade_no=1"
    assert.same({ "", 130 }, { out, code })
    assert.matches("alipay%-lua: interrupted\n$", err)
  end)

  it("says the same to machines", function()
    local out, _, code = run("call alipay.trade.refund trade_no=1 refund_amount=1.00", "--json")
    local told = assert(json.decode(out))
    assert.same({ "cancelled", "interrupted", 130, 130 }, { told.error.kind, told.error.message, told.exit_code, code })
    assert.matches("query before repeating", told.error.hint)
    out, _, code = run("scripts/pay.lua --amount 1.00 --subject x --code 280000000000000001 --order P1", "--json")
    told = assert(json.decode(out))
    assert.same({ "cancelled", "interrupted", 1, 1 }, { told.error.kind, told.error.message, told.exit_code, code })
    assert.matches("order P1 .*%-%-resume", told.error.hint)
  end)

  it("in a script of payments names the order, and what brings it to its end", function()
    for command, words in pairs {
      ["pay.lua --amount 1.00 --subject x --code 280000000000000001"] = "whether order P%d+ was paid .*%-%-resume",
      ["pay.lua --amount 1.00 --subject x --order P7"] = "order P7 is open, and may be paid .* watch.lua P7",
      ["refund.lua P8 --amount 1.00 --number R8"] = "whether the refund R8 of order P8 was made is unknown: pay.lua %-%-resume",
      ["refund.lua P9 --amount 1.00"] = "whether the refund of order P9 was made is unknown: pay.lua %-%-resume",
    } do
      local out, err, code = run("scripts/" .. command)
      assert.same({ "", 1 }, { out, code }, command)
      assert.matches("alipay%-lua: interrupted\n  " .. words .. "[^\n]*\n$", err)
    end
  end)

  it("in any other command or script says no more than that", function()
    for command, code in pairs {
      ["doctor --probe"] = 130, ["scripts/bill.lua 2026-11-25"] = 1, ["scripts/watch.lua P1"] = 1,
      ["scripts/qrcode.lua --page p --describe x"] = 1, ["scripts/reconcile.lua /dev/null 2026-11-25"] = 1,
    } do
      local _, err, ended = run(command)
      assert.matches("alipay%-lua: interrupted\n$", err)
      assert.equal(code, ended, command)
    end
  end)

  it("in a script that is none of ours leaves the traceback of the stock interpreter", function()
    local path = box.write("own.lua", 'require "alipay".client().alipay.trade.query:post { content = { trade_no = "1" } }')
    local _, err, code = box.run(striker .. path, environment)
    assert.matches("interrupted!\nstack traceback:\n", err)
    assert.equal(1, code)
  end)
end)
