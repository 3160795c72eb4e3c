-- SPDX-License-Identifier: MIT
-- Stands for the methods that a browser or the app opens: it proves that the signature is good, and sells nothing.

local M = {}

M.page = true

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
