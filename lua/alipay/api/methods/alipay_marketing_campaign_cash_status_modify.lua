-- SPDX-License-Identifier: MIT
-- alipay.marketing.campaign.cash.status.modify: starts, stops or ends a cash activity.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.marketing"

return definition.new {
  method = "alipay.marketing.campaign.cash.status.modify",
  place = "content",
  summary = "Change the state of a cash activity",
  summary_zh = "更改现金活动状态",
  params = {
    field "crowd_no",
    {
      name = "camp_status", known = { "PAUSE", "READY", "CLOSED" }, meaning = "the new state", meaning_zh = "修改后的活动状态",
      example = "PAUSE",
    },
  },
  result = {},
}
