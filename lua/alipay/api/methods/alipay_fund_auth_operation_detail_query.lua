-- SPDX-License-Identifier: MIT
-- alipay.fund.auth.operation.detail.query: what has become of a freeze or unfreeze.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.fund_auth"

return definition.new {
  method = "alipay.fund.auth.operation.detail.query",
  place = "content",
  summary = "Query an operation on a deposit",
  summary_zh = "资金授权操作查询",
  params = {
    field "auth_no",
    { name = "out_order_no", meaning = "number of the order", meaning_zh = "商户授权资金订单号", example = "20261126F0001" },
    field "operation_id",
    {
      name = "out_request_no", meaning = "number of the request", meaning_zh = "商户的授权资金操作流水号", example = "20261126FR001",
    },
    { name = "operation_type", meaning = "which operation", meaning_zh = "需要查询的授权资金操作类型", example = "FREEZE" },
  },
  result = {
    order_status = "INIT, AUTHORIZED, FINISH or CLOSED",
    status = "of the operation: INIT, SUCCESS or CLOSED",
    rest_amount = "what is still frozen",
    total_freeze_amount = "what was ever frozen",
    total_pay_amount = "what was paid of it",
  },
}
