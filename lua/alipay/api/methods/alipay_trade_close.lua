-- SPDX-License-Identifier: MIT
-- alipay.trade.close: ends a trade that is not paid.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.trade"

return definition.new {
  method = "alipay.trade.close",
  place = "content",
  summary = "Close a trade that is not paid",
  summary_zh = "统一收单交易关闭",
  one_of = { { "out_trade_no", "trade_no" } },
  params = {
    field "out_trade_no",
    field "trade_no",
    field "operator_id",
  },
  result = {
    out_trade_no = "the merchant's number",
    trade_no = "Alipay's number of the trade",
  },
}
