-- SPDX-License-Identifier: MIT
-- Parameters of deposits (alipay.fund.auth.*).

return require "alipay.catalogue.fields" {
  auth_no = {
    meaning = "Alipay's number of the authorization", meaning_zh = "支付宝资金授权订单号",
    example = "2026112610002001660200000001",
  },
  out_order_no = {
    meaning = "number of the order, one authorization each", meaning_zh = "商户授权资金订单号，由商户自定义，不可重复",
    example = "20261126F0001",
  },
  operation_id = {
    meaning = "Alipay's number of the operation", meaning_zh = "支付宝的授权资金操作流水号",
    example = "20261126100020016602000000000001",
  },
  out_request_no = {
    meaning = "number of this request", meaning_zh = "商户本次资金操作的请求流水号，用于标识请求流水的唯一性",
    example = "20261126FR001",
  },
  order_title = { meaning = "what it is for; the buyer sees it", meaning_zh = "业务订单的简单描述，展示给用户", example = "押金" },
  amount = {
    type = "amount", meaning = "how much, in yuan", meaning_zh = "需要冻结的金额，单位为元，精确到小数点后两位",
    example = "100.00",
  },
  product_code = { meaning = "product that the merchant has signed", meaning_zh = "销售产品码", example = "PREAUTH_PAY" },
  payee_user_id = {
    meaning = "Alipay id that gets the money when it is paid", meaning_zh = "收款方支付宝用户号",
    example = "2088102100000002",
  },
  payee_logon_id = {
    meaning = "logon id that gets it", meaning_zh = "收款方支付宝账号，与 payee_user_id 二选一",
    example = "shop@example.com",
  },
  timeout_express = {
    meaning = "how long the order waits for the buyer", meaning_zh = "该笔订单允许的最晚付款时间，逾期将关闭",
    example = "2h",
  },
  extra_param = {
    type = "json", meaning = "more, as JSON text", meaning_zh = "业务扩展参数，JSON 字符串",
    example = "{\"category\":\"RENT_PHONE\"}",
  },
}
