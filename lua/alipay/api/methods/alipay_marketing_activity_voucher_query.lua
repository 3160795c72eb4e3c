-- SPDX-License-Identifier: MIT
-- alipay.marketing.activity.voucher.query: a voucher that lowers a payment.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.marketing"

return definition.new {
  method = "alipay.marketing.activity.voucher.query",
  place = "content",
  summary = "Query a payment voucher",
  summary_zh = "查询支付券详情",
  params = {
    field "activity_id",
    field "merchant_access_mode",
  },
  result = {
    activity_id = "number of the activity",
    activity_name = "its name",
    activity_status = "its state",
    publish_start_time = "from when vouchers are given",
    publish_end_time = "until when",
  },
}
