-- SPDX-License-Identifier: MIT
-- alipay.trade.wap.pay: the browser of the buyer's phone opens the cashier (`:page`).

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.trade"

return definition.new {
  method = "alipay.trade.wap.pay",
  place = "content",
  summary = "Pay in a browser on a phone",
  summary_zh = "手机网站支付",
  params = {
    field("out_trade_no", { required = true }),
    field("total_amount", { required = true }),
    field("subject", { required = true }),
    field("product_code", { required = true, known = { "QUICK_WAP_WAY" }, example = "QUICK_WAP_WAY" }),
    {
      name = "quit_url", max = 400, meaning = "where the buyer goes who does not pay", meaning_zh = "用户付款中途退出返回商户网站的地址",
      example = "https://shop.example.com/cart",
    },
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
