-- SPDX-License-Identifier: MIT
-- Whether settings can be used: each by itself, and all of them as a whole. It reads no key and no file.

local address = require "alipay.util.address"
local errors = require "alipay.error"
local profile = require "alipay.client.profile"
local protocol = require "alipay.v2.protocol"
local secrets = require "alipay.util.secrets"
local sorted = require "alipay.util.sorted"

local M = {}

local function fail(message, hint)
  error(errors.new("parameter", { message = message, hint = hint }), 0)
end

-- What the core would refuse when a call is under way.
local DAY = 86400
local RANGES = { connect_timeout = { .01, DAY }, low_speed_time = { 1, DAY }, low_speed_limit = { 0, 1e9 }, max_body = { 0, 1e12 } }

local function check_transport(settings)
  for _, name in ipairs(sorted(RANGES)) do
    local value, range = settings[name], RANGES[name]
    if value and not (value >= range[1] and value <= range[2]) then
      fail(("%s must be a number from %g to %g"):format(name, range[1], range[2]))
    end
  end
  for _, name in ipairs { "proxy", "ca_file", "gateway" } do
    if settings[name] and settings[name]:find "%c" then fail(name .. " has a control character in it") end
  end
  if not (settings.timeout > 0 and settings.timeout < DAY) then
    fail("timeout must be a number of seconds above 0 and below a day", "set ALIPAY_TIMEOUT, or timeout in the profile")
  end
end

local PROTOCOLS = { v2 = true, v3 = true, auto = true }

---Whether a gateway is an address.
---@param gateway string raises an error object of kind "parameter" when it is none
function M.gateway(gateway)
  if not address.is_whole(gateway) or gateway:find "[?#]" then
    fail("the gateway must be an http(s) URL without a query, not " .. secrets.quoted(gateway),
      "set ALIPAY_GATEWAY, or gateway in the profile, as " .. protocol.GATEWAY)
  end
end

---Whether each setting is one that can be, whatever else may be missing.
---@param settings alipay.settings raises an error object of kind "parameter" that names what is wrong
function M.values(settings)
  check_transport(settings)
  M.gateway(settings.gateway)
  if not protocol.SIGN_TYPES[settings.sign_type] then
    fail("sign_type must be RSA2, RSA or SM2, not " .. secrets.quoted(settings.sign_type),
      "set ALIPAY_SIGN_TYPE, or sign_type in the profile")
  end
  if not PROTOCOLS[settings.protocol] then
    fail('protocol must be "v2", "v3" or "auto", not ' .. secrets.quoted(settings.protocol))
  end
  local threads = settings.sign_threads
  if threads and not (threads >= 0 and threads <= 64 and threads % 1 == 0) then
    fail("sign_threads must be a number of threads from 0 to 64")
  end
  settings.sign_threads = threads and math.tointeger(threads)
  for name, value in pairs(settings.params) do
    if type(name) ~= "string" or type(value) ~= "string" then fail "params must hold strings by name" end
  end
end

---Whether settings are whole: an app, what signs for it, and what verifies the replies.
---@param settings alipay.settings with possible values; raises an error object of kind "parameter" that names what is missing
function M.whole(settings)
  if not settings.app_id then
    fail("no app_id is configured", "set ALIPAY_APP_ID, or a profile in " .. profile.path() .. ", or try --local")
  end
  if settings.private_key and settings.signer then fail "private_key and signer are both given: one of them signs" end
  if not settings.private_key and not settings.signer then
    fail("no private key is configured", "set ALIPAY_PRIVATE_KEY to the key's path, or private_key or signer in the profile")
  end
  if settings.record and settings.replay then fail "record and replay are both given: calls are either sent or not" end
  local certificates = settings.app_cert or settings.alipay_cert or settings.alipay_root_cert
  if certificates and not (settings.app_cert and settings.alipay_cert and settings.alipay_root_cert) then
    fail("certificate mode needs app_cert, alipay_cert and alipay_root_cert, all three")
  end
  if not certificates and not settings.alipay_public_key then
    fail("no way to verify Alipay's replies is configured",
      "set alipay_public_key (ALIPAY_PUBLIC_KEY): Alipay's public key from the console, not the app's own")
  end
end

return M
