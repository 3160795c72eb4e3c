-- SPDX-License-Identifier: MIT
-- alipay.marketing.activity.query: an activity and its voucher. activity_id is in the path of the V3 form, so that it is required.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.marketing"

return definition.new {
  method = "alipay.marketing.activity.query",
  place = "content",
  summary = "Query an activity",
  summary_zh = "查询活动详情",
  params = {
    field("activity_id", { required = true }),
    field "merchant_access_mode",
    field "merchant_id",
  },
  result = {
    activity_id = "number of the activity",
    activity_name = "its name",
    activity_status = "its state",
    publish_start_time = "from when vouchers are given",
    publish_end_time = "until when",
  },
}
