-- SPDX-License-Identifier: MIT
-- alipay.trade.create: a trade that the buyer pays in a mini program (my.tradePay with trade_no). product_code is demanded by one
-- client and depends on the product: it is not required here.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.trade"

return definition.new {
  method = "alipay.trade.create",
  place = "content",
  summary = "Create a trade that waits for its buyer",
  summary_zh = "统一收单交易创建",
  params = {
    field("out_trade_no", { required = true }),
    field("total_amount", { required = true }),
    field("subject", { required = true }),
    field("product_code", { example = "JSAPI_PAY" }),
    field "buyer_id",
    field "buyer_open_id",
    {
      name = "op_app_id", meaning = "app_id of the mini program in which the buyer pays",
      meaning_zh = "小程序支付中，商户实际经营主体的小程序应用的 app_id", example = "2021000000000001",
    },
    field "body",
    field "timeout_express",
    field "time_expire",
    field "goods_detail",
    field "seller_id",
    field "extend_params",
    field "settle_info",
    field "sub_merchant",
    field "passback_params",
    field "store_id",
    field "operator_id",
    field "terminal_id",
    field "enable_pay_channels",
    field "disable_pay_channels",
  },
  result = {
    out_trade_no = "as given",
    trade_no = "Alipay's number: what my.tradePay takes",
  },
}
