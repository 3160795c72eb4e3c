-- SPDX-License-Identifier: MIT
-- The settings of a client: option, then environment, then profile file, then default. It reads no key.

local errors = require "alipay.error"
local loopback = require "alipay.util.loopback"
local profile = require "alipay.client.profile"
local protocol = require "alipay.v2.protocol"
local sorted = require "alipay.util.sorted"
local signer = require "alipay.call.signer"
local text = require "alipay.core.text"

local M = {}

---@class alipay.settings
---@field app_id string
---@field private_key? string needed unless there is a signer
---@field signer? alipay.signer_settings|fun(bytes: string, sign_type: string): string|nil, string|nil signs instead of the key
---@field alipay_public_key? string
---@field app_cert? string
---@field alipay_cert? string
---@field alipay_root_cert? string
---@field gateway string V2 URL
---@field encrypt_key? string base64
---@field encrypt? boolean|"AES"|"AES_V2"|"SM4" encrypt the content of every call that has some; true for AES
---@field sign_type "RSA2"|"RSA"|"SM2"
---@field timeout number seconds, the total budget of a call
---@field connect_timeout? number seconds
---@field proxy? string "" for none; by default what the environment says, and none for a gateway on this host
---@field ca_file? string
---@field http2? boolean
---@field max_body? integer bytes
---@field sign_threads? integer threads that sign for concurrent calls, 0 to 64; ALIPAY_SIGN_THREADS, or the cores, otherwise
---@field low_speed_limit? integer bytes per second; a transfer slower than that for `low_speed_time` fails; off by default
---@field low_speed_time? number seconds, 30 by default
---@field params table<string, string> extra common parameters
---@field profile? string name of the profile in use

local function check_encrypt(value)
  if type(value) == "boolean" or protocol.ENCRYPT_TYPES[value] then return nil end
  return 'must be true, false, "AES", "AES_V2" or "SM4"'
end

-- What each option must be. `identity`: belongs to one app and never mixes with another's. `verify`: how replies are
-- verified, `sign`: what signs; either taken whole from the first source that says anything of it. `check`: instead of `type`.
local OPTIONS = {
  app_id = { type = "string", env = "ALIPAY_APP_ID" },
  private_key = { type = "string", env = "ALIPAY_PRIVATE_KEY", identity = true, sign = true },
  signer = { check = signer.check, identity = true, sign = true },
  alipay_public_key = { type = "string", env = "ALIPAY_PUBLIC_KEY", identity = true, verify = true },
  app_cert = { type = "string", env = "ALIPAY_APP_CERT", identity = true, verify = true },
  alipay_cert = { type = "string", env = "ALIPAY_CERT", identity = true, verify = true },
  alipay_root_cert = { type = "string", env = "ALIPAY_ROOT_CERT", identity = true, verify = true },
  encrypt_key = { type = "string", env = "ALIPAY_ENCRYPT_KEY", identity = true },
  encrypt = { check = check_encrypt },
  gateway = { type = "string", env = "ALIPAY_GATEWAY" },
  sign_type = { type = "string", env = "ALIPAY_SIGN_TYPE" },
  timeout = { type = "number", env = "ALIPAY_TIMEOUT" },
  connect_timeout = { type = "number" },
  proxy = { type = "string" },
  ca_file = { type = "string" },
  http2 = { type = "boolean" },
  max_body = { type = "number" },
  sign_threads = { type = "number" },
  low_speed_limit = { type = "number" },
  low_speed_time = { type = "number" },
  params = { type = "table" },
}

local DEFAULTS = { gateway = protocol.GATEWAY, sign_type = protocol.SIGN_TYPE, timeout = 15 }

-- What the command line chose (alipay.cli.program): a profile by name, or the embedded gateway's app.
local chosen = {}

---Choose the profile in use for this run: by name, or given whole (`--local`).
---@param choice { name: string|nil, settings: table|nil }
function M.choose(choice)
  chosen = choice
end

local function fail(message, hint)
  error(errors.new("parameter", { message = message, hint = hint }), 0)
end

-- A value as a message may show it: a key that got into the wrong variable is not told, its first characters are all keys'.
local function shown(value)
  return "'" .. text.fit(value, 30) .. "'"
end

local function check_types(source, where)
  for name, value in pairs(source) do
    local option = OPTIONS[name]
    if not option then fail(("%s: unknown setting '%s'"):format(where, tostring(name))) end
    local message = option.check and option.check(value)
    if message then fail(("%s: '%s' %s"):format(where, name, message)) end
    if option.type and type(value) ~= option.type then
      fail(("%s: '%s' must be a %s, not a %s"):format(where, name, option.type, type(value)))
    end
  end
  return source
end

local function from_environment()
  local source = {}
  for name, option in pairs(OPTIONS) do
    local value = option.env and os.getenv(option.env)
    if value and value ~= "" then
      source[name] = value
      if option.type == "number" then
        source[name] = tonumber(value) or fail(("%s must be a number of seconds, not %s"):format(option.env, shown(value)))
      end
    end
  end
  local token = os.getenv "ALIPAY_APP_AUTH_TOKEN"
  if token and token ~= "" then source.params = { app_auth_token = token } end
  return source
end

---Names of the profiles in the file, sorted.
---@return string[]
function M.profiles()
  local file = profile.load()
  return sorted(file and file.profiles or {})
end

