-- SPDX-License-Identifier: MIT
-- Which methods the gateway simulates, and in which module each is. A module is loaded when its method is first called.
--
-- A module has `answer(gw, call) -> fields | nil, fault`; it may have `check(gw, call) -> fault | nil` for what its
-- definition cannot say, and `error_node = true` when the platform answers its faults outside the method's own node. One with
-- `page = true` is opened by browsers: its answer is shown as a page.
local sorted = require "alipay.util.sorted"

local M = {}

local MODULES = {
  ["alipay.offline.material.image.upload"] = "image_upload",
  ["alipay.open.app.alipaycert.download"] = "alipaycert_download",
  ["alipay.open.app.qrcode.create"] = "qrcode_create",
  ["alipay.open.auth.token.app"] = "auth_token_app",
  ["alipay.system.oauth.token"] = "oauth_token",
  ["alipay.trade.app.pay"] = "signed_page",
  ["alipay.trade.page.pay"] = "signed_page",
  ["alipay.trade.wap.pay"] = "signed_page",
  ["alipay.user.info.share"] = "user_info_share",
}

---The module that simulates a method.
---@param method string
---@return table|nil handler
function M.find(method)
  local name = MODULES[method]
  return name and require("alipay.gateway.methods." .. name)
end

---The simulated methods, sorted.
---@return string[]
function M.names()
  return sorted(MODULES)
end

return M
