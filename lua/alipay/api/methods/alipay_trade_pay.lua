-- SPDX-License-Identifier: MIT
-- alipay.trade.pay: the merchant scans the code that the buyer's wallet shows. scene has a default, so it is not required; other
-- scenes than the known ones pass.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.trade"

return definition.new {
  method = "alipay.trade.pay",
  place = "content",
  summary = "Take a payment by the code in the buyer's wallet",
  summary_zh = "统一收单交易支付（条码支付）",
  params = {
    field("out_trade_no", { required = true }),
    field("total_amount", { required = true }),
    field("subject", { required = true }),
    {
      name = "auth_code", required = true,
      meaning = "what was scanned: 16 to 24 digits, or fp and 35 characters for a face; works once",
      meaning_zh = "支付授权码，即用户付款码（16 到 24 位数字，以 25 到 30 开头）或刷脸付标识串，仅可使用一次", example = "284776044441477959",
    },
    {
      name = "scene", known = { "bar_code", "security_code" }, meaning = "how it was scanned; bar_code when unsaid",
      meaning_zh = "支付场景，默认为 bar_code", example = "bar_code",
    },
    field("product_code", {
      known = { "FACE_TO_FACE_PAYMENT", "OFFLINE_PAYMENT", "PRE_AUTH", "GENERAL_WITHHOLDING" },
      example = "FACE_TO_FACE_PAYMENT",
    }),
    {
      name = "auth_no", meaning = "number of the money that was frozen before (PRE_AUTH)", meaning_zh = "预授权冻结单号，预授权转支付时使用",
      example = "2026112610002001660200000001",
    },
    {
      name = "agreement_params", type = "object",
      meaning = "the agreement by which a buyer pays without being asked (GENERAL_WITHHOLDING)",
      meaning_zh = "代扣信息，周期扣款等代扣业务使用", example = { agreement_no = "20260126000001000000000000000001" },
    },
    field "body",
    field "timeout_express",
    field "time_expire",
    {
      name = "goods_detail", type = "list", meaning = "the goods of the order", meaning_zh = "订单包含的商品列表",
      fields = {
        {
          name = "goods_id", required = true, meaning = "number of the goods", meaning_zh = "商品编号", example = "tea-01",
        },
        { name = "goods_name", required = true, meaning = "name of the goods", meaning_zh = "商品名称", example = "龙井茶" },
        {
          name = "quantity", type = "integer", required = true, meaning = "how many", meaning_zh = "商品数量", example = 1,
        },
        {
          name = "price", type = "amount", required = true, meaning = "price of one in yuan", meaning_zh = "商品单价，单位为元",
          example = "88.80",
        },
      },
    },
    field "buyer_id",
    field "buyer_open_id",
    field "seller_id",
    field "extend_params",
    field "settle_info",
    field "sub_merchant",
    field "passback_params",
    field "store_id",
    field "operator_id",
    field "terminal_id",
    field "disable_pay_channels",
    {
      name = "query_options", type = "list", known = { "fund_bill_list", "voucher_detail_list", "discount_goods_detail" },
      meaning = "what the reply is to hold besides", meaning_zh = "指定接口同步返回的附加信息", example = { "fund_bill_list" },
    },
  },
  result = {
    trade_no = "Alipay's number of the trade",
    buyer_user_id = "the buyer's Alipay id (older apps)",
    buyer_open_id = "the buyer's id towards this app",
    total_amount = "amount of the order",
    receipt_amount = "what the merchant gets",
    buyer_pay_amount = "what the buyer paid",
    gmt_payment = "when it was paid, in China's time; absent while code is 10003: query until it ends",
    fund_bill_list = "where the money came from",
  },
}
