-- SPDX-License-Identifier: MIT
-- Names of methods that users write: one that the platform does not have would silently never be met.

local catalogue = require "alipay.catalogue"

---@param method string
---@return string|nil sentence what is wrong with it; nil when the catalogue has it
return function(method)
  if catalogue.has(method) then return nil end
  local near = catalogue.nearest(method, 1)[1]
  return ("there is no method '%s'%s"):format(method, near and ": did you mean " .. near .. "?" or "")
end
