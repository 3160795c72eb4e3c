-- SPDX-License-Identifier: MIT
-- Hands a notification on to a program of the user's: the bytes that came, with their headers. No redirect is followed, and only the
-- answer that the platform takes for one counts.

local form = require "alipay.core.form"
local http = require "alipay.http"
local loop = require "alipay.core.loop"

local M = {}

-- Headers of the connection that brought it; the next one has its own.
local OWN = {
  host = true, connection = true, ["content-length"] = true, ["transfer-encoding"] = true, expect = true, te = true,
  ["accept-encoding"] = true, upgrade = true, ["keep-alive"] = true, ["proxy-connection"] = true, trailer = true,
}

local function lines_of(headers)
  local lines = {}
  for name, value in pairs(headers or {}) do
    if not OWN[name] and not name:find "^proxy%-" then lines[#lines + 1] = name .. ": " .. value end
  end
  table.sort(lines)
  if not (headers or {})["content-type"] then lines[#lines + 1] = "content-type: application/x-www-form-urlencoded" end
  return lines
end

-- Unsigned parameters of the notify_url go on in the address.
local function address(url, own)
  if next(own or {}) == nil then return url end
  return url .. (url:find("?", 1, true) and "&" or "?") .. form.encode(own)
end

---@class alipay.notify.forwarded
---@field good boolean the answer was exactly `success`
---@field status? integer
---@field answer? string the beginning of the body
---@field trouble? string why it is not good
---@field ms number

---Hand one on. In a task only that task waits.
---@param n alipay.notification
---@param url string
---@param timeout number seconds
---@return alipay.notify.forwarded
function M.send(n, url, timeout)
  local began = loop.now()
  local reply, err = http.fetch(address(url, n.own), {
    method = "POST", headers = lines_of(n.headers), body = n.raw, timeout = timeout, max_body = 65536,
  })
  local result = { good = false, ms = (loop.now() - began) * 1000 }
  if not reply then
    result.trouble = err.message
    return result
  end
  result.status, result.answer = reply.status, reply.body:sub(1, 80)
  result.good = reply.status == 200 and reply.body == "success"
  if result.good then return result end
  result.trouble = reply.status ~= 200 and ("HTTP status %d"):format(reply.status)
    or ("it answered '%s', not exactly 'success'"):format(result.answer)
  return result
end

return M
