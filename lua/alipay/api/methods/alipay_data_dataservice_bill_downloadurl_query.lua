-- SPDX-License-Identifier: MIT
-- alipay.data.dataservice.bill.downloadurl.query: where the bill of a day or month can be fetched. smid is needed for one type,
-- which is left to the platform.

local definition = require "alipay.catalogue.definition"

return definition.new {
  method = "alipay.data.dataservice.bill.downloadurl.query",
  place = "content",
  summary = "Get the address of a bill",
  summary_zh = "查询对账单下载地址",
  params = {
    {
      name = "bill_type", required = true,
      known = { "trade", "signcustomer", "merchant_act", "trade_zft_merchant", "zft_acc" }, meaning = "which bill",
      meaning_zh = "账单类型", example = "trade",
    },
    {
      name = "bill_date", required = true, format = { "yyyy-MM-dd", "yyyy-MM" },
      meaning = "day or month of the bill; a day is there the next morning",
      meaning_zh = "账单时间：日账单格式为 yyyy-MM-dd（不支持当日），月账单格式为 yyyy-MM", example = "2026-11-25",
    },
    {
      name = "smid", meaning = "number of the merchant below a service provider (trade_zft_merchant)",
      meaning_zh = "二级商户 smid，bill_type 为 trade_zft_merchant 时使用", example = "2088123412341234",
    },
  },
  result = {
    bill_download_url = "address of a zip file; good for 30 seconds",
    bill_file_code = "EMPTY_DATA_WITH_BILL_FILE: the bill is empty",
  },
}
