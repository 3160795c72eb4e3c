-- SPDX-License-Identifier: MIT
-- alipay.marketing.activity.query: an activity and its voucher. activity_id is in the path of the V3 form, so that it is required.

local definition = require "alipay.catalogue.definition"

return definition.new {
  method = "alipay.marketing.activity.query",
  place = "content",
  summary = "Query an activity",
  summary_zh = "查询活动详情",
  params = {
    {
      name = "activity_id", required = true, meaning = "number of the activity", meaning_zh = "活动 ID",
      example = "2026112600826004000000000001",
    },
    { name = "merchant_access_mode", meaning = "who acts for whom", meaning_zh = "商户接入模式", example = "SELF_MODE" },
    {
      name = "merchant_id", meaning = "the merchant for whom it is asked", meaning_zh = "商户 ID",
      example = "2088102100000002",
    },
  },
  result = {
    activity_id = "number of the activity",
    activity_name = "its name",
    activity_status = "its state",
    publish_start_time = "from when vouchers are given",
    publish_end_time = "until when",
  },
}
