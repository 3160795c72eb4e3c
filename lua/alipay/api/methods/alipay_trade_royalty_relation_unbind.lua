-- SPDX-License-Identifier: MIT
-- alipay.trade.royalty.relation.unbind: who may get shares of trades no more.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.trade"

return definition.new {
  method = "alipay.trade.royalty.relation.unbind",
  place = "content",
  summary = "Take back who may get shares of trades",
  summary_zh = "分账关系解绑",
  params = {
    {
      name = "out_request_no", meaning = "number of this request", meaning_zh = "外部请求号，由商户自定义", example = "20261126B0001",
    },
    field "receiver_list",
  },
  result = {
    result_code = "SUCCESS or FAIL",
  },
}
