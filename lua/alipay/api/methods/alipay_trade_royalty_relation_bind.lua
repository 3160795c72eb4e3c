-- SPDX-License-Identifier: MIT
-- alipay.trade.royalty.relation.bind: who may get shares of trades.

local definition = require "alipay.catalogue.definition"

return definition.new {
  method = "alipay.trade.royalty.relation.bind",
  place = "content",
  summary = "Name who may get shares of trades",
  summary_zh = "分账关系绑定",
  params = {
    {
      name = "out_request_no", meaning = "number of this request", meaning_zh = "外部请求号，由商户自定义", example = "20261126B0001",
    },
    {
      name = "receiver_list", type = "list", meaning = "the receivers", meaning_zh = "分账接收方列表",
      fields = {
        { name = "type", meaning = "what account is", meaning_zh = "分账接收方方式", example = "userId" },
        { name = "account", meaning = "who gets shares", meaning_zh = "分账接收方账号", example = "2088101126708402" },
        { name = "name", meaning = "real name of the receiver", meaning_zh = "分账接收方真实姓名", example = "张三" },
        { name = "memo", meaning = "what the receiver is to the merchant", meaning_zh = "分账关系描述", example = "供货商" },
      },
    },
  },
  result = {
    result_code = "SUCCESS or FAIL",
  },
}
