-- SPDX-License-Identifier: MIT
-- alipay.marketing.campaign.cash.status.modify: starts, stops or ends a cash activity.

local definition = require "alipay.catalogue.definition"

return definition.new {
  method = "alipay.marketing.campaign.cash.status.modify",
  place = "content",
  summary = "Change the state of a cash activity",
  summary_zh = "更改现金活动状态",
  params = {
    { name = "crowd_no", meaning = "number of the activity", meaning_zh = "现金活动号", example = "PTM0ab1Ta" },
    {
      name = "camp_status", known = { "PAUSE", "READY", "CLOSED" }, meaning = "the new state", meaning_zh = "修改后的活动状态",
      example = "PAUSE",
    },
  },
  result = {},
}
