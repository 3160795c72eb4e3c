-- SPDX-License-Identifier: MIT
-- Plain HTTP for what is no call of the platform: consent pages of a local gateway, pictures it serves.

local errors = require "alipay.error"
local http = require "alipay.core.http"
local loopback = require "alipay.util.loopback"
local promise = require "alipay.async.promise"
local waiting = require "alipay.async.waiting"

local M = {}

---Fetch an address. In a task only that task waits.
---@param url string
---@param options? { method: string?, headers: string[]?, timeout: number? }
---@return core.http_response|nil
---@return alipay.error|nil err
function M.fetch(url, options)
  local request = { url = url, proxy = loopback.proxy(url) }
  for name, value in pairs(options or {}) do request[name] = value end
  local transfer
  local result = promise.new(function() transfer:cancel() end)
  transfer = http.start(request, function(reply, message, class)
    if reply then return promise.fulfil(result, reply) end
    promise.reject(result, errors.new(class == "timeout" and "timeout" or "network", { message = message }))
  end)
  return waiting.await(result)
end

---Where an address redirects to: the consent of a local gateway answers like that.
---@param url string
---@return string|nil location
---@return alipay.error|nil err
function M.redirect(url)
  local reply, err = M.fetch(url)
  if not reply then return nil, err end
  if reply.status == 302 and reply.headers.location then return reply.headers.location end
  return nil, errors.new("http", { message = ("no redirect but HTTP status %d from the consent page"):format(reply.status) })
end

return M
