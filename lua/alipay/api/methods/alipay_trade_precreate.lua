-- SPDX-License-Identifier: MIT
-- alipay.trade.precreate: a QR code that the buyer scans. There is no trade until it is scanned.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.trade"

return definition.new {
  method = "alipay.trade.precreate",
  place = "content",
  summary = "Make a QR code by which an order is paid",
  summary_zh = "统一收单线下交易预创建（扫码支付）",
  params = {
    field("out_trade_no", { required = true }),
    field("total_amount", { required = true }),
    field("subject", { required = true }),
    field("product_code", { known = { "QR_CODE_OFFLINE", "FACE_TO_FACE_PAYMENT" }, example = "QR_CODE_OFFLINE" }),
    field "body",
    field "timeout_express",
    field "time_expire",
    {
      name = "qr_code_timeout_express", format = "1m to 15d, or 1c",
      meaning = "how long the code can be paid, from when it is made", meaning_zh = "二维码有效期，自生成二维码时起算", example = "90m",
    },
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
    qr_code = "address to show as a QR code; valid for two hours",
  },
}
