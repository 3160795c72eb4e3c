-- SPDX-License-Identifier: MIT
-- alipay.marketing.campaign.cash.detail.query: a cash activity and what is left of it.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.marketing"

return definition.new {
  method = "alipay.marketing.campaign.cash.detail.query",
  place = "content",
  summary = "Query a cash activity",
  summary_zh = "现金活动详情查询",
  params = {
    field "crowd_no",
  },
  result = {
    camp_status = "CREATED, PAID, READY, PAUSE, CLOSED or SETTLED",
    total_amount = "money of all prizes",
    send_amount = "money that was given",
  },
}
