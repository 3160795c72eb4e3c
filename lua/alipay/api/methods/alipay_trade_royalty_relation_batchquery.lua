-- SPDX-License-Identifier: MIT
-- alipay.trade.royalty.relation.batchquery: the list of who may get shares of trades.

local definition = require "alipay.catalogue.definition"

return definition.new {
  method = "alipay.trade.royalty.relation.batchquery",
  place = "content",
  summary = "List who may get shares of trades",
  summary_zh = "分账关系查询",
  params = {
    {
      name = "out_request_no", meaning = "number of this request", meaning_zh = "外部请求号，由商户自定义", example = "20261126Q0001",
    },
    { name = "page_num", type = "integer", meaning = "which page", meaning_zh = "页码", example = 1 },
    { name = "page_size", type = "integer", meaning = "how many on a page", meaning_zh = "每页条数", example = 20 },
  },
  result = {
    receiver_list = "the receivers",
    result_code = "SUCCESS or FAIL",
    total_record_num = "how many there are",
    total_page_num = "how many pages there are",
  },
}
