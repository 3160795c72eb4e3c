-- SPDX-License-Identifier: MIT
-- The settings of a client: option, then environment, then profile file, then default. It reads no key.

local checks = require "alipay.client.checks"
local errors = require "alipay.error"
local loopback = require "alipay.util.loopback"
local nearest = require "alipay.util.nearest"
local profile = require "alipay.client.profile"
local protocol = require "alipay.v2.protocol"
local recording = require "alipay.call.recording"
local sorted = require "alipay.util.sorted"
local secrets = require "alipay.util.secrets"
local signer = require "alipay.call.signer"

local M = {}

---@class alipay.settings
---@field app_id string
---@field private_key? string the app's: a path, or the key itself (PEM or base64); needed unless there is a signer
---@field signer? alipay.signer_settings|fun(bytes: string, sign_type: string): string|nil, string|nil signs instead of the key
---@field alipay_public_key? string Alipay's, from the console: a path, or the key itself
---@field app_cert? string certificate mode, with the two below: a path, or PEM text
---@field alipay_cert? string
---@field alipay_root_cert? string
---@field gateway string V2 URL
---@field encrypt_key? string of the encryption of content, in base64
---@field encrypt? boolean|"AES"|"AES_V2"|"SM4" encrypt the content of every call that has some; true for AES
---@field sign_type "RSA2"|"RSA"|"SM2" "RSA2" by default
---@field timeout number seconds, the total budget of a call, 15 by default
---@field connect_timeout? number seconds, 10 by default
---@field proxy? string "" for none; by default what the environment says, and none for a gateway on this host
---@field ca_file? string PEM file of trusted authorities instead of the system's
---@field http2? boolean use HTTP/2 where the gateway has it; false by default
---@field max_body integer bytes of the largest reply, 8388608 by default
---@field sign_threads? integer threads that sign for concurrent calls, 0 to 64; ALIPAY_SIGN_THREADS, or the cores, otherwise
---@field low_speed_limit? integer bytes per second; a transfer slower than that for `low_speed_time` fails; off by default
---@field low_speed_time? number seconds, 30 by default
---@field record? string file to which every answer is appended, to be replayed; it holds the tokens in them
---@field replay? string|alipay.recording file of answers that calls are given instead of being sent; a call that is not in it is refused
---@field strict? boolean refuse before sending what the catalogue does not know: names, places and shapes of parameters
---@field protocol "v2"|"v3"|"auto" how calls are made; auto: by V3 where a method has a known form there, else by V2
---@field params table<string, string> extra common parameters
---@field profile? string name of the profile that the app is of

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
  protocol = { type = "string" },
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
  strict = { type = "boolean", env = "ALIPAY_STRICT" },
  record = { type = "string", env = "ALIPAY_RECORD" },
  replay = { type = "string", env = "ALIPAY_REPLAY" },
  params = { type = "table" },
}

-- A reply is kept several times over: received, cut, decoded. The platform's are far below these 8 MiB.
local DEFAULTS = { protocol = "v2", gateway = protocol.GATEWAY, sign_type = protocol.SIGN_TYPE, timeout = 15, max_body = 8 << 20 }

-- What the command line chose (alipay.cli.program): a profile by name, or the embedded gateway's app.
local chosen = {}

---Whether the command line says `--strict`: nil, or true for every client whose table does not say otherwise.
---@type boolean|nil
M.strict = nil

local function fail(message, hint)
  error(errors.new("parameter", { message = message, hint = hint }), 0)
end

local function check_types(source, where)
  for name, value in pairs(source) do
    local option = OPTIONS[name]
    if not option then
      local near = nearest.find(tostring(name), sorted(OPTIONS))
      fail(("%s: unknown setting '%s'"):format(where, tostring(name)),
        #near > 0 and "did you mean " .. table.concat(near, ", ") .. "?"
          or "the settings are " .. table.concat(sorted(OPTIONS), ", "))
    end
    local message = option.check and option.check(value)
    if message then fail(("%s: '%s' %s"):format(where, name, message)) end
    if option.type and type(value) ~= option.type then
      fail(("%s: '%s' must be a %s, not a %s"):format(where, name, option.type, type(value)))
    end
  end
  return source
end

