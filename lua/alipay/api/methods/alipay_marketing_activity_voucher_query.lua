-- SPDX-License-Identifier: MIT
-- alipay.marketing.activity.voucher.query: a voucher that lowers a payment.

local definition = require "alipay.catalogue.definition"

return definition.new {
  method = "alipay.marketing.activity.voucher.query",
  place = "content",
  summary = "Query a payment voucher",
  summary_zh = "查询支付券详情",
  params = {
    {
      name = "activity_id", meaning = "number of the activity", meaning_zh = "活动 ID",
      example = "2026112600826004000000000001",
    },
    { name = "merchant_access_mode", meaning = "who acts for whom", meaning_zh = "商户接入模式", example = "SELF_MODE" },
  },
  result = {
    activity_id = "number of the activity",
    activity_name = "its name",
    activity_status = "its state",
    publish_start_time = "from when vouchers are given",
    publish_end_time = "until when",
  },
}
