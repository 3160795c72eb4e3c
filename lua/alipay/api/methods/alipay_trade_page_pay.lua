-- SPDX-License-Identifier: MIT
-- alipay.trade.page.pay: the buyer's browser opens the cashier on a computer (`:page`).

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.trade"

return definition.new {
  method = "alipay.trade.page.pay",
  place = "content",
  summary = "Pay in a browser on a computer",
  summary_zh = "统一收单下单并支付页面（电脑网站支付）",
  params = {
    field("out_trade_no", { required = true }),
    field("total_amount", { required = true }),
    field("subject", { required = true }),
    field("product_code", {
      required = true, known = { "FAST_INSTANT_TRADE_PAY" }, example = "FAST_INSTANT_TRADE_PAY",
    }),
    {
      name = "qr_pay_mode", values = { "0", "1", "2", "3", "4" },
      meaning = "how the QR code is shown: 0 to 3 inside of a frame, 4 of a width of its own",
      meaning_zh = "PC 扫码支付方式：0 到 3 为嵌入页面的前置模式，4 为可自定义宽度的嵌入式二维码", example = "2",
    },
    {
      name = "qrcode_width", type = "integer", meaning = "width of the QR code in pixels (qr_pay_mode 4)",
      meaning_zh = "自定义二维码宽度，qr_pay_mode 为 4 时有效", example = "200",
    },
    { name = "integration_type", meaning = "how the page is embedded", meaning_zh = "请求后页面的集成方式", example = "PCWEB" },
    {
      name = "request_from_url", meaning = "address of the page that asks", meaning_zh = "请求来源地址",
      example = "https://shop.example.com",
    },
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
