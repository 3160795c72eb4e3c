-- SPDX-License-Identifier: MIT
-- The people around an app of the simulated platform: its user, the merchant that owns it, a merchant that lets it act. They follow
-- from the app id, so they stay the same.

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

local function merchant(seed)
  local digits_of_id = digits(seed, 12)
  return { user_id = "2088" .. digits_of_id, email = ("shop%s@example.com"):format(digits_of_id:sub(-4)) }
end

---The merchant to whom an app belongs: the seller of its calls.
---@param app_id string
---@return { user_id: string, email: string }
function M.owner_of(app_id)
  return merchant("owner " .. app_id)
end

---The merchant that agrees to be served by an app: the seller of calls with its app_auth_token.
---@param app_id string
---@return { user_id: string, email: string, auth_app_id: string }
function M.merchant_of(app_id)
  local found = merchant("merchant " .. app_id)
  found.auth_app_id = "9021000" .. digits("app " .. app_id, 9)
  return found
end

return M
