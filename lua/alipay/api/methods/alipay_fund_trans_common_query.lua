-- SPDX-License-Identifier: MIT
-- alipay.fund.trans.common.query: what has become of a transfer. Of several numbers pay_fund_order_id counts first, then order_id.

local definition = require "alipay.catalogue.definition"

return definition.new {
  method = "alipay.fund.trans.common.query",
  place = "content",
  summary = "Query a transfer",
  summary_zh = "转账业务单据查询",
  one_of = { { "out_biz_no", "order_id", "pay_fund_order_id" } },
  params = {
    {
      name = "out_biz_no", meaning = "number that the merchant gave", meaning_zh = "商户转账唯一订单号", example = "20261126T0001",
    },
    {
      name = "order_id", meaning = "Alipay's number of the transfer", meaning_zh = "支付宝转账单据号",
      example = "20261126110070000006000000000001",
    },
    {
      name = "pay_fund_order_id", meaning = "Alipay's number of the money that moved", meaning_zh = "支付宝支付资金流水号",
      example = "20261126110070001506000000000001",
    },
    {
      name = "product_code", required_when = { order_id = false, pay_fund_order_id = false, out_biz_no = true },
      known = { "TRANS_ACCOUNT_NO_PWD", "STD_RED_PACKET" }, meaning = "product of the transfer; needed with out_biz_no",
      meaning_zh = "销售产品码，以 out_biz_no 查询时必传", example = "TRANS_ACCOUNT_NO_PWD",
    },
    {
      name = "biz_scene", required_when = { order_id = false, pay_fund_order_id = false, out_biz_no = true },
      known = { "DIRECT_TRANSFER", "PERSONAL_COLLECTION" }, meaning = "scene of the transfer; needed with out_biz_no",
      meaning_zh = "业务场景，以 out_biz_no 查询时必传", example = "DIRECT_TRANSFER",
    },
  },
  result = {
    status = "SUCCESS, WAIT_PAY, CLOSED, FAIL, DEALING or REFUND",
    order_id = "Alipay's number of the transfer",
    trans_amount = "how much",
    pay_date = "when it was paid",
    error_code = "why it failed",
    fail_reason = "the same in words",
  },
}
