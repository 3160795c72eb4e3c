-- SPDX-License-Identifier: MIT
-- alipay.user.agreement.page.sign: the user agrees to be charged without being asked each time (`:page`, or `:order` for an app).

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.agreement"

return definition.new {
  method = "alipay.user.agreement.page.sign",
  place = "content",
  summary = "Have a user sign an agreement",
  summary_zh = "支付宝个人协议页面签约",
  params = {
    field "personal_product_code",
    {
      name = "access_params", type = "object", meaning = "by which way the user signs", meaning_zh = "签约接入的方式",
      fields = {
        {
          name = "channel", known = { "ALIPAYAPP", "QRCODE", "QRCODEORSMS" }, meaning = "the way", meaning_zh = "接入渠道",
          example = "ALIPAYAPP",
        },
      },
    },
    {
      name = "product_code", meaning = "product of the payments", meaning_zh = "销售产品码", example = "GENERAL_WITHHOLDING",
    },
    field "sign_scene",
    field "external_agreement_no",
    {
      name = "external_logon_id", meaning = "the user's name at the merchant", meaning_zh = "用户在商户网站的登录账号，用于在签约页面展示",
      example = "tea_lover",
    },
    {
      name = "period_rule_params", type = "object", meaning = "when and how much is charged",
      meaning_zh = "周期管控规则参数，周期扣款签约时使用",
      fields = {
        { name = "period_type", meaning = "unit of the period", meaning_zh = "周期类型", example = "DAY" },
        { name = "period", type = "integer", meaning = "length of the period", meaning_zh = "周期数", example = 30 },
        {
          name = "execute_time", format = "yyyy-MM-dd", meaning = "first day of charge", meaning_zh = "首次执行时间",
          example = "2026-12-01",
        },
        {
          name = "single_amount", type = "amount", meaning = "most of one charge, in yuan", meaning_zh = "单次扣款最大金额，单位为元",
          example = "18.80",
        },
        {
          name = "total_amount", type = "amount", meaning = "most of all charges, in yuan", meaning_zh = "周期内允许扣款的总金额，单位为元",
          example = "188.00",
        },
        { name = "total_payments", type = "integer", meaning = "most charges", meaning_zh = "总扣款次数", example = 12 },
      },
    },
    {
      name = "sign_validity_period", meaning = "how long the agreement lives", meaning_zh = "签约有效周期", example = "12m",
    },
    {
      name = "merchant_process_url", meaning = "where the user goes afterwards", meaning_zh = "签约第三方处理页面地址",
      example = "https://shop.example.com/signed",
    },
  },
  result = {
    agreement_no = "Alipay's number of the agreement: for trade.pay",
    external_agreement_no = "the merchant's number",
    status = "state of the agreement",
    valid_time = "from when",
    invalid_time = "until when",
  },
}
