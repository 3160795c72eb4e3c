-- SPDX-License-Identifier: MIT
-- alipay.fund.auth.order.freeze: money of the buyer is frozen by the code of the wallet. Other clients demand numbers, title and
-- amount; no source of Alipay's does, so that they are not required here.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.fund_auth"

return definition.new {
  method = "alipay.fund.auth.order.freeze",
  place = "content",
  summary = "Freeze a deposit by the code in the buyer's wallet",
  summary_zh = "资金授权冻结（条码）",
  params = {
    {
      name = "auth_code", meaning = "code that was scanned from the buyer's wallet", meaning_zh = "支付授权码，即用户付款码",
      example = "284776044441477959",
    },
    { name = "auth_code_type", meaning = "what auth_code is", meaning_zh = "授权码类型", example = "bar_code" },
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
    auth_no = "Alipay's number of the authorization: for unfreeze and trade.pay",
    operation_id = "Alipay's number of this operation",
    amount = "how much",
    status = "INIT, SUCCESS or CLOSED",
    gmt_trans = "when it was done",
  },
}
