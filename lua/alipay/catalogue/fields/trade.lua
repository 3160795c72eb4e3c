-- SPDX-License-Identifier: MIT
-- Parameters of the trade family. Sources disagree on more than is checked: on how long an amount may be (9, 11 or 12 characters), on
-- what a subject may not hold (shops send it all), on operator_id (28 or 30) and seller_id (16, 28 or 32): the laxer one is here. Other
-- characters than letters, digits and _ in numbers of the merchant's own are left to the platform.

local AMOUNT = { "0.01", "100000000" }

return require "alipay.catalogue.fields" {
  out_trade_no = {
    max = 64, meaning = "the merchant's own number of the order, one trade each",
    meaning_zh = "商户订单号，由商户自定义，64 个字符以内，在商户端不可重复", example = "20261126A0001",
  },
  trade_no = {
    max = 64, meaning = "Alipay's number of the trade; counts when both numbers are given",
    meaning_zh = "支付宝交易号，与商户订单号同时传入时以该交易号为准", example = "2026112622001400000000000001",
  },
  total_amount = {
    type = "amount", range = AMOUNT, meaning = "amount of the order in yuan, at most two decimals",
    meaning_zh = "订单总金额，单位为元，精确到小数点后两位，取值范围 0.01 到 100000000", example = "88.80",
  },
  subject = { max = 256, meaning = "what is sold; the buyer sees it", meaning_zh = "订单标题，展示给买家", example = "龙井茶 250g" },
  body = { max = 128, meaning = "more about what is sold", meaning_zh = "订单附加信息", example = "2026 年春茶" },
  product_code = {
    max = 64, meaning = "product that the merchant has signed", meaning_zh = "销售产品码，与商户签约的产品对应",
  },
  timeout_express = {
    format = "1m to 15d, or 1c", meaning = "how long it can be paid: 1m to 15d, 1c for the end of the day; time_expire wins",
    meaning_zh = "最晚付款时限，m 分钟、h 小时、d 天、1c 当天，取值 1m 到 15d；同时传入 time_expire 时以后者为准", example = "30m",
  },
  time_expire = {
    format = "yyyy-MM-dd HH:mm:ss", meaning = "until when it can be paid, in China's time", meaning_zh = "订单绝对超时时间（北京时间）",
    example = "2036-12-31 10:05:00",
  },
  seller_id = { max = 32, meaning = "Alipay id that receives the money; the merchant's own when unsaid",
    meaning_zh = "收款方支付宝用户号，不传则为签约商户自身", example = "2088102100000002" },
  buyer_id = { meaning = "Alipay id of the buyer", meaning_zh = "买家支付宝用户号", example = "2088102100000001" },
  buyer_open_id = { meaning = "the buyer's id towards this app", meaning_zh = "买家在当前应用下的 open_id",
    example = "074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5" },
  operator_id = { max = 30, meaning = "who serves the buyer", meaning_zh = "商户操作员编号", example = "op001" },
  store_id = { max = 32, meaning = "the merchant's number of the shop", meaning_zh = "商户门店编号", example = "NJ_001" },
  terminal_id = { max = 32, meaning = "the merchant's number of the till", meaning_zh = "商户机具终端编号", example = "NJ_T_001" },
  passback_params = {
    max = 512, meaning = "comes back in notifications as it is; the caller URL-encodes it",
    meaning_zh = "公用回传参数，异步通知时原样返回；须由商户先做 URL 编码", example = "shop%3D1",
  },
  enable_pay_channels = {
    max = 128, forbidden_when = { disable_pay_channels = true }, meaning = "the only ways to pay, separated by commas",
    meaning_zh = "可用支付渠道，以逗号分隔，不可与 disable_pay_channels 同时传入", example = "balance,moneyFund",
  },
  disable_pay_channels = {
    max = 128, meaning = "ways to pay that are refused, separated by commas",
    meaning_zh = "禁用支付渠道，以逗号分隔，不可与 enable_pay_channels 同时传入", example = "creditCard",
  },
  goods_type = {
    values = { "0", "1" }, meaning = "0 virtual goods, 1 real ones", meaning_zh = "商品主类型：0 虚拟类商品，1 实物类商品", example = "1",
  },
  goods_detail = {
    type = "list", meaning = "the goods of the order", meaning_zh = "订单包含的商品列表",
    fields = {
      -- Only the manual of pay says that these are required.
      { name = "goods_id", meaning = "number of the goods", meaning_zh = "商品编号", example = "tea-01" },
      { name = "goods_name", meaning = "name of the goods", meaning_zh = "商品名称", example = "龙井茶" },
      { name = "quantity", type = "integer", meaning = "how many", meaning_zh = "商品数量", example = 1 },
      { name = "price", type = "amount", meaning = "price of one in yuan", meaning_zh = "商品单价，单位为元",
        example = "88.80" },
    },
  },
  extend_params = { type = "object", meaning = "instalments, number of the service provider, and more",
    meaning_zh = "业务扩展参数，如花呗分期、服务商 PID", example = { sys_service_provider_id = "2088511833207846" } },
  settle_info = { type = "object", meaning = "who gets the money of a trade that is settled directly",
    meaning_zh = "结算信息，直付通等场景使用", example = { settle_detail_infos = { { trans_in_type = "defaultSettle", amount = "88.80" } } } },
  sub_merchant = { type = "object", meaning = "the merchant for whom a service provider acts", meaning_zh = "二级商户信息，间连或直付通场景使用",
    example = { merchant_id = "2088000603999128" } },
  out_request_no = {
    max = 64, meaning = "number of this request; the same one again is the same request",
    meaning_zh = "外部请求号，由商户自定义；同一请求重试时须保持不变", example = "20261126R0001",
  },
  specified_channel = { meaning = "the only way to pay", meaning_zh = "指定支付渠道", example = "pcredit" },
  merchant_order_no = {
    meaning = "another number of the order", meaning_zh = "商户原始订单号",
    example = "20261126B0001",
  },
  receiver_list = {
    type = "list", meaning = "the receivers", meaning_zh = "分账接收方列表",
    fields = {
      { name = "type", meaning = "what account is", meaning_zh = "分账接收方方式", example = "userId" },
      { name = "account", meaning = "who gets shares", meaning_zh = "分账接收方账号", example = "2088101126708402" },
      { name = "name", meaning = "real name of the receiver", meaning_zh = "分账接收方真实姓名", example = "张三" },
      { name = "memo", meaning = "what the receiver is to the merchant", meaning_zh = "分账关系描述", example = "供货商" },
    },
  },
}
