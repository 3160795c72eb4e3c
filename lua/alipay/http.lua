-- SPDX-License-Identifier: MIT
-- Plain HTTP for what is no call of the platform: consent pages of a local gateway, pictures it serves. TLS is always verified, no
-- redirect is followed, and no proxy of the environment gets to see what goes to this machine itself.

local errors = require "alipay.error"
local http = require "alipay.core.http"
local loopback = require "alipay.util.loopback"
local promise = require "alipay.async.promise"
local transport = require "alipay.call.transport"
local waiting = require "alipay.async.waiting"

local M = {}

---@class alipay.http_options
---@field method? "GET"|"HEAD"|"POST"|"PUT"|"PATCH"|"DELETE" GET by default
---@field headers? string[] lines as "Name: value"; Content-Length and Transfer-Encoding are made from the body and raise
---@field body? string what a POST, PUT or PATCH carries
---@field multipart? { name: string, data: string?, path: string?, filename: string?, type: string? }[] instead of `body`
---@field timeout? number seconds from the call to the last byte, 15 by default
---@field max_body? integer bytes of the largest reply, 67108864 by default
---@field file? string where the body of a success (status 2xx) goes instead of memory: under this name when it is whole and flushed to disk, in the place of an older file
---@field user_agent? string
---@field low_speed_limit? integer bytes per second: slower than that for `low_speed_time` seconds (30) is a timeout; 0, the default, is off
---@field low_speed_time? number
---@field connect_timeout? number seconds, 10 by default
---@field proxy? string "" for none; what the environment says by default
---@field ca_file? string PEM file of trusted authorities instead of the system's

---@class alipay.http_reply
---@field status integer
---@field headers table<string, string> names in lower case; several of one name joined by ", "
---@field body string "" when it went to a file; of a reply that is no success, then, the first 65,536 bytes
---@field size integer bytes of the body, also of one in a file

-- The advice to query first is for calls of the platform.
local function failure(...)
  local kind, fields = transport.failure(...)
  fields.stage = select(3, ...)
  if fields.sent == nil then fields.hint = nil end
  return errors.new(kind, fields)
end

---Fetch an address. In a task only that task waits. Every HTTP status is a reply.
---@param url string
---@param options? alipay.http_options
---@return alipay.http_reply|nil reply
---@return alipay.error|nil err kind "parameter" (no address, a file that is missing or cannot be written), "network", "timeout" or "http" (a reply that is too large); `stage` says how far it came: "name", "proxy", "connect", "tls", "authority", "host" (of the certificate), "request" or "reply"
function M.fetch(url, options)
  if type(url) ~= "string" then errors.usage("http.fetch: an address is needed, not a " .. type(url)) end
  local request = { url = url, proxy = loopback.proxy(url) }
  for name, value in pairs(options or {}) do request[name] = value end
  local transfer
  local result = promise.new(function() transfer:cancel() end)
  local function deliver(reply, message, class, stage)
    if reply then return promise.fulfil(result, reply) end
    promise.reject(result, failure(message, class, stage))
  end
  local fine, started, message, class = pcall(http.start, request, deliver)
  if not fine then
    message = tostring(started)
    if not message:find("the URL", 1, true) then errors.usage("http.fetch: " .. message) end
    return nil, errors.new("parameter", { message = message, hint = "an address begins with https:// or http:// and names a host" })
  end
  if not started then return nil, failure(message, class) end
  transfer = started
  return waiting.own_outcome(result)
end

local REDIRECTS = { [301] = true, [302] = true, [303] = true, [307] = true, [308] = true }

---Where an address redirects to: the consent page of a local gateway answers like that.
---@param url string
---@return string|nil location
---@return alipay.error|nil err as for `fetch`, and kind "http" for a reply that is no redirect
function M.redirect(url)
  local reply, err = M.fetch(url)
  if not reply then return nil, err end
  if REDIRECTS[reply.status] and reply.headers.location then return reply.headers.location end
  return nil, errors.new("http", {
    message = ("no redirect but HTTP status %d from %s"):format(reply.status, url:match "^[^?#]*"),
    hint = "only the consent page of a local gateway redirects at once; elsewhere a person opens the address",
  })
end

return M
