-- SPDX-License-Identifier: MIT
-- alipay.trade.order.settle.query: what has become of shares.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.trade"

return definition.new {
  method = "alipay.trade.order.settle.query",
  place = "content",
  summary = "Query how the money of a trade was shared",
  summary_zh = "交易分账查询",
  params = {
    {
      name = "settle_no", meaning = "number that order.settle gave", meaning_zh = "支付宝分账单号",
      example = "20261126002030020000000000000001",
    },
    {
      name = "out_request_no", meaning = "number of the request to share", meaning_zh = "外部请求号，与 trade_no 一起使用",
      example = "20261126S0001",
    },
    field "trade_no",
  },
  result = {
    royalty_detail_list = "the shares and their states",
    operation_dt = "when it was done",
    out_request_no = "number of the request",
  },
}
