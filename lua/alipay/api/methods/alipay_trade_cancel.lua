-- SPDX-License-Identifier: MIT
-- alipay.trade.cancel: ends an order whose outcome is unknown: closes what is unpaid, gives back what is paid. Of a number that is
-- no trade yet it says success, too.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.trade"

return definition.new {
  method = "alipay.trade.cancel",
  place = "content",
  summary = "Cancel a trade, paid or not",
  summary_zh = "统一收单交易撤销",
  one_of = { { "out_trade_no", "trade_no" } },
  params = {
    field "out_trade_no",
    field "trade_no",
  },
  result = {
    action = "close or refund: what was done; absent when there was no trade",
    retry_flag = "Y: cancel again",
    out_trade_no = "as given",
    trade_no = "Alipay's number of the trade",
  },
}
