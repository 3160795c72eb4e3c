-- SPDX-License-Identifier: MIT
-- alipay.marketing.activity.consult: which activities a user may take part in.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.marketing"

return definition.new {
  method = "alipay.marketing.activity.consult",
  place = "content",
  summary = "Ask which activities are open to a user",
  summary_zh = "活动领取咨询",
  params = {
    field "user_id",
    field "open_id",
    field "merchant_access_mode",
    {
      name = "consult_activity_info_list", type = "list", meaning = "the activities in question", meaning_zh = "咨询活动信息列表",
      fields = {
        {
          name = "activity_id", meaning = "number of the activity", meaning_zh = "活动 ID",
          example = "2026112600826004000000000001",
        },
      },
    },
    field "merchant_id",
  },
  result = {
    consult_result_info_list = "what was found of each",
  },
}
