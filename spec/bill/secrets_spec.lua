-- SPDX-License-Identifier: MIT
-- The address of a bill opens it: it is shown to nobody, and goes by TLS where that can be.

local command = require "spec.support.command"
local mask = require "alipay.util.mask"

local URL = "http:\\/\\/dwbillcenter.alipay.com\\/downloadBillFile.resource?userId=2088&token=0123456789abcdef"

describe("the address of a bill", function()
  it("is masked in a reply, but for where it leads", function()
    local node = ('{"code":"10000","bill_download_url":"%s","msg":"x"}'):format(URL)
    local shown = URL:gsub("%?.*", "?****")
    local wanted = ('{"code":"10000","bill_download_url":"%s","msg":"x"}'):format(shown)
    assert.equal(wanted, mask.json(node))
    assert.equal(wanted, mask.text(node))
    assert.not_matches("0123456789abcdef", mask.text("bill_download_url=" .. URL), 1, true)
  end)

  local box
  setup(function() box = command.sandbox() end)
  teardown(function() box.remove() end)

  -- Runs a script in a process of its own, with `shop` a server that is also the proxy of `client`.
  local function run(script, options)
    local path = box.write("script.lua", [[
      local bill, bills = require "alipay.bill", require "spec.support.bills"
      local _, shop, proxy = bills.shop()
      local client = bills.shop { proxy = proxy.endpoint }
    ]] .. script)
    return box.run((options or "") .. " " .. path, { no_proxy = "" })
  end

  it("is asked by https first, and by http only where no TLS is spoken, which is said", function()
    local out, err, code = run [[
      shop.url = "http://dwbillcenter.alipay.com/downloadBillFile.resource?userId=20881021234567890156&token=0123456789abcdef"
      for row in bill.rows(client, { date = "2026-11-25" }) do print(row["商户订单号"]) end
      print(shop.fetched)
    ]]
    assert.same({ "A1\nA2\nA1\n1\n", 0 }, { out, code }, err)
    assert.equal("bill: http://dwbillcenter.alipay.com/downloadBillFile.resource does not answer by TLS, "
      .. "so the bill comes by plain http\n", err)
  end)

  it("is not asked by http where it was https", function()
    local out = run [[
      shop.url = "https://dwbillcenter.alipay.com/downloadBillFile.resource?token=0123456789abcdef"
      local fine, err = pcall(bill.rows, client, { date = "2026-11-25" })
      print(fine, err.kind, err.stage, shop.fetched)
    ]]
    -- Newer libmicrohttpd ends a CONNECT that is to be answered by 200 instead of speaking no TLS behind it.
    assert.truthy(out == "false\tnetwork\ttls\t0\n" or out == "false\tnetwork\tconnect\t0\n", out)
  end)

  it("is in no trace", function()
    local out, err = run([[
      client = bills.shop()
      for row in bill.rows(client, { date = "2026-11-25" }) do print(row["商户订单号"]) end
    ]], "--trace")
    assert.equal("A1\nA2\nA1\n", out)
    assert.matches('"bill_download_url":"http://127.0.0.1:%d+/downloadBillFile.resource%?%*%*%*%*"', err)
    assert.not_matches("0123456789abcdef", err, 1, true)
  end)
end)
