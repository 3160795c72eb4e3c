-- SPDX-License-Identifier: MIT
-- alipay.fund.account.query: what is in an account of the merchant.

local definition = require "alipay.catalogue.definition"

return definition.new {
  method = "alipay.fund.account.query",
  place = "content",
  summary = "Query the balance of an account",
  summary_zh = "支付宝资金账户资产查询",
  params = {
    {
      name = "alipay_user_id", meaning = "Alipay id of the account", meaning_zh = "支付宝会员 ID", example = "2088102100000002",
    },
    {
      name = "alipay_open_id", meaning = "open id of the account", meaning_zh = "支付宝会员的 open_id",
      example = "074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5",
    },
    { name = "account_type", meaning = "which account", meaning_zh = "查询的账号类型", example = "ACCTRANS_ACCOUNT" },
    {
      name = "account_product_code", meaning = "product of the account", meaning_zh = "账号产品码", example = "DING_ACCOUNT",
    },
  },
  result = {
    available_amount = "what can be spent, in yuan",
    freeze_amount = "what is frozen, in yuan",
  },
}
