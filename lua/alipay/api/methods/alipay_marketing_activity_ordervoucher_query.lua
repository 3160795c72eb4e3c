-- SPDX-License-Identifier: MIT
-- alipay.marketing.activity.ordervoucher.query: a voucher that is used for an order.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.marketing"

return definition.new {
  method = "alipay.marketing.activity.ordervoucher.query",
  place = "content",
  summary = "Query an order voucher",
  summary_zh = "查询商家券详情",
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
