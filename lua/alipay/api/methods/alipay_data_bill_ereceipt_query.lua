-- SPDX-License-Identifier: MIT
-- alipay.data.bill.ereceipt.query: whether a receipt is ready.

local definition = require "alipay.catalogue.definition"

return definition.new {
  method = "alipay.data.bill.ereceipt.query",
  place = "content",
  summary = "Get an electronic receipt",
  summary_zh = "查询电子回单状态",
  params = {
    { name = "file_id", meaning = "number that ereceipt.apply gave", meaning_zh = "文件申请号", example = "1000000001" },
  },
  result = {
    status = "INIT, PROCESS, SUCCESS or FAIL",
    download_url = "address of the file",
    error_message = "why there is none",
  },
}
