-- SPDX-License-Identifier: MIT
-- One attempt to deliver a notification: posts it, and says what came of it. It keeps nothing; when and how often is decided elsewhere.

local form = require "alipay.core.form"
local http = require "alipay.core.http"
local text = require "alipay.core.text"

local M = {}

-- Seconds for an attempt, and bytes of an answer that are read: what is longer is not `success`.
M.TIMEOUT = 10
local MAX_BODY = 65536

-- An answer in one line, for a log and a page.
local function excerpt(body)
  if not text.is_utf8(body) then body = body:gsub("[\x80-\xFF]", "?") end
  return text.fit(body:sub(1, 400):gsub("%c+", " "), 60)
end

local function judge(response, message)
  if not response then return false, message end
  if response.status < 200 or response.status > 299 then return false, "HTTP " .. response.status end
  if response.body == "success" then return true, "success" end
  return false, response.body == "" and "an empty body" or "a body that is not `success`: " .. excerpt(response.body)
end

---Post a notification. `done(delivered, result)` is called later, once: result is "success" or what was wrong.
---@param url string
---@param charset string
---@param params table<string, string> signed
---@param done fun(delivered: boolean, result: string)
---@return core.request|nil request to be cancelled; nil with a reason when the address cannot be asked at all
---@return string|nil reason
function M.post(url, charset, params, done)
  -- An address that libcurl cannot take is the merchant's mistake, not a program's.
  local fine, request, message = pcall(http.start, {
    url = url, method = "POST", body = form.encode(params), timeout = M.TIMEOUT, max_body = MAX_BODY, proxy = "",
    headers = { "Content-Type: application/x-www-form-urlencoded; charset=" .. charset },
  }, function(response, failure) done(judge(response, failure)) end)
  if not fine then return nil, tostring(request) end
  return request, message
end

return M
