-- SPDX-License-Identifier: MIT
-- alipay.fund.auth.operation.cancel: ends an authorization whose outcome is unknown.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.fund_auth"

return definition.new {
  method = "alipay.fund.auth.operation.cancel",
  place = "content",
  summary = "Cancel an operation on a deposit",
  summary_zh = "资金授权撤销",
  params = {
    field "auth_no",
    { name = "out_order_no", meaning = "number of the order", meaning_zh = "商户授权资金订单号", example = "20261126F0001" },
    field "operation_id",
    {
      name = "out_request_no", meaning = "number of the request", meaning_zh = "商户的授权资金操作流水号", example = "20261126FR001",
    },
    { name = "remark", meaning = "the reason", meaning_zh = "商户对本次撤销操作的附言描述", example = "用户取消租借" },
  },
  result = {
    action = "what was done",
    auth_no = "Alipay's number of the authorization",
    out_order_no = "number of the order",
  },
}
