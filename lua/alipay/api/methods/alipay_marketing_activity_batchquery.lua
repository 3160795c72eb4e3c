-- SPDX-License-Identifier: MIT
-- alipay.marketing.activity.batchquery: the merchant's activities.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.marketing"

return definition.new {
  method = "alipay.marketing.activity.batchquery",
  place = "content",
  summary = "List activities",
  summary_zh = "条件查询活动列表",
  params = {
    { name = "page_num", type = "integer", meaning = "which page", meaning_zh = "页码", example = 1 },
    { name = "page_size", type = "integer", meaning = "how many on a page", meaning_zh = "每页条数", example = 20 },
    field "merchant_access_mode",
    {
      name = "activity_status", known = { "ACTIVE", "PAUSE" }, meaning = "only those of a state", meaning_zh = "活动状态",
      example = "ACTIVE",
    },
    field "merchant_id",
  },
  result = {
    activity_lite_infos = "the activities",
    total_size = "how many there are",
  },
}
