-- SPDX-License-Identifier: MIT
-- alipay.data.bill.balance.query: what is in the merchant's account.

local definition = require "alipay.catalogue.definition"

return definition.new {
  method = "alipay.data.bill.balance.query",
  place = "content",
  summary = "Query the merchant's balance",
  summary_zh = "支付宝商家账户当前余额查询",
  params = {
    {
      name = "bill_user_id", meaning = "whose account, for a platform", meaning_zh = "账单用户 ID，平台代商户查询时使用",
      example = "2088102100000002",
    },
  },
  result = {
    total_amount = "all, in yuan",
    available_amount = "what can be spent",
    freeze_amount = "what is frozen",
    settle_amount = "what is to be settled",
  },
}
