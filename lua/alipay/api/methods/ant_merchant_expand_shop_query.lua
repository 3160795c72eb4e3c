-- SPDX-License-Identifier: MIT
-- ant.merchant.expand.shop.query: a shop and its state.

local definition = require "alipay.catalogue.definition"

return definition.new {
  method = "ant.merchant.expand.shop.query",
  place = "content",
  summary = "Query a shop",
  summary_zh = "门店查询",
  params = {
    {
      name = "shop_id", meaning = "Alipay's number of the shop", meaning_zh = "蚂蚁统一门店编号",
      example = "2026112600077000000000000001",
    },
    {
      name = "store_id", meaning = "the merchant's number of the shop", meaning_zh = "商户门店编号，与 ip_role_id 一起使用",
      example = "NJ_001",
    },
    {
      name = "ip_role_id", meaning = "Alipay's number of the merchant", meaning_zh = "商户角色 ID",
      example = "2088102100000002",
    },
  },
  result = {
    shop_id = "Alipay's number",
    shop_name = "its name",
    shop_info_status = "its state",
    business_address = "where it is",
  },
}
