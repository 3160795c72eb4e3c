-- SPDX-License-Identifier: MIT
-- alipay.trade.app.pay: an app hands the signed order to the wallet (`:order`).

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.trade"

return definition.new {
  method = "alipay.trade.app.pay",
  place = "content",
  summary = "Pay from an app",
  summary_zh = "APP 支付",
  params = {
    field("out_trade_no", { required = true }),
    field("total_amount", { required = true }),
    field("subject", { required = true }),
    field("product_code", { required = "platform", known = { "QUICK_MSECURITY_PAY" }, example = "QUICK_MSECURITY_PAY" }),
    field "seller_id",
    field "specified_channel",
    field "body",
    field "timeout_express",
    field "time_expire",
    field "goods_type",
    field "goods_detail",
    field "passback_params",
    field "extend_params",
    field "settle_info",
    field "sub_merchant",
    field "store_id",
    field "enable_pay_channels",
    field "disable_pay_channels",
    field "merchant_order_no",
  },
  result = {
    trade_no = "Alipay's number of the trade",
    out_trade_no = "the merchant's number",
    total_amount = "amount of the order",
    seller_id = "Alipay id that receives the money",
  },
}
