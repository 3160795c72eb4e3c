-- SPDX-License-Identifier: MIT
-- alipay.trade.orderinfo.sync: tells Alipay of a credit order's progress.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.trade"

return definition.new {
  method = "alipay.trade.orderinfo.sync",
  place = "content",
  summary = "Tell Alipay how an order goes on",
  summary_zh = "支付宝订单信息同步",
  params = {
    field("trade_no", { required = true }),
    field("out_request_no", { required = true }),
    {
      name = "biz_type", required = true, known = { "CREDIT_AUTH", "CREDIT_DEDUCT" }, meaning = "kind of what is told",
      meaning_zh = "交易信息同步对应的业务类型", example = "CREDIT_AUTH",
    },
    {
      name = "orig_request_no", meaning = "number of the request that this one corrects", meaning_zh = "原始业务请求单号",
      example = "20261126R0000",
    },
    {
      name = "order_biz_info", type = "json", meaning = "what is told", meaning_zh = "商户传入同步信息，JSON 字符串",
      example = "{\"status\":\"COMPLETE\"}",
    },
  },
  result = {
    trade_no = "Alipay's number of the trade",
    out_trade_no = "the merchant's number",
    buyer_user_id = "the buyer's Alipay id",
  },
}
