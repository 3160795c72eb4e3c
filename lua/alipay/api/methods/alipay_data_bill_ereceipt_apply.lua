-- SPDX-License-Identifier: MIT
-- alipay.data.bill.ereceipt.apply: asks for a receipt as a file.

local definition = require "alipay.catalogue.definition"

return definition.new {
  method = "alipay.data.bill.ereceipt.apply",
  place = "content",
  summary = "Ask for an electronic receipt",
  summary_zh = "申请电子回单",
  params = {
    {
      name = "type",
      known = { "ACCOUNT_LOG_DETAIL", "ACCOUNT_FLOW_DETAIL", "FUND_DETAIL", "ACCOUNT_LOG_SUM_DAILY",
        "ACCOUNT_LOG_SUM_MONTHLY" }, meaning = "kind of receipt", meaning_zh = "申请类型", example = "FUND_DETAIL",
    },
    {
      name = "key", meaning = "number of what it is of", meaning_zh = "申请凭据，如资金流水号、日期或月份，随申请类型而定",
      example = "20261126110070001506000000000001",
    },
    {
      name = "bill_user_id", meaning = "whose account, for a platform", meaning_zh = "账单用户 ID，平台代商户申请时使用",
      example = "2088102100000002",
    },
  },
  result = {
    file_id = "for ereceipt.query",
  },
}
