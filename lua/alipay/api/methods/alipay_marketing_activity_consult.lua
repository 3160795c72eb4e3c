-- SPDX-License-Identifier: MIT
-- alipay.marketing.activity.consult: which activities a user may take part in.

local definition = require "alipay.catalogue.definition"

return definition.new {
  method = "alipay.marketing.activity.consult",
  place = "content",
  summary = "Ask which activities are open to a user",
  summary_zh = "活动领取咨询",
  params = {
    { name = "user_id", meaning = "the user's Alipay id", meaning_zh = "用户的支付宝用户号", example = "2088102100000001" },
    {
      name = "open_id", meaning = "the user's id towards this app", meaning_zh = "用户在当前应用下的 open_id",
      example = "074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5",
    },
    { name = "merchant_access_mode", meaning = "who acts for whom", meaning_zh = "商户接入模式", example = "SELF_MODE" },
    {
      name = "consult_activity_info_list", type = "list", meaning = "the activities in question", meaning_zh = "咨询活动信息列表",
      fields = {
        {
          name = "activity_id", meaning = "number of the activity", meaning_zh = "活动 ID",
          example = "2026112600826004000000000001",
        },
      },
    },
    {
      name = "merchant_id", meaning = "the merchant for whom it is asked", meaning_zh = "商户 ID",
      example = "2088102100000002",
    },
  },
  result = {
    consult_result_info_list = "what was found of each",
  },
}
