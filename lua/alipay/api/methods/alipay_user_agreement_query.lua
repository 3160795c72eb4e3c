-- SPDX-License-Identifier: MIT
-- alipay.user.agreement.query: whether an agreement holds.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.agreement"

return definition.new {
  method = "alipay.user.agreement.query",
  place = "content",
  summary = "Query an agreement",
  summary_zh = "支付宝个人代扣协议查询",
  params = {
    field "agreement_no",
    field "external_agreement_no",
    field "alipay_user_id",
    field "alipay_open_id",
    field "alipay_logon_id",
    field "personal_product_code",
    field "sign_scene",
  },
  result = {
    agreement_no = "Alipay's number of the agreement",
    status = "TEMP or NORMAL",
    sign_time = "when it was signed",
    valid_time = "from when",
    invalid_time = "until when",
    next_deduct_time = "when it is charged next",
  },
}
