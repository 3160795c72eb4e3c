-- SPDX-License-Identifier: MIT
-- The ledger's tables. Amounts are integers of fen, times Unix seconds.

local M = {}

-- trades: an order has no trade_no and no trade_status until a buyer opens it. `content` is what the order said, as JSON. `expires` ends
-- the time to pay, `qr_expires` the time to scan; `opened` is gmt_create, `finishes` ends the time to refund. `cancelled` is what a
-- cancel did. `channel` is method of the last request that placed the order.
-- auth_codes: those that opened a payment, and whose.
-- events: the history of each trade.
-- refunds: `refunded` is the sum of the trade's refunds up to this one.
M.tables = [[
CREATE TABLE IF NOT EXISTS trades (
  id INTEGER PRIMARY KEY, seller_id TEXT NOT NULL, seller_email TEXT NOT NULL, app_id TEXT NOT NULL, auth_app_id TEXT NOT NULL,
  out_trade_no TEXT NOT NULL, trade_no TEXT UNIQUE, trade_status TEXT, channel TEXT NOT NULL,
  total INTEGER NOT NULL CHECK (total > 0), refunded INTEGER NOT NULL DEFAULT 0 CHECK (refunded BETWEEN 0 AND total),
  subject TEXT NOT NULL, content TEXT NOT NULL, buyer_id TEXT, qr_code TEXT UNIQUE,
  notify_url TEXT, return_url TEXT, charset TEXT NOT NULL, created INTEGER NOT NULL, expires INTEGER NOT NULL, qr_expires INTEGER,
  opened INTEGER, paid INTEGER, finishes INTEGER, closed INTEGER, cancelled TEXT,
  UNIQUE (seller_id, out_trade_no));
CREATE INDEX IF NOT EXISTS trades_by_number ON trades (out_trade_no);
CREATE INDEX IF NOT EXISTS trades_waiting ON trades (expires) WHERE trade_status = 'WAIT_BUYER_PAY';
CREATE INDEX IF NOT EXISTS trades_paid ON trades (finishes) WHERE trade_status = 'TRADE_SUCCESS';
CREATE INDEX IF NOT EXISTS trades_by_payment ON trades (seller_id, paid) WHERE paid IS NOT NULL;
CREATE TABLE IF NOT EXISTS refunds (
  id INTEGER PRIMARY KEY, trade INTEGER NOT NULL REFERENCES trades, seller_id TEXT NOT NULL, out_request_no TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0), refunded INTEGER NOT NULL, content TEXT NOT NULL, created INTEGER NOT NULL,
  UNIQUE (trade, out_request_no));
CREATE INDEX IF NOT EXISTS refunds_by_time ON refunds (seller_id, created);
CREATE TABLE IF NOT EXISTS transfers (
  id INTEGER PRIMARY KEY, payer_id TEXT NOT NULL, app_id TEXT NOT NULL, out_biz_no TEXT NOT NULL, order_id TEXT NOT NULL UNIQUE,
  pay_fund_order_id TEXT NOT NULL UNIQUE, amount INTEGER NOT NULL CHECK (amount > 0), product_code TEXT NOT NULL,
  biz_scene TEXT NOT NULL, status TEXT NOT NULL, content TEXT NOT NULL, created INTEGER NOT NULL,
  UNIQUE (payer_id, out_biz_no));
CREATE TABLE IF NOT EXISTS auth_codes (code TEXT PRIMARY KEY, trade INTEGER NOT NULL REFERENCES trades);
CREATE TABLE IF NOT EXISTS events (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, trade INTEGER NOT NULL REFERENCES trades, refund INTEGER REFERENCES refunds,
  created INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS events_of ON events (trade);
]]

return M
