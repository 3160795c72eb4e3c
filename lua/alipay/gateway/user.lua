-- SPDX-License-Identifier: MIT
-- The people around an app of the simulated platform: its users, the merchant that owns it, a merchant that lets it act. They follow
-- from the app id, so they stay the same.

local digest = require "alipay.core.digest"

local M = {}

local function digits(seed, count)
  local out = {}
  for byte in digest.sha256(seed):gmatch "%x%x" do out[#out + 1] = tostring(tonumber(byte, 16) % 10) end
  return table.concat(out, "", 1, count)
end

-- Who there is besides the first, whom the consent page knows: name and login name, of which others see a masked form.
local PEOPLE = {
  { "本地用户", "local-user@example.com" },
  { "王小明", "13800001234" },
  { "李华", "li.hua@example.com" },
}

---@class alipay.gateway.user
---@field user_id string
---@field open_id string
---@field nick_name string
---@field logon_id string mail address or telephone number

---@param app_id string
---@return alipay.gateway.user
function M.of(app_id)
  return M.list(app_id)[1]
end

local lists = {} -- by app id

---All users; the first is the one who consents. Not to be changed.
---@param app_id string
---@return alipay.gateway.user[]
function M.list(app_id)
  local list = lists[app_id]
  if list then return list end
  list = {}
  for i, person in ipairs(PEOPLE) do
    local seed = i == 1 and app_id or app_id .. " " .. i
    list[i] = {
      user_id = "2088" .. digits("user " .. seed, 12), open_id = digest.sha256("open_id " .. seed):sub(1, 47),
      nick_name = person[1], logon_id = person[2],
    }
  end
  lists[app_id] = list
  return list
end

---A user by one of the names that he has.
---@param app_id string
---@param name string user_id, open_id or logon_id
---@return alipay.gateway.user|nil
function M.find(app_id, name)
  for _, person in ipairs(M.list(app_id)) do
    if name == person.user_id or name == person.open_id or name == person.logon_id then return person end
  end
end

---A login name as others see it.
---@param logon_id string
---@return string masked as "loc***@example.com" or "138****1234"
function M.mask(logon_id)
  local head, domain = logon_id:match "^(.-)(@.*)$"
  if head then return head:sub(1, 3) .. "***" .. domain end
  return logon_id:sub(1, 3) .. "****" .. logon_id:sub(-4)
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
