-- SPDX-License-Identifier: MIT
-- alipay.user.certify.open.query: whether a user is who he says.

local definition = require "alipay.catalogue.definition"

return definition.new {
  method = "alipay.user.certify.open.query",
  place = "content",
  summary = "Query the proof of who a user is",
  summary_zh = "身份认证记录查询",
  params = {
    {
      name = "certify_id", meaning = "number that initialize gave", meaning_zh = "本次申请操作的唯一标识",
      example = "2109b5e671aa3ff2eb4851816c65828f",
    },
  },
  result = {
    passed = "T or F",
    identity_info = "who the user is",
    fail_reason = "why not",
  },
}
