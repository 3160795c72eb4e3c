-- SPDX-License-Identifier: MIT
-- alipay.user.info.share: what a user's access token lets an app see of the user.

local definition = require "alipay.catalogue.definition"

local M = {}

---@type alipay.definition
M.definition = definition.new {
  method = "alipay.user.info.share",
  place = "query",
  summary = "Read the profile of a user who agreed to scope auth_user",
  summary_zh = "支付宝会员授权信息查询",
  params = {
    {
      name = "auth_token", type = "string", required = true, max = 128,
      meaning = "access_token of the user", meaning_zh = "用户授权令牌，即 access_token",
      example = "20120823ac6ffaa4d2d84e7384bf983531473993",
    },
  },
  result = {
    user_id = "the user's Alipay id (older apps)", open_id = "the user's id towards this app", nick_name = "nickname",
    province = "province", city = "city",
  },
}

---Read the profile of a user.
---@param client alipay.client
---@param access_token string of a user who agreed to scope auth_user
---@param options? table options of the call besides `query`
---@return alipay.response|nil response `data` has open_id or user_id, nick_name, province, city
---@return alipay.error|nil err
function M.read(client, access_token, options)
  local call = { query = { auth_token = access_token } }
  for key, value in pairs(options or {}) do call[key] = value end
  return client.alipay.user.infoShare:post(call)
end

return M
