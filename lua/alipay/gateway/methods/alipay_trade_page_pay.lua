-- SPDX-License-Identifier: MIT
-- Stands for alipay.trade.page.pay: it shows that the signature is good.

return require "alipay.gateway.signed_page"
