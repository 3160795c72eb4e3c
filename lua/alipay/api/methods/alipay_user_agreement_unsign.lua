-- SPDX-License-Identifier: MIT
-- alipay.user.agreement.unsign: ends an agreement.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.agreement"

return definition.new {
  method = "alipay.user.agreement.unsign",
  place = "content",
  summary = "End an agreement",
  summary_zh = "支付宝个人代扣协议解约",
  params = {
    field "agreement_no",
    field "external_agreement_no",
    field "alipay_user_id",
    field "alipay_open_id",
    field "alipay_logon_id",
    field "personal_product_code",
    field "sign_scene",
    { name = "operate_type", meaning = "how it ends", meaning_zh = "解约操作类型", example = "confirm" },
    {
      name = "extend_params", type = "json", meaning = "more, as JSON text", meaning_zh = "扩展参数，JSON 字符串",
      example = "{\"UNSIGN_ERROR_TYPE\":\"\"}",
    },
  },
  result = {},
}
