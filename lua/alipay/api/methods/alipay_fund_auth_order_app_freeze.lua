-- SPDX-License-Identifier: MIT
-- alipay.fund.auth.order.app.freeze: an app hands the signed order to the wallet, and money of the buyer is frozen (`:order`).
-- Other clients demand numbers, title and amount; no source of Alipay's does, so that they are not required here.

local definition = require "alipay.catalogue.definition"

return definition.new {
  method = "alipay.fund.auth.order.app.freeze",
  place = "content",
  summary = "Freeze a deposit from an app",
  summary_zh = "线上资金授权冻结",
  params = {
    {
      name = "out_order_no", meaning = "number of the order, one authorization each", meaning_zh = "商户授权资金订单号，由商户自定义，不可重复",
      example = "20261126F0001",
    },
    {
      name = "out_request_no", meaning = "number of this request", meaning_zh = "商户本次资金操作的请求流水号，用于标识请求流水的唯一性",
      example = "20261126FR001",
    },
    {
      name = "order_title", meaning = "what it is for; the buyer sees it", meaning_zh = "业务订单的简单描述，展示给用户", example = "押金",
    },
    {
      name = "amount", type = "amount", meaning = "how much, in yuan", meaning_zh = "需要冻结的金额，单位为元，精确到小数点后两位",
      example = "100.00",
    },
    {
      name = "product_code", meaning = "product that the merchant has signed", meaning_zh = "销售产品码",
      example = "PREAUTH_PAY",
    },
    {
      name = "payee_user_id", meaning = "Alipay id that gets the money when it is paid", meaning_zh = "收款方支付宝用户号",
      example = "2088102100000002",
    },
    {
      name = "payee_logon_id", meaning = "logon id that gets it", meaning_zh = "收款方支付宝账号，与 payee_user_id 二选一",
      example = "shop@example.com",
    },
    {
      name = "timeout_express", meaning = "how long the order waits for the buyer", meaning_zh = "该笔订单允许的最晚付款时间，逾期将关闭",
      example = "2h",
    },
    {
      name = "extra_param", type = "json", meaning = "more, as JSON text", meaning_zh = "业务扩展参数，JSON 字符串",
      example = "{\"category\":\"RENT_PHONE\"}",
    },
    {
      name = "scene_code",
      known = { "O2O_AUTH_COMMON_SCENE", "ONLINE_AUTH_COMMON_SCENE", "OVERSEAS_O2O_AUTH_COMMON_SCENE",
        "OVERSEAS_ONLINE_AUTH_COMMON_SCENE" }, meaning = "scene of the authorization", meaning_zh = "场景码",
      example = "ONLINE_AUTH_COMMON_SCENE",
    },
  },
  result = {
    auth_no = "Alipay's number of the authorization: for unfreeze and trade.pay",
    operation_id = "Alipay's number of this operation",
    amount = "how much",
    status = "INIT, SUCCESS or CLOSED",
    gmt_trans = "when it was done",
  },
}
