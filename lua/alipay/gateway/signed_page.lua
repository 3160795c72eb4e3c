-- SPDX-License-Identifier: MIT
-- Stands for the methods that a browser or the app opens: it proves that the signature is good, and sells nothing.

local fault = require "alipay.gateway.fault"
local json = require "alipay.json"

local M = {}

M.page = true

---@param call alipay.gateway.call
---@return alipay.gateway.fault|nil
function M.check(_, call)
  local content = call.params.biz_content or ""
  if content == "" then return nil end
  local text = call:decode(content)
  local values = text and json.decode(text)
  if type(values) ~= "table" or #values > 0 then return fault.new "isv.illegal-json" end
end

---What the page shows: parameters by name, in UTF-8.
---@param call alipay.gateway.call
---@return table<string, string>
function M.answer(_, call)
  local shown = {}
  for name, value in pairs(call.params) do
    if name ~= "sign" then shown[call:show(name)] = call:show(value) end
  end
  return shown
end

return M
