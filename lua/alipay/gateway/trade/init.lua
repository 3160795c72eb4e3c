-- SPDX-License-Identifier: MIT
-- The ledger of trades: orders, what buyers and merchants do with them, what time does to them. Amounts are integers of fen, times Unix
-- seconds by the gateway's clock. A row is that of the table trades (alipay.gateway.trade.schema), its `content` read from JSON.

local checkout = require "alipay.gateway.trade.checkout"
local listing = require "alipay.gateway.trade.listing"
local locate = require "alipay.gateway.trade.locate"
local rows = require "alipay.gateway.trade.rows"
local schema = require "alipay.gateway.trade.schema"
local timeouts = require "alipay.gateway.trade.timeouts"

return {
  find = rows.find, locate = locate.locate, open = checkout.open, pay = checkout.pay, list = listing.list,
  bill_rows = rows.bill_rows, tables = schema.tables, next_due = timeouts.next_due, run_due = timeouts.run_due,
}
