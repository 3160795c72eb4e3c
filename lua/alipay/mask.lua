-- SPDX-License-Identifier: MIT
-- Hides tokens and keys in what people and logs see. It decides what is secret; it never changes what is sent.

local M = {}

local SECRET = {}
for _, name in ipairs {
  "access_token", "refresh_token", "auth_token", "app_auth_token", "app_refresh_token", "code", "auth_code", "app_auth_code",
  "private_key", "encrypt_key", "aes_key", "sign",
} do
  SECRET[name] = true
end

-- "code" is a secret as a parameter, but the most wanted field of an answer.
local SECRET_IN_JSON = {}
for name in pairs(SECRET) do SECRET_IN_JSON[name] = name ~= "code" and name ~= "sign" or nil end

---A secret as it may be shown: its ends when it is long enough to keep the middle secret.
---@param value string
---@return string
function M.value(value)
  if #value < 16 then return "****" end
  return value:sub(1, 4) .. "****" .. value:sub(-4)
end

-- The members of an object that stands as a text inside another one.
local function nested(text, with_codes)
  return (text:gsub('(\\"([%w_]+)\\"%s*:%s*\\")([^"\\]+)', function(head, name, value)
    if SECRET_IN_JSON[name] or with_codes and SECRET[name] then return head .. M.value(value) end
  end))
end

-- Tokens and codes in a string to sign, as a refusal of the gateway quotes it inside its JSON: HTML-escaped, or with the escapes of
-- JSON for & and =, as older ones have it; and within its biz_content.
local QUOTED = {
  '(([%w_]+)=)([^&"\\]+)', '(\\u0026([%w_]+)\\u003[dD])([^&"\\]+)', '(&quot;([%w_]+)\\*&quot;:\\*&quot;)([^&"\\]+)',
  '(\\"([%w_]+)\\":\\")([^"\\]+)',
}

local function quoted(text)
  local function hide(head, name, value)
    if SECRET[name] then return head .. M.value(value) end
  end
  for _, pattern in ipairs(QUOTED) do text = text:gsub(pattern, hide) end
  return text
end

---Hide secrets in what a refusal quotes of our own request.
---@param text string `sub_msg`, or JSON that holds it
---@return string
function M.refusal(text)
  return text:find("签字符串", 1, true) and quoted(text) or text
end

-- Where the string of a JSON text ends that begins before `from`.
local function end_of_string(text, from)
  while true do
    local at = text:find('["\\]', from)
    if not at or text:byte(at) == 34 then return at and at - 1 or #text end -- 34 is the quote
    from = at + 2
  end
end

---Hide secrets in a JSON text: values of names that hold tokens or keys.
---@param text string
---@param with_codes? boolean hide authorization codes too (in what is sent, not in answers)
---@return string
function M.json(text, with_codes)
  if not with_codes then text = M.refusal(text) end
  if text:find('\\"', 1, true) then text = nested(text, with_codes) end
  local out, done = {}, 1
  while true do
    local _, head, name = text:find('"([%w_]+)"%s*:%s*"', done)
    if not head then break end
    local last = end_of_string(text, head + 1)
    local hidden = last > head and (SECRET_IN_JSON[name] or with_codes and SECRET[name])
    out[#out + 1] = text:sub(done, hidden and head or last)
    if hidden then out[#out + 1] = M.value(text:sub(head + 1, last)) end
    done = last + 1
  end
  return table.concat(out) .. text:sub(done)
end

-- Of a key not even the ends are shown.
local KEYS = { private_key = true, encrypt_key = true, aes_key = true }

---A parameter as it may be shown.
---@param name string
---@param value string
---@return string
function M.param(name, value)
  if KEYS[name] then return "****" end
  if SECRET[name] then return M.value(value) end
  if name == "biz_content" then return M.json(value, true) end
  return value
end

---Parameters as they may be shown.
---@param params table<string, string>
---@return table<string, string>
function M.params(params)
  local masked = {}
  for name, value in pairs(params) do masked[name] = M.param(name, value) end
  return masked
end

---A request as it may be shown: method, HTTP verb, parameters, string to sign, and the true SHA-256 of that string.
---@param request alipay.request
---@return table
function M.request(request)
  local masked = M.params(request.params)
  return {
    method = request.method, http = request.http, params = masked,
    string_to_sign = require "alipay.core.form".canonical(masked),
    sha256 = require "alipay.core.digest".sha256(request.string_to_sign),
  }
end

return M
