-- SPDX-License-Identifier: MIT
-- Simulates alipay.trade.wap.pay: a browser that brings an order gets the cashier's page, and goes back to the shop when it is paid. There
-- is no trade until a buyer acts there.

return require("alipay.gateway.cashier.orders").page
