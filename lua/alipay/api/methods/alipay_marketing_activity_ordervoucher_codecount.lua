-- SPDX-License-Identifier: MIT
-- alipay.marketing.activity.ordervoucher.codecount: how many codes of an activity are there. activity_id is in the path of the V3
-- form, so that it is required.

local definition = require "alipay.catalogue.definition"

return definition.new {
  method = "alipay.marketing.activity.ordervoucher.codecount",
  place = "content",
  summary = "Count the codes of an order voucher",
  summary_zh = "统计商家券券码数量",
  params = {
    {
      name = "activity_id", required = true, meaning = "number of the activity", meaning_zh = "活动 ID",
      example = "2026112600826004000000000001",
    },
    { name = "merchant_access_mode", meaning = "who acts for whom", meaning_zh = "商户接入模式", example = "SELF_MODE" },
  },
  result = {
    success_count = "how many codes were taken in",
  },
}
