-- SPDX-License-Identifier: MIT
-- alipay.trade.fastpay.refund.query: what has become of a refund.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.trade"

return definition.new {
  method = "alipay.trade.fastpay.refund.query",
  place = "content",
  summary = "Query a refund",
  summary_zh = "统一收单交易退款查询",
  one_of = { { "out_trade_no", "trade_no" } },
  params = {
    field "out_trade_no",
    field "trade_no",
    {
      name = "out_request_no", required = true, max = 64,
      meaning = "number of the refund; the order's number when the refund had none", meaning_zh = "退款请求号；退款时未传则为商户订单号",
      example = "20261126R0001",
    },
    {
      name = "query_options", type = "list",
      known = { "refund_detail_item_list", "gmt_refund_pay", "deposit_back_info", "refund_voucher_detail_list",
        "refund_royaltys" }, meaning = "what the reply is to hold besides", meaning_zh = "指定接口同步返回的附加信息",
      example = { "gmt_refund_pay" },
    },
  },
  result = {
    refund_status = "REFUND_SUCCESS; absent, as every other field, when there is no such refund",
    refund_amount = "what this refund gave back",
    total_amount = "amount of the order",
  },
}
