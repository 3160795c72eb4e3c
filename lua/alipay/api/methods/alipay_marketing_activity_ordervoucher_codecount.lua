-- SPDX-License-Identifier: MIT
-- alipay.marketing.activity.ordervoucher.codecount: how many codes of an activity are there. activity_id is in the path of the V3
-- form, so that it is required.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.marketing"

return definition.new {
  method = "alipay.marketing.activity.ordervoucher.codecount",
  place = "content",
  summary = "Count the codes of an order voucher",
  summary_zh = "统计商家券券码数量",
  params = {
    field("activity_id", { required = true }),
    field "merchant_access_mode",
  },
  result = {
    success_count = "how many codes were taken in",
  },
}
