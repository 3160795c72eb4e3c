-- SPDX-License-Identifier: MIT
-- alipay.marketing.campaign.cash.create: cash that users win.

local definition = require "alipay.catalogue.definition"

return definition.new {
  method = "alipay.marketing.campaign.cash.create",
  place = "content",
  summary = "Create a cash activity",
  summary_zh = "创建现金活动",
  params = {
    { name = "coupon_name", meaning = "name of the activity", meaning_zh = "红包名称", example = "新年红包" },
    { name = "prize_type", meaning = "fixed or random", meaning_zh = "现金红包的发放形式", example = "fixed" },
    {
      name = "total_money", type = "amount", meaning = "money of all prizes, in yuan", meaning_zh = "活动资金总额，单位为元",
      example = "1000.00",
    },
    { name = "total_num", type = "integer", meaning = "how many prizes", meaning_zh = "红包发放个数", example = "100" },
    { name = "prize_msg", meaning = "words to the winner", meaning_zh = "红包详情页面的文案", example = "新年快乐" },
    {
      name = "start_time", meaning = "from when, in China's time", meaning_zh = "活动开始时间", example = "2026-12-01 00:00:00",
    },
    {
      name = "end_time", meaning = "until when, in China's time", meaning_zh = "活动结束时间", example = "2026-12-31 23:59:59",
    },
    {
      name = "merchant_link", meaning = "address of the merchant", meaning_zh = "商户打款后的跳转链接",
      example = "https://shop.example.com",
    },
  },
  result = {
    crowd_no = "number of the activity",
    pay_url = "address at which the merchant pays for it",
  },
}
