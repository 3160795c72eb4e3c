-- SPDX-License-Identifier: MIT
-- Stands for alipay.trade.wap.pay: it shows that the signature is good.

return require "alipay.gateway.signed_page"
