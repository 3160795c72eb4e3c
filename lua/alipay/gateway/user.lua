-- SPDX-License-Identifier: MIT
-- The one user and the one merchant of the simulated platform. They follow from the app id, so they stay the same.

local digest = require "alipay.core.digest"

local M = {}

local function digits(seed, count)
  local out = {}
  for byte in digest.sha256(seed):gmatch "%x%x" do out[#out + 1] = tostring(tonumber(byte, 16) % 10) end
  return table.concat(out, "", 1, count)
end

---@param app_id string
---@return { user_id: string, open_id: string, nick_name: string }
function M.of(app_id)
  return {
    user_id = "2088" .. digits("user " .. app_id, 12),
    open_id = digest.sha256("open_id " .. app_id):sub(1, 47),
    nick_name = "本地用户",
  }
end

---@param app_id string
---@return { user_id: string, auth_app_id: string }
function M.merchant_of(app_id)
  return { user_id = "2088" .. digits("merchant " .. app_id, 12), auth_app_id = "9021000" .. digits("app " .. app_id, 9) }
end

return M
