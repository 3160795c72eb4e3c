-- SPDX-License-Identifier: MIT
-- alipay.user.certify.open.certify: the user proves who he is (`:page`).

local definition = require "alipay.catalogue.definition"

return definition.new {
  method = "alipay.user.certify.open.certify",
  place = "content",
  summary = "Open the page on which a user proves who he is",
  summary_zh = "身份认证开始认证",
  params = {
    {
      name = "certify_id", meaning = "number that initialize gave", meaning_zh = "本次申请操作的唯一标识",
      example = "2109b5e671aa3ff2eb4851816c65828f",
    },
  },
  result = {},
}