-- The profile in use, and its name; an empty one when there is neither a file nor a choice.
local function from_profile()
  if chosen.settings then return chosen.settings, chosen.name end
  local wanted = chosen.name or os.getenv "ALIPAY_PROFILE"
  if wanted == "" then wanted = nil end
  local file, err = profile.load()
  if err then error(err, 0) end
  local name = wanted or file and file.default or "default"
  local source = file and file.profiles[name]
  if source then return source, name end
  if not wanted and not (file and file.default) then return {} end
  local names = M.profiles()
  fail(("there is no profile '%s' in %s"):format(name, profile.path()),
    #names > 0 and "profiles there: " .. table.concat(names, ", ") or "the file is missing or empty")
end

-- Lays a source under what is known already. Keys and tokens of another app stay out.
local function add(settings, source)
  local foreign = settings.app_id and source.app_id and settings.app_id ~= source.app_id
  local signs = settings.private_key or settings.signer
  local verifies = settings.alipay_public_key or settings.app_cert or settings.alipay_cert or settings.alipay_root_cert
  for name, value in pairs(source) do
    local option = OPTIONS[name]
    if name == "params" then
      for key, given in pairs(foreign and {} or value) do
        if settings.params[key] == nil then settings.params[key] = given end
      end
    elseif settings[name] == nil and not (option.identity and foreign) and not (option.verify and verifies)
      and not (option.sign and signs) then
      settings[name] = value
    end
  end
end

-- What the core would refuse when a call is under way.
local DAY = 86400
local RANGES = { connect_timeout = { .01, DAY }, low_speed_time = { 1, DAY }, low_speed_limit = { 0, 1e9 }, max_body = { 0, 1e12 } }

local function check_transport(settings)
  for name, range in pairs(RANGES) do
    local value = settings[name]
    if value and not (value >= range[1] and value <= range[2]) then
      fail(("%s must be a number from %g to %g"):format(name, range[1], range[2]))
    end
  end
  for _, name in ipairs { "proxy", "ca_file", "gateway" } do
    if settings[name] and settings[name]:find "%c" then fail(name .. " has a control character in it") end
  end
end

---Whether settings are whole and possible.
---@param settings alipay.settings raises an error object of kind "parameter" that names what is wrong or missing
function M.check(settings)
  if not settings.app_id then
    fail("no app_id is configured", "set ALIPAY_APP_ID, or a profile in " .. profile.path() .. ", or try --local")
  end
  if settings.private_key and settings.signer then fail "private_key and signer are both given: one of them signs" end
  if not settings.private_key and not settings.signer then
    fail("no private key is configured", "set ALIPAY_PRIVATE_KEY to the key's path, or private_key or signer in the profile")
  end
  if not settings.gateway:match "^https?://[^/%s?#]+[^%s?#]*$" then
    fail("the gateway must be an http(s) URL without a query, not " .. shown(settings.gateway))
  end
  if not protocol.SIGN_TYPES[settings.sign_type] then
    fail("sign_type must be RSA2, RSA or SM2, not " .. shown(settings.sign_type))
  end
  if not (settings.timeout > 0 and settings.timeout < DAY) then
    fail("timeout must be a number of seconds above 0 and below a day")
  end
  check_transport(settings)
  local threads = settings.sign_threads
  if threads and not (threads >= 0 and threads <= 64 and threads % 1 == 0) then
    fail("sign_threads must be a number of threads from 0 to 64")
  end
  settings.sign_threads = threads and math.tointeger(threads)
  for name, value in pairs(settings.params) do
    if type(name) ~= "string" or type(value) ~= "string" then fail "params must hold strings by name" end
  end
  local certificates = settings.app_cert or settings.alipay_cert or settings.alipay_root_cert
  if certificates and not (settings.app_cert and settings.alipay_cert and settings.alipay_root_cert) then
    fail("certificate mode needs app_cert, alipay_cert and alipay_root_cert, all three")
  end
  if not certificates and not settings.alipay_public_key then
    fail("no way to verify Alipay's replies is configured",
      "set alipay_public_key (ALIPAY_PUBLIC_KEY): Alipay's public key from the console, not the app's own")
  end
end

---The settings from all sources, not yet checked as a whole: to verify, a public key is enough.
---@param options? table the table given to `alipay.client`
---@return alipay.settings settings raises an error object of kind "parameter" for an unknown or ill-typed setting
function M.gather(options)
  local settings = { params = {} }
  add(settings, check_types(options or {}, "alipay.client"))
  if chosen.settings then
    add(settings, chosen.settings) -- --local is an option: the environment does not override it
    settings.profile = chosen.name
  end
  add(settings, from_environment())
  if not chosen.settings then
    -- A table that says everything needs no profile, and must not fail for a broken one.
    local complete = options and options.app_id and (options.private_key or options.signer)
    if not complete or chosen.name then
      local source, name = from_profile()
      add(settings, check_types(source, name and "profile '" .. name .. "'" or "profile"))
      settings.profile = name
    end
  end
  add(settings, DEFAULTS)
  if settings.proxy == nil then settings.proxy = loopback.proxy(settings.gateway) end
  return settings
end

---The settings of a client.
---@param options? table the table given to `alipay.client`
---@return alipay.settings settings raises an error object of kind "parameter" that names what is wrong or missing
function M.resolve(options)
  local settings = M.gather(options)
  M.check(settings)
  return settings
end

return M
