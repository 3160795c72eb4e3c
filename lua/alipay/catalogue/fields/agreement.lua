-- SPDX-License-Identifier: MIT
-- Parameters of agreements by which a user is charged again and again (alipay.user.agreement.*).

return require "alipay.catalogue.fields" {
  personal_product_code = {
    meaning = "product of the agreement", meaning_zh = "个人签约产品码",
    example = "CYCLE_PAY_AUTH_P",
  },
  sign_scene = { meaning = "scene of the agreement", meaning_zh = "签约场景", example = "INDUSTRY|DIGITAL_MEDIA" },
  external_agreement_no = {
    meaning = "the merchant's number of the agreement", meaning_zh = "商户签约号",
    example = "20261126G0001",
  },
  agreement_no = {
    meaning = "Alipay's number of the agreement", meaning_zh = "支付宝系统中用以唯一标识用户签约记录的编号",
    example = "20260126000001000000000000000001",
  },
  alipay_user_id = { meaning = "the user's Alipay id", meaning_zh = "用户的支付宝用户号", example = "2088102100000001" },
  alipay_open_id = {
    meaning = "the user's id towards this app", meaning_zh = "用户在当前应用下的 open_id",
    example = "074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5",
  },
  alipay_logon_id = { meaning = "the user's logon id", meaning_zh = "用户的支付宝登录账号", example = "buyer@example.com" },
}
