-- SPDX-License-Identifier: MIT
-- The certificate of the fault `cert=rotated`: one that clients do not have, with a key of its own. It can be downloaded.

local keys = require "alipay.gateway.folder.keys"

local M = {}

---@param gw alipay.gateway
---@return alipay.gateway.certificates
function M.of(gw)
  if not gw.rotated then
    local copy = {}
    for name, value in pairs(gw:certificates()) do copy[name] = value end -- `issued` is one for both
    assert(keys.rotate(gw.dir, gw.keys, copy, { new_key = true }))
    gw.rotated = copy
  end
  return gw.rotated
end

return M
