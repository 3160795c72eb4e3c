-- SPDX-License-Identifier: MIT
-- alipay.marketing.campaign.cash.trigger: gives a prize to a user.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.marketing"

return definition.new {
  method = "alipay.marketing.campaign.cash.trigger",
  place = "content",
  summary = "Give a cash prize",
  summary_zh = "触发现金红包",
  params = {
    field "crowd_no",
    field "user_id",
    field "open_id",
    { name = "login_id", meaning = "the user's logon id", meaning_zh = "用户的支付宝登录账号", example = "buyer@example.com" },
    {
      name = "out_biz_no", meaning = "number of this prize; the same one again gives none", meaning_zh = "外部业务流水号，用于幂等控制",
      example = "20261126P0001",
    },
    {
      name = "order_price", type = "amount", meaning = "amount of the order for which it is", meaning_zh = "订单金额，单位为元",
      example = "88.80",
    },
  },
  result = {
    trigger_result = "whether there was a prize",
    prize_amount = "how much, in yuan",
    repeat_trigger_flag = "whether it had been given before",
  },
}