-- What a variable of the environment says, as the option's type has it.
local function convert(option, value)
  if option.type == "number" then
    return tonumber(value) or fail(("%s must be a number of seconds, not %s"):format(option.env, secrets.quoted(value)))
  elseif option.type == "boolean" then
    if value ~= "1" and value ~= "0" then fail(("%s must be 1 or 0, not %s"):format(option.env, secrets.quoted(value))) end
    return value == "1"
  end
  return value
end

local function from_environment()
  local source = {}
  for name, option in pairs(OPTIONS) do
    local value = option.env and os.getenv(option.env)
    if value and value ~= "" then source[name] = convert(option, value) end
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

-- A profile of the file and its name: the one that is wanted, else the default one; an empty table when there is none.
local function from_profile(wanted)
  local file, err = profile.load()
  if err then error(err, 0) end
  local name = wanted or file and file.default or "default"
  local source = file and file.profiles[name]
  if source then return check_types(source, "profile '" .. name .. "'"), name end
  if not wanted and not (file and file.default) then return {} end
  local names = M.profiles()
  fail(("there is no profile %s in %s"):format(secrets.quoted(name), profile.path()),
    #names > 0 and "profiles there: " .. table.concat(names, ", ")
      or file and "the file holds no profile: write it there, or leave --profile, ALIPAY_PROFILE and the file's default out"
      or "the file does not exist: write the profile there, or leave --profile and ALIPAY_PROFILE out")
end

-- The profile that ALIPAY_PROFILE names.
local function wanted_by_environment()
  local name = os.getenv "ALIPAY_PROFILE"
  return name ~= "" and name or nil
end

---Choose the profile in use for this run: by name, or given whole (`--local`). It is an option: the environment does not override it.
---@param choice { name: string|nil, settings: table|nil } nothing: what the environment says. Raises an error object of kind "parameter" for a name that no profile has; the older choice stays then
function M.choose(choice)
  if choice.name and not choice.settings then from_profile(choice.name) end
  chosen = choice
end

---What was chosen for this run; nothing in it when the environment decides.
---@return { name: string|nil, settings: table|nil }
function M.choice()
  return chosen
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

---Whether the environment names a profile that is there, and an address as the gateway. Commands and the prompt refuse to start
---otherwise, although they may never need either.
function M.check_environment()
  local wanted, gateway = wanted_by_environment(), os.getenv "ALIPAY_GATEWAY"
  if wanted then from_profile(wanted) end
  if gateway and gateway ~= "" then checks.gateway(gateway) end
end

-- What the environment says beside a profile that was named: of another app nothing but how long to wait, how strict to be, and
-- whether calls are recorded or replayed.
local function environment_beside(source)
  local environment = from_environment()
  local foreign = environment.app_id and source.app_id and environment.app_id ~= source.app_id
  if not foreign then return environment end
  local kept = {}
  for _, name in ipairs { "timeout", "strict", "record", "replay" } do kept[name] = environment[name] end
  return kept
end

---The settings from all sources, each of them possible, not yet checked as a whole: to verify, a public key is enough.
---@param options? table the table given to `alipay.client`
---@return alipay.settings settings raises an error object of kind "parameter" for a setting that is unknown or cannot be
function M.gather(options)
  local settings = { params = {} }
  add(settings, check_types(options or {}, "alipay.client"))
  add(settings, { strict = M.strict })
  -- A table that says everything needs no profile, and must not fail for a broken one.
  local complete = options and options.app_id and (options.private_key or options.signer)
  local source, name = {}, nil
  if chosen.settings or chosen.name then
    source, name = chosen.settings, chosen.name
    if not source then source, name = from_profile(name) end
    add(settings, source)
    add(settings, environment_beside(source))
  else
    add(settings, from_environment())
    if not complete then source, name = from_profile(wanted_by_environment()) end
    add(settings, source)
  end
  if source.app_id and source.app_id == settings.app_id then settings.profile = name end
  add(settings, DEFAULTS)
  checks.values(settings)
  if settings.proxy == nil then settings.proxy = loopback.proxy(settings.gateway) end
  return settings
end

---The settings of a client.
---@param options? table the table given to `alipay.client`
---@return alipay.settings settings raises an error object of kind "parameter" that names what is wrong or missing
function M.resolve(options)
  local settings = M.gather(options)
  checks.whole(settings)
  if settings.replay then settings.replay = recording.open(settings.replay) end
  return settings
end

return M
