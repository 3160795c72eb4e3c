-- SPDX-License-Identifier: MIT
-- Finds the definition of a method, which is loaded when the method is first used.
--
-- How to add one, of alipay.trade.query for example:
--
-- 1. api/methods/alipay_trade_query.lua (the method's name with `_` for `.`) returns definition.new {...}: where its parameters go, and
--    of each what is checked (alipay.catalogue.definition says what there is), its meaning, an example. A parameter's type is text
--    unless it says otherwise; what needs no rule and no words is left to the catalogue. Rules that several methods share are in
--    catalogue/fields/. A fact that sources disagree on is checked by the laxer rule, and a comment says so.
-- 2. spec/api/definitions_spec.lua holds it to the catalogue and tries its examples without being told; a rule of its own gets a line
--    in spec/api/methods_spec.lua.
--
-- A method with functions of its own (a workflow) is a public module instead, alipay.api.NAME, and stands in the list below.

local embedded = require "alipay.core.embedded"
local fs = require "alipay.core.fs"
local sorted = require "alipay.util.sorted"

local M = {}

---@type table<string, string> method to module below "alipay.api", of those with functions of their own
M.modules = {
  ["alipay.offline.material.image.upload"] = "materialImageUpload",
  ["alipay.open.app.alipaycert.download"] = "alipaycertDownload",
  ["alipay.open.app.qrcode.create"] = "appQrcodeCreate",
  ["alipay.open.auth.token.app"] = "authTokenApp",
  ["alipay.system.oauth.token"] = "oauthToken",
  ["alipay.user.info.share"] = "userInfoShare",
}

local PREFIX = "alipay.api.methods."

local files

-- Methods to modules: those inside the program, and those of a source tree that is used instead (ALIPAY_LUA_PATH).
local function all()
  if files then return files end
  files = {}
  for _, name in ipairs(embedded.names()) do
    if name:sub(1, #PREFIX) == PREFIX then files[name:sub(#PREFIX + 1):gsub("_", ".")] = name end
  end
  local tree = os.getenv "ALIPAY_LUA_PATH"
  for _, file in ipairs(tree and fs.list(tree .. "/alipay/api/methods") or {}) do
    local module = file:match "^([%w_]+)%.lua$"
    if module then files[module:gsub("_", ".")] = PREFIX .. module end
  end
  return files
end

---The definition of a method.
---@param method string
---@return alipay.definition|nil definition nil for a method that is sent as given
function M.find(method)
  local name = M.modules[method]
  if name then return require("alipay.api." .. name).definition end
  name = all()[method]
  return name and require(name)
end

---The defined methods, sorted.
---@return string[]
function M.methods()
  local names = {}
  for _, list in ipairs { M.modules, all() } do
    for method in pairs(list) do names[method] = true end
  end
  return sorted(names)
end

return M
