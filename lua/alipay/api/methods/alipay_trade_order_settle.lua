-- SPDX-License-Identifier: MIT
-- alipay.trade.order.settle: shares of a paid trade go to others. Other clients demand trade_no, out_request_no and
-- royalty_parameters; no source of Alipay's does, so that they are not required here.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.trade"

return definition.new {
  method = "alipay.trade.order.settle",
  place = "content",
  summary = "Share the money of a paid trade",
  summary_zh = "统一收单交易结算（分账）",
  params = {
    {
      name = "out_request_no", meaning = "number of this request; the same one again is the same request",
      meaning_zh = "结算请求流水号，由商户自定义", example = "20261126S0001",
    },
    field "trade_no",
    {
      name = "royalty_parameters", type = "list", meaning = "the shares", meaning_zh = "分账明细信息",
      fields = {
        { name = "trans_in", meaning = "who gets it", meaning_zh = "收入方账户", example = "2088101126708402" },
        { name = "trans_in_type", meaning = "what trans_in is", meaning_zh = "收入方账户类型", example = "userId" },
        {
          name = "amount", type = "amount", meaning = "how much, in yuan", meaning_zh = "分账金额，单位为元", example = "8.80",
        },
        { name = "desc", meaning = "the reason", meaning_zh = "分账描述", example = "分账给供货商" },
      },
    },
    {
      name = "royalty_mode", meaning = "whether the shares are paid at once or later", meaning_zh = "分账模式：同步或异步",
      example = "sync",
    },
    { name = "operator_id", meaning = "who did it", meaning_zh = "操作员编号", example = "op001" },
  },
  result = {
    trade_no = "Alipay's number of the trade",
    settle_no = "number of the settlement, for order.settle.query",
  },
}
