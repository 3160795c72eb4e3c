-- SPDX-License-Identifier: MIT
-- alipay.open.auth.token.app.query: what an app_auth_token is good for. It is a member of biz_content here, not the common
-- parameter of that name.

local definition = require "alipay.catalogue.definition"

return definition.new {
  method = "alipay.open.auth.token.app.query",
  place = "content",
  summary = "Query an app_auth_token",
  summary_zh = "查询某个应用授权 AppAuthToken 的授权信息",
  params = {
    {
      name = "app_auth_token", meaning = "the token in question", meaning_zh = "应用授权令牌",
      example = "201509BBeff9351ad1874306903e96b91d248A36",
    },
  },
  result = {
    auth_app_id = "the merchant's app",
    user_id = "the merchant's Alipay id",
    status = "whether it is valid",
    auth_methods = "methods that it allows",
    auth_start = "from when",
    auth_end = "until when",
    expires_in = "seconds that it lives",
  },
}
