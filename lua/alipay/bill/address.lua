-- SPDX-License-Identifier: MIT
-- Where a bill may be fetched from. Its URL opens it without further proof, so it goes to known hosts only, and its query is shown to
-- nobody.

local errors = require "alipay.error"

local M = {}

-- The platform's own host of bills. Its addresses begin with http://; https is tried first.
local PLATFORM = "dwbillcenter.alipay.com"

local function split(url)
  local scheme, authority, rest = url:match "^(%a+)://([^/?#]*)(.*)$"
  if not scheme then return nil end
  scheme, authority = scheme:lower(), authority:lower()
  local default = scheme == "https" and ":443" or ":80"
  if authority:sub(-#default) == default then authority = authority:sub(1, -#default - 1) end
  return scheme, authority, rest
end

---A URL without what makes it a secret.
---@param url string
---@return string
function M.shown(url)
  return (url:match "^[^?#]*")
end

---The addresses under which a bill is asked for, in this order.
---@param gateway string V2 URL that the client is configured with
---@param url string of the signed answer
---@return string[]|nil urls the second one, plain http, is for a host that speaks no TLS
---@return alipay.error|nil err kind "http": another host than the platform's and the gateway's own
function M.candidates(gateway, url)
  local scheme, authority, rest = split(url)
  if scheme == "https" or scheme == "http" then
    local secure = "https://" .. authority .. rest
    if authority == PLATFORM then return { secure, scheme == "http" and url or nil } end
    local own, host = split(gateway)
    if authority == host then return { own == "http" and url or secure } end
  end
  return nil, errors.new("http", {
    message = ("the bill's address is on %s, which is neither %s nor the gateway's own host"):format(
      authority or "no host", PLATFORM),
    hint = "nothing was fetched; report this to Alipay's support", sent = true,
  })
end

return M
