-- SPDX-License-Identifier: MIT
-- Which method is defined in which module. A definition is loaded when its method is first used.

local sorted = require "alipay.util.sorted"

local M = {}

---@type table<string, string> method to module below "alipay.api"
M.modules = {
  ["alipay.offline.material.image.upload"] = "materialImageUpload",
  ["alipay.open.app.alipaycert.download"] = "alipaycertDownload",
  ["alipay.open.app.qrcode.create"] = "appQrcodeCreate",
  ["alipay.open.auth.token.app"] = "authTokenApp",
  ["alipay.system.oauth.token"] = "oauthToken",
  ["alipay.user.info.share"] = "userInfoShare",
}

---The definition of a method.
---@param method string
---@return alipay.definition|nil definition nil for a method that is sent as given
function M.find(method)
  local name = M.modules[method]
  return name and require("alipay.api." .. name).definition
end

---The defined methods, sorted.
---@return string[]
function M.methods()
  return sorted(M.modules)
end

return M
