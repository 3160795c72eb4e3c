-- SPDX-License-Identifier: MIT
-- Which protocol a call goes by: what the client says, and with "auto" what the method has.

local common = require "alipay.v3.common"
local operation = require "alipay.v3.operation"
local v2 = require "alipay.v2"
local v3 = require "alipay.v3"

local M = { v2 = v2, v3 = v3 }

---The protocol of a call. A path of V3's own goes by V3 whatever the client says; auto goes by V2 where V3 cannot have the settings, or
---the encryption that the call asks for.
---@param client alipay.client
---@param method string
---@param options alipay.call_options
---@return alipay.protocol
function M.of(client, method, options)
  local wanted = client.settings.protocol
  if wanted == "v3" or options.path then return v3 end
  if wanted ~= "auto" or not operation.of(method) then return v2 end
  local settings = client.settings
  return (common.refused(settings) or common.refused_encryption(settings, options.encrypt)) and v2 or v3
end

return M
