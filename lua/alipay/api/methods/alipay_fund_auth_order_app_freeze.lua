-- SPDX-License-Identifier: MIT
-- alipay.fund.auth.order.app.freeze: an app hands the signed order to the wallet, and money of the buyer is frozen (`:order`).
-- Other clients demand numbers, title and amount; no source of Alipay's does, so that they are not required here.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.fund_auth"

return definition.new {
  method = "alipay.fund.auth.order.app.freeze",
  place = "content",
  summary = "Freeze a deposit from an app",
  summary_zh = "线上资金授权冻结",
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
    {
      name = "scene_code",
      known = { "O2O_AUTH_COMMON_SCENE", "ONLINE_AUTH_COMMON_SCENE", "OVERSEAS_O2O_AUTH_COMMON_SCENE",
        "OVERSEAS_ONLINE_AUTH_COMMON_SCENE" }, meaning = "scene of the authorization", meaning_zh = "场景码",
      example = "ONLINE_AUTH_COMMON_SCENE",
    },
  },
  result = {
    auth_no = "Alipay's number of the authorization: for unfreeze and trade.pay",
    operation_id = "Alipay's number of this operation",
    amount = "how much",
    status = "INIT, SUCCESS or CLOSED",
    gmt_trans = "when it was done",
  },
}
