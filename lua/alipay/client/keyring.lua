-- SPDX-License-Identifier: MIT
-- The keys and certificates of a client: each is read and parsed once, when it is first needed. It signs, verifies and fetches
-- nothing.

local cert = require "alipay.core.cert"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local key = require "alipay.core.key"
local lang = require "alipay.lang"
local secrets = require "alipay.util.secrets"

local M = {}

---@class alipay.keyring
local methods = {}
local mt = { __name = "alipay.keyring", __index = methods }

local warned = {}

---The file that a key or certificate setting names, if it names one.
---@param source string
---@return string|nil path
function M.path_of(source)
  local path = source:match "^file://(.*)$" or source
  if path:find "\n" or #path > 4096 then return nil end
  return fs.stat(path) and path
end

local function warn_if_readable(source)
  local path = M.path_of(source)
  local stat = path and fs.stat(path)
  if not stat or warned[path] or stat.mode & 63 == 0 then return end -- 63: any right of group and others
  warned[path] = true
  io.stderr:write(lang.format("warning: others can read the private key %s: chmod 600 it", path), "\n")
end

-- Runs `load(self)` once per name and keeps what it gave, or its error. Loaders of what every call needs are functions of the
-- module, so that asking makes no closure.
local function once(self, name, load, setting)
  local kept = self.loaded[name]
  if not kept then
    local value, message, class = load(self)
    local err
    if not value then
      err = errors.from_core(name .. ": " .. secrets.shown(message), class, {
        hint = "check the setting " .. (setting or name) .. (class == "file" and " (a path, or the key itself)" or ""),
      })
    end
    kept = { value = value, err = err }
    self.loaded[name] = kept
  end
  return kept.value, kept.err
end

-- Days before the end of a certificate at which people want to know.
local NOTICE = 30

-- One line for each file and run. A certificate given as text is named by its setting.
local function warn_if_expiring(name, source, bundle)
  local ends = bundle:info().not_after
  local days = (ends - os.time()) / 86400
  local what = M.path_of(source) or name
  if days > NOTICE or warned[what] then return end
  warned[what] = true
  local when = os.date("!%Y-%m-%d", ends)
  if days < 0 then
    io.stderr:write(lang.format("warning: the certificate %s (%s) expired on %s", what, name, when), "\n")
  else
    local text = "warning: the certificate %s (%s) expires on %s, in %d days: download its successor from the console"
    io.stderr:write(lang.format(text, what, name, when, days // 1), "\n")
  end
end

local function load_private_key(self)
  warn_if_readable(self.settings.private_key)
  return key.load_private(self.settings.private_key)
end

local function load_public_key(self)
  return key.load_public(self.settings.alipay_public_key)
end

---The key requests are signed with.
---@return core.key|nil
---@return alipay.error|nil err kind "signature" for a bad key, "parameter" for a missing file
function methods:private_key()
  local kept = self.loaded.private_key
  if kept then return kept.value, kept.err end
  if not self.settings.private_key then
    return nil, errors.new("parameter", { message = "there is no private key here: a signer signs for this client" })
  end
  return once(self, "private_key", load_private_key)
end

---The key replies are verified with: from Alipay's certificate in certificate mode.
---@return core.key|nil
---@return alipay.error|nil err
function methods:alipay_key()
  if not self.certificates then
    return once(self, "alipay_public_key", load_public_key)
  end
  local kept = self.loaded["key of alipay_cert"]
  if kept then return kept.value, kept.err end
  local bundle, err = self:certificate "alipay_cert"
  if not bundle then return nil, err end
  local given
  if self.settings.alipay_public_key then given, err = once(self, "alipay_public_key", load_public_key) end
  if err then return nil, err end
  return once(self, "key of alipay_cert", function()
    local public, message, class = bundle:key()
    if not public or not given then return public, message, class end
    -- Both are configured: one of them is wrong when they differ, and nobody knows which.
    if not given:matches(public) then return nil, "it is not the key that alipay_public_key gives: one of them is wrong", "key" end
    return public
  end, "alipay_cert")
end

---A certificate by the name of its setting.
---@param name "app_cert"|"alipay_cert"|"alipay_root_cert"
---@return core.cert|nil
---@return alipay.error|nil err
function methods:certificate(name)
  return once(self, name, function() return cert.load(self.settings[name]) end)
end

---The serial numbers that every request carries in certificate mode.
---@return { app_cert_sn: string, alipay_root_cert_sn: string, alipay_cert_sn: string }|nil numbers
---@return alipay.error|nil err
function methods:serial_numbers()
  if not self.loaded["serial numbers"] then
    for _, name in ipairs { "app_cert", "alipay_cert", "alipay_root_cert" } do
      local bundle, err = self:certificate(name)
      if not bundle then return nil, err end
    end
  end
  return once(self, "serial numbers", function()
    local numbers = {}
    for field, name in pairs { app_cert_sn = "app_cert", alipay_cert_sn = "alipay_cert" } do
      local bundle = self:certificate(name)
      warn_if_expiring(name, self.settings[name], bundle)
      numbers[field] = bundle:sn()
    end
    local roots = self:certificate "alipay_root_cert"
    local sn, message, class = roots:root_sn(self.settings.sign_type == "SM2" and "SM2" or "RSA")
    if not sn then return nil, message, class end
    numbers.alipay_root_cert_sn = sn
    return numbers
  end, "alipay_root_cert")
end

---Keep an Alipay certificate that was fetched and found good.
---@param sn string
---@param bundle core.cert
function methods:learn(sn, bundle)
  self.learned[sn] = { key = bundle:key(), ends = bundle:info().not_after }
end

---The key of an Alipay certificate by its serial number: the configured one's or that of one learned since, while it is in date.
---@param sn string
---@return core.key|nil key nil without error for one that is not known
---@return alipay.error|nil err
function methods:key_of(sn)
  local numbers, err = self:serial_numbers()
  if not numbers then return nil, err end
  if sn == numbers.alipay_cert_sn then return self:alipay_key() end
  local entry = self.learned[sn]
  if entry and entry.ends > os.time() then return entry.key end
end

---Whether there is nothing to fetch for a serial number.
---@param sn string
---@return boolean
function methods:knows(sn)
  local found, err = self:key_of(sn)
  return found ~= nil or err ~= nil
end

---@param settings alipay.settings
---@return alipay.keyring
function M.new(settings)
  return setmetatable({
    settings = settings, loaded = {}, learned = {}, fetching = {}, certificates = settings.app_cert ~= nil,
  }, mt)
end

return M
