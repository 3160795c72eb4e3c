-- SPDX-License-Identifier: MIT
-- Transfers, and what merchants tell of credit orders.

local json = require "alipay.json"
local shops = require "spec.support.trade"
local trade = require "alipay.gateway.trade"
local user = require "alipay.gateway.user"

local TRANSFER, QUERY = "alipay.fund.trans.uni.transfer", "alipay.fund.trans.common.query"

describe("the gateway's", function()
  local shop

  setup(function() shop = shops.start() end)
  teardown(function() shop:finish() end)

  local function values(more)
    local all = {
      out_biz_no = shop:number(), trans_amount = "8.8", product_code = "TRANS_ACCOUNT_NO_PWD", biz_scene = "DIRECT_TRANSFER",
      payee_info = { identity = shop.buyers[2].user_id, identity_type = "ALIPAY_USER_ID" }, order_title = "货款",
    }
    for name, value in pairs(more or {}) do all[name] = value end
    return all
  end

  describe("transfer", function()
    it("is made once for each number", function()
      local wanted = values()
      local node = shop:call(TRANSFER, wanted)
      assert.matches("^20%d%d%d%d%d%d110070000006%d%d%d%d%d%d%d%d%d%d%d%d$", node.order_id)
      assert.matches("^20%d%d%d%d%d%d110070001506%d%d%d%d%d%d%d%d%d%d%d%d$", node.pay_fund_order_id)
      assert.same({
        code = "10000", msg = "Success", order_id = node.order_id, out_biz_no = wanted.out_biz_no,
        pay_fund_order_id = node.pay_fund_order_id, status = "SUCCESS", trans_date = node.trans_date,
      }, node)
      assert.same(node, shop:call(TRANSFER, wanted))
      wanted.trans_amount = "8.81"
      local code, refused = shop:refusal(TRANSFER, wanted)
      assert.same({ "PAYMENT_INFO_INCONSISTENCY", "两次请求商户单号一样，但是参数不一致" }, { code, refused.sub_msg })
      local items = trade.list(shop.gw, "transfers", { out_biz_no = wanted.out_biz_no })
      assert.same({ 1, "8.80", node.order_id }, { #items, items[1].trans_amount, items[1].order_id })
    end)

    it("goes to accounts that there can be", function()
      local li = shop.buyers[3]
      for _, payee in ipairs {
        { identity = "2088102100000001", identity_type = "ALIPAY_USER_ID" },
        { identity = li.open_id, identity_type = "ALIPAY_OPEN_ID", name = li.nick_name },
        { identity = li.logon_id, identity_type = "ALIPAY_LOGON_ID", name = li.nick_name },
        { identity = "13900000000", identity_type = "ALIPAY_LOGON_ID", name = "张三" },
        { identity = "6222000000000000", identity_type = "BANKCARD_ACCOUNT", name = "张三" },
      } do
        assert.is_nil(shop:refusal(TRANSFER, values { payee_info = payee }), payee.identity)
      end
      local seller = user.owner_of(shop.gw.app_id)
      for _, case in ipairs {
        { "PAYEE_NOT_EXIST", "123", "ALIPAY_USER_ID" }, { "PAYEE_NOT_EXIST", "nobody", "ALIPAY_OPEN_ID" },
        { "PAYEE_NOT_EXIST", "nobody", "ALIPAY_LOGON_ID", "张三" }, { "PAYEE_USERINFO_ERROR", li.logon_id, "ALIPAY_LOGON_ID", "张三" },
        { "PAYER_PAYEE_CANNOT_SAME", seller.user_id, "ALIPAY_USER_ID" },
        { "PAYER_PAYEE_CANNOT_SAME", seller.email, "ALIPAY_LOGON_ID", "张三" },
        { "INVALID_PARAMETER", li.logon_id, "ALIPAY_LOGON_ID" }, { "INVALID_PARAMETER", nil, "ALIPAY_USER_ID" },
      } do
        local payee = { identity = case[2], identity_type = case[3], name = case[4] }
        assert.equal(case[1], shop:refusal(TRANSFER, values { payee_info = payee }), case[2])
      end
    end)

    it("takes JSON text for the payee, and null for what is not said", function()
      local seller = user.owner_of(shop.gw.app_id)
      local payee = json.encode { identity = seller.user_id, identity_type = "ALIPAY_USER_ID", name = json.null }
      assert.equal("PAYER_PAYEE_CANNOT_SAME", shop:refusal(TRANSFER, values { payee_info = payee, remark = json.null }))
      payee = { identity = shop.buyers[2].user_id, identity_type = "ALIPAY_USER_ID", name = json.null }
      assert.is_nil(shop:refusal(TRANSFER, values { payee_info = payee }))
    end)

    it("has a least and a most", function()
      for amount, code in pairs {
        ["0.09"] = "EXCEED_LIMIT_SM_MIN_AMOUNT", ["100000000.01"] = "EXCEED_LIMIT_SM_AMOUNT", ["1.234"] = "INVALID_PARAMETER",
        [""] = "INVALID_PARAMETER",
      } do
        assert.equal(code, shop:refusal(TRANSFER, values { trans_amount = amount }))
      end
      assert.is_nil(shop:refusal(TRANSFER, values { trans_amount = "0.1" }))
      assert.is_nil(shop:refusal(TRANSFER, values { trans_amount = "0.01", product_code = "STD_RED_PACKET" }))
    end)

    it("is found by each of its numbers", function()
      local wanted = values()
      local made = shop:call(TRANSFER, wanted)
      local known = {
        code = "10000", msg = "Success", order_id = made.order_id, pay_fund_order_id = made.pay_fund_order_id,
        out_biz_no = wanted.out_biz_no, trans_amount = "8.80", status = "SUCCESS", pay_date = made.trans_date,
        arrival_time_end = made.trans_date, order_fee = "0.00",
      }
      for _, key in ipairs {
        { order_id = made.order_id, out_biz_no = "other" }, { pay_fund_order_id = made.pay_fund_order_id, order_id = "other" },
        { out_biz_no = wanted.out_biz_no, product_code = "TRANS_ACCOUNT_NO_PWD", biz_scene = "DIRECT_TRANSFER" },
      } do
        assert.same(known, shop:call(QUERY, key))
      end
      for _, case in ipairs {
        { "ORDER_NOT_EXIST", { out_biz_no = wanted.out_biz_no, product_code = "STD_RED_PACKET", biz_scene = "DIRECT_TRANSFER" } },
        { "ORDER_NOT_EXIST", { order_id = "1" } }, { "INVALID_PARAMETER", { out_biz_no = wanted.out_biz_no } },
        { "INVALID_PARAMETER", {} },
      } do
        assert.equal(case[1], shop:refusal(QUERY, case[2]))
      end
    end)

    it("of another merchant is none of one's business", function()
      local wanted = values()
      local made = shop:call(TRANSFER, wanted)
      shop.gw.store:exec("UPDATE transfers SET payer_id = '2088000000000000' WHERE order_id = ?", made.order_id)
      assert.equal("NO_ORDER_PERMISSION", shop:refusal(QUERY, { order_id = made.order_id }))
    end)
  end)

  describe("alipay.trade.orderinfo.sync", function()
    it("takes note of a trade's progress", function()
      local number, trade_no = shop:paid()
      local told = {
        trade_no = trade_no, out_request_no = "O1", biz_type = "CREDIT_AUTH", order_biz_info = '{"status":"COMPLETE"}',
      }
      local known = {
        code = "10000", msg = "Success", out_trade_no = number, trade_no = trade_no, buyer_user_id = shop.buyers[1].user_id,
      }
      assert.same(known, shop:call("orderinfo.sync", told))
      assert.same(known, shop:call("orderinfo.sync", told))
      for _, info in ipairs { '{"status":"LOST"}', '"COMPLETE"', "7" } do
        told.order_biz_info = info
        assert.equal("ACQ.NOTIFY_STATUS_INVALID", shop:refusal("orderinfo.sync", told))
      end
      told.order_biz_info = "{"
      assert.equal("ACQ.INVALID_PARAMETER", shop:refusal("orderinfo.sync", told))
      told.trade_no, told.order_biz_info = "1", nil
      assert.equal("ACQ.TRADE_NOT_EXIST", shop:refusal("orderinfo.sync", told))
    end)
  end)
end)
