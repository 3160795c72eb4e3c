-- SPDX-License-Identifier: MIT
-- Parameters of activities, vouchers and cash campaigns (alipay.marketing.*).

return require "alipay.catalogue.fields" {
  merchant_access_mode = { meaning = "who acts for whom", meaning_zh = "商户接入模式", example = "SELF_MODE" },
  merchant_id = { meaning = "the merchant for whom it is asked", meaning_zh = "商户 ID", example = "2088102100000002" },
  user_id = { meaning = "the user's Alipay id", meaning_zh = "用户的支付宝用户号", example = "2088102100000001" },
  open_id = {
    meaning = "the user's id towards this app", meaning_zh = "用户在当前应用下的 open_id",
    example = "074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5",
  },
  activity_id = {
    meaning = "number of the activity", meaning_zh = "活动 ID",
    example = "2026112600826004000000000001",
  },
  crowd_no = { meaning = "number of the activity", meaning_zh = "现金活动号", example = "PTM0ab1Ta" },
}
