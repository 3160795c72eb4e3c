-- SPDX-License-Identifier: MIT
-- What is a secret: the names of parameters and settings that hold one, and texts that look like a key or a token. alipay.util.mask
-- hides them in what is sent and received.

local core = require "alipay.core.text"

local M = {}

-- Of a key or a password not even the ends are shown.
M.KEYS = {
  private_key = true, encrypt_key = true, aes_key = true, app_secret = true, secret = true, password = true, passwd = true,
}

-- An address that opens something to whoever has it: its query is the secret.
M.URLS = { bill_download_url = true }

M.NAMES = {
  access_token = true, refresh_token = true, auth_token = true, app_auth_token = true, app_refresh_token = true, token = true,
  code = true, auth_code = true, app_auth_code = true, sign = true, signature = true, cert_no = true,
}
for _, list in ipairs { M.KEYS, M.URLS } do
  for name in pairs(list) do M.NAMES[name] = true end
end

-- Digits of the shortest number that is a secret. A short one under `code` is a status: authorization codes are long.
M.SHORTEST = 6
local SHORTEST_CODE = 16

---Whether a number under this name is a secret.
---@param name string
---@param digits string
---@return boolean
function M.is_number(name, digits)
  return M.NAMES[name] == true and #digits >= (name == "code" and SHORTEST_CODE or M.SHORTEST)
end

-- One piece of base64 or of hex digits. Keys of AES have 24, 32 or 44 characters, tokens 32 and more. What begins with a slash is
-- taken for a path unless it is longer than paths are or ends as base64 does.
local function is_key(piece)
  if piece:find "=$" then return #piece >= 24 end
  if #piece >= 200 then return true end
  if #piece < 32 or piece:find "^/" or piece:find "^[%l_-]+%d?$" or not piece:find "%a" then return false end
  local _, capitals = piece:gsub("%u", "") -- names in camelCase have few
  return piece:find "%d" ~= nil or capitals * 4 >= #piece
end

local PIECE = "[%w+/_-]+=?=?"

---Whether a text holds what looks like a key or a token.
---@param text string
---@return boolean
function M.found_in(text)
  for piece in text:gmatch(PIECE) do
    if is_key(piece) then return true end
  end
  return text:find("-----BEGIN", 1, true) ~= nil or text:find("PRIVATE KEY", 1, true) ~= nil
end

---A web address, or a text with some, as people may see it: without the name and password that open it.
---@param text string
---@return string
function M.address(text)
  return (text:gsub("://[^/?#%s\"'<>\\]*@", "://****@"))
end

---A setting, or a message about one, as people may see it: whatever looks like a key or a password got into it is left out.
---@param text string
---@return string
function M.shown(text)
  text = text:gsub("(%-%-%-%-%-BEGIN [^-]*%-%-%-%-%-)[^-]*", "%1****")
  return (M.address(text):gsub(PIECE, function(piece)
    if is_key(piece) then return ("**** (%d characters that look like a key)"):format(#piece) end
  end))
end

---A setting in quotes as a message may hold it, cut short.
---@param text string
---@return string
function M.quoted(text)
  return "'" .. core.fit(M.shown(text), 60) .. "'"
end

return M
