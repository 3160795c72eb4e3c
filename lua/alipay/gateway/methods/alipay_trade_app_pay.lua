-- SPDX-License-Identifier: MIT
-- Simulates alipay.trade.app.pay: an order for the wallet, which hands its result to the app. No server ever sends one; a control call
-- takes it, and a browser that brings one gets the cashier's page in the wallet's place.

return require("alipay.gateway.cashier.orders").app
