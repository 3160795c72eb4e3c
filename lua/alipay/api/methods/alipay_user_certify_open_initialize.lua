-- SPDX-License-Identifier: MIT
-- alipay.user.certify.open.initialize: begins the proof of who a user is.

local definition = require "alipay.catalogue.definition"

return definition.new {
  method = "alipay.user.certify.open.initialize",
  place = "content",
  summary = "Begin to prove who a user is",
  summary_zh = "身份认证初始化",
  params = {
    {
      name = "outer_order_no", meaning = "number of the request", meaning_zh = "商户请求的唯一标识", example = "20261126C0001",
    },
    {
      name = "biz_code", known = { "FACE", "CERT_PHOTO", "CERT_PHOTO_FACE", "SMART_FACE" }, meaning = "way of the proof",
      meaning_zh = "认证场景码", example = "FACE",
    },
    {
      name = "identity_param", type = "object", meaning = "who the user says to be", meaning_zh = "需要验证的身份信息",
      example = { identity_type = "CERT_INFO", cert_type = "IDENTITY_CARD", cert_name = "张三",
        cert_no = "110101199001011234" },
    },
    {
      name = "merchant_config", type = "object", meaning = "where the user goes afterwards", meaning_zh = "商户个性化配置",
      example = { return_url = "https://shop.example.com/certified" },
    },
  },
  result = {
    certify_id = "for certify and query",
  },
}
