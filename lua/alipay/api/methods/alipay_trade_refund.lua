-- SPDX-License-Identifier: MIT
-- alipay.trade.refund: gives money of a paid trade back, all or a part. out_request_no is required for a part only, which cannot be
-- told from the call: it is not required here.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.trade"

return definition.new {
  method = "alipay.trade.refund",
  place = "content",
  summary = "Refund a trade, wholly or in part",
  summary_zh = "统一收单交易退款",
  one_of = { { "out_trade_no", "trade_no" } },
  params = {
    field "out_trade_no",
    field "trade_no",
    {
      name = "refund_amount", type = "amount", range = { "0.01", "100000000" }, required = true,
      meaning = "what goes back, in yuan; together at most what was paid", meaning_zh = "退款金额，单位为元，累计不能超过订单金额",
      example = "88.80",
    },
    {
      name = "out_request_no", max = 64,
      meaning = "number of this refund, own for each; required for a part; the same again does not refund twice",
      meaning_zh = "退款请求号，标识一次退款请求，部分退款时必传；同一退款请求重试时须保持不变", example = "20261126R0001",
    },
    { name = "refund_reason", max = 256, meaning = "the reason", meaning_zh = "退款原因说明", example = "七天无理由退货" },
    field "operator_id",
    field "store_id",
    field "terminal_id",
    {
      name = "refund_goods_detail", type = "list", meaning = "the goods that come back", meaning_zh = "退款包含的商品列表",
      fields = {
        { name = "goods_id", meaning = "number of the goods", meaning_zh = "商品编号", example = "tea-01" },
        {
          name = "refund_amount", type = "amount", meaning = "what goes back for it, in yuan",
          meaning_zh = "该商品的退款总金额，单位为元", example = "88.80",
        },
      },
    },
    {
      name = "refund_royalty_parameters", type = "list", meaning = "shares of others that are taken back",
      meaning_zh = "退分账明细",
      fields = {
        { name = "trans_out", meaning = "who gives it back", meaning_zh = "支出方账户", example = "2088101126708402" },
        {
          name = "amount", type = "amount", meaning = "how much, in yuan", meaning_zh = "分账的金额，单位为元", example = "8.80",
        },
      },
    },
    {
      name = "query_options", type = "list", known = { "refund_detail_item_list", "deposit_back_info" },
      meaning = "what the reply is to hold besides", meaning_zh = "指定接口同步返回的附加信息", example = { "refund_detail_item_list" },
    },
  },
  result = {
    fund_change = "Y: this call moved money; N: it had been moved before",
    refund_fee = "sum of all refunds of the trade, not of this one",
    gmt_refund_pay = "when the money moved",
    trade_no = "Alipay's number of the trade",
  },
}
