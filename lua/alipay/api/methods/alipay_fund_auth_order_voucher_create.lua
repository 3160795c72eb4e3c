-- SPDX-License-Identifier: MIT
-- alipay.fund.auth.order.voucher.create: a QR code by which the buyer freezes money. Other clients demand numbers, title and
-- amount; no source of Alipay's does, so that they are not required here.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.fund_auth"

return definition.new {
  method = "alipay.fund.auth.order.voucher.create",
  place = "content",
  summary = "Make a QR code by which a deposit is frozen",
  summary_zh = "资金授权发码",
  params = {
    field "out_order_no",
    field "out_request_no",
    field "order_title",
    field "amount",
    field "product_code",
    field "payee_user_id",
    field "payee_logon_id",
    field "timeout_express",
    field "extra_param",
  },
  result = {
    code_value = "text to show as a QR code",
    code_url = "address of a picture of it",
    code_type = "kind of the code",
  },
}
