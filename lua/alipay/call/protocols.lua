-- SPDX-License-Identifier: MIT
-- Which protocol a call goes by: what the client says, and with "auto" what the method has.

local common = require "alipay.v3.common"
local operation = require "alipay.v3.operation"
local v2 = require "alipay.v2"
local v3 = require "alipay.v3"

local M = { v2 = v2, v3 = v3 }

---The protocol of a call. A path of V3's own goes by V3 whatever the client says.
---@param client alipay.client
---@param method string
---@param options alipay.call_options
---@return alipay.protocol
function M.of(client, method, options)
  local wanted = client.settings.protocol
  if wanted == "v3" or options.path then return v3 end
  if wanted == "auto" and operation.of(method) and not common.refused(client.settings) then return v3 end
  return v2
end

return M
