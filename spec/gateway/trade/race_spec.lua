-- SPDX-License-Identifier: MIT
-- Calls at the same time on one trade, at two gateways that share a folder, one of them in a process of its own: one wins.

local alipay = require "alipay"
local async = require "alipay.async"
local shops = require "spec.support.trade"
local support = require "spec.support.client"

local SECOND = [[
local gw = assert(require "alipay.gateway".start { dir = %q, shared = true })
print(gw.gateway)
io.stdout:flush()
local loop = require "alipay.core.loop"
while true do loop.step() end]]

describe("of calls at once", function()
  local shop, child, pid, clients

  setup(function()
    shop = shops.start { shared = true }
    local script = shop.gw.dir .. "/second.lua"
    local file <close> = assert(io.open(script, "w"))
    file:write(SECOND:format(shop.gw.dir))
    file:close()
    child = assert(io.popen(("echo $$; exec %s %s"):format(support.program, script)))
    pid = child:read "l"
    clients = {}
    for i, gateway in ipairs { shop.gw.gateway, assert(child:read "l") } do
      local settings = shop.gw:profile()
      settings.gateway, settings.proxy = gateway, ""
      clients[i] = alipay.client(settings)
    end
  end)
  teardown(function()
    os.execute("kill " .. pid)
    child:close()
    shop:finish()
  end)

  -- Calls at once, in turns at both gateways: how many got which code.
  local function storm(count, method, content)
    local promises, codes = {}, {}
    for i = 1, count do
      promises[i] = async.run(function()
        local response, err = clients[i % 2 + 1]:chain(method):post { content = content(i) }
        local code = response and response.data.code or err.sub_code or tostring(err)
        codes[code] = (codes[code] or 0) + 1
      end)
    end
    assert(async.all(promises):wait(60))
    return codes
  end

  it("refunds never exceed the trade", function()
    local number = shop:paid()
    local codes = storm(20, "alipay.trade.refund", function(i)
      return { out_trade_no = number, refund_amount = "1.00", out_request_no = "R" .. i }
    end)
    assert.same({ ["10000"] = 8, ["ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"] = 12 }, codes)
    assert.equal("wait paid" .. (" refund"):rep(8), shop:events(number))
  end)

  it("one refund of a number is made", function()
    local number = shop:paid()
    local codes = storm(10, "alipay.trade.refund", function()
      return { out_trade_no = number, refund_amount = "1.00", out_request_no = "R" }
    end)
    assert.same({ ["10000"] = 10 }, codes)
    assert.equal("wait paid refund", shop:events(number))
  end)

  it("one payment takes the code", function()
    local codes = storm(10, "alipay.trade.pay", function(i)
      return { out_trade_no = "P" .. i, total_amount = "8.80", subject = "茶", auth_code = "280000000000000001" }
    end)
    assert.same({ ["10000"] = 1, ["ACQ.PAYMENT_AUTH_CODE_INVALID"] = 9 }, codes)
  end)

  it("one payment of a number, one close or payment of a trade happens", function()
    local codes = storm(10, "alipay.trade.pay", function(i)
      return { out_trade_no = "Q", total_amount = "8.80", subject = "茶", auth_code = ("2800000000000001%02d"):format(i) }
    end)
    assert.same({ ["10000"] = 1, ["ACQ.TRADE_HAS_SUCCESS"] = 9 }, codes)
    local number = shop:create()
    storm(10, "alipay.trade.close", function() return { out_trade_no = number } end)
    assert.equal("wait closed", shop:events(number))
    storm(10, "alipay.trade.create", function()
      return { out_trade_no = "C", total_amount = "8.80", subject = "茶", buyer_id = shop.buyers[1].user_id }
    end)
    assert.equal("wait", shop:events "C")
  end)

  it("one transfer of a number is made", function()
    local codes = storm(10, "alipay.fund.trans.uni.transfer", function()
      return {
        out_biz_no = "T", trans_amount = "1", product_code = "STD_RED_PACKET", biz_scene = "DIRECT_TRANSFER",
        payee_info = { identity = "2088102100000001", identity_type = "ALIPAY_USER_ID" },
      }
    end)
    assert.same({ ["10000"] = 10 }, codes)
    assert.equal(1, shop.gw.store:first("SELECT count(*) AS n FROM transfers").n)
  end)
end)
