-- SPDX-License-Identifier: MIT
-- alipay.fund.auth.order.unfreeze: frozen money is let go. Other clients demand all but extra_param; no source of Alipay's does, so
-- that they are not required here.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.fund_auth"

return definition.new {
  method = "alipay.fund.auth.order.unfreeze",
  place = "content",
  summary = "Let frozen money go",
  summary_zh = "资金授权解冻",
  params = {
    field "auth_no",
    {
      name = "out_request_no", meaning = "number of this request", meaning_zh = "商户本次资金操作的请求流水号", example = "20261126UF001",
    },
    {
      name = "amount", type = "amount", meaning = "how much, in yuan", meaning_zh = "本次操作解冻的金额，单位为元，精确到小数点后两位",
      example = "100.00",
    },
    { name = "remark", meaning = "the reason", meaning_zh = "商户对本次解冻操作的附言描述", example = "归还押金" },
    {
      name = "extra_param", type = "json", meaning = "more, as JSON text", meaning_zh = "解冻扩展信息，JSON 字符串",
      example = "{\"unfreezeBizInfo\":\"{}\"}",
    },
  },
  result = {
    auth_no = "Alipay's number of the authorization: for unfreeze and trade.pay",
    operation_id = "Alipay's number of this operation",
    amount = "how much",
    status = "INIT, SUCCESS or CLOSED",
    gmt_trans = "when it was done",
  },
}
