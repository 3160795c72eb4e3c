-- SPDX-License-Identifier: MIT
-- alipay.trade.query: what has become of a trade.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.trade"

return definition.new {
  method = "alipay.trade.query",
  place = "content",
  summary = "Query a trade",
  summary_zh = "统一收单交易查询",
  one_of = { { "out_trade_no", "trade_no" } },
  params = {
    field "out_trade_no",
    field "trade_no",
    {
      name = "query_options", type = "list",
      known = { "fund_bill_list", "voucher_detail_list", "trade_settle_info", "discount_goods_detail",
        "mdiscount_amount", "hyb_amount", "enterprise_pay_info", "medical_insurance_info" },
      meaning = "what the reply is to hold besides", meaning_zh = "指定接口同步返回的附加信息", example = { "fund_bill_list" },
    },
    {
      name = "org_pid", meaning = "the bank or institution for which a service provider asks",
      meaning_zh = "银行间联模式下的收单机构 PID", example = "2088101117952222",
    },
  },
  result = {
    trade_status = "WAIT_BUYER_PAY, TRADE_SUCCESS, TRADE_FINISHED or TRADE_CLOSED",
    trade_no = "Alipay's number of the trade",
    total_amount = "amount of the order",
    receipt_amount = "what the merchant gets; \"0.00\" for online trades, paid or not",
    send_pay_date = "when it was paid",
    fund_bill_list = "where the money came from, when it is asked for",
  },
}
