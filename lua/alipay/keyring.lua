-- SPDX-License-Identifier: MIT
-- The keys and certificates of a client: each is read and parsed once, when it is first needed. It signs and verifies nothing.

local cert = require "alipay.core.cert"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local key = require "alipay.core.key"

local M = {}

local methods = {}
local mt = { __name = "alipay.keyring", __index = methods }

local warned = {}

-- The file that a source names, if it is one.
local function path_of(source)
  local path = source:match "^file://(.*)$" or source
  if path:find "\n" or #path > 4096 then return nil end
  return fs.stat(path) and path
end

local function warn_if_readable(source)
  local path = path_of(source)
  local stat = path and fs.stat(path)
  if not stat or warned[path] or stat.mode & 63 == 0 then return end -- 63: any right of group and others
  warned[path] = true
  io.stderr:write(("warning: others can read the private key %s: chmod 600 it\n"):format(path))
end

-- Runs a loader of the core once per name and keeps what it gave, or its error.
local function once(self, name, load)
  local kept = self.loaded[name]
  if not kept then
    local value, message, class = load()
    local err
    if not value then
      err = errors.from_core(name .. ": " .. message, class, {
        hint = "check the setting " .. name .. (class == "file" and " (a path, or the key itself)" or ""),
      })
    end
    kept = { value = value, err = err }
    self.loaded[name] = kept
  end
  return kept.value, kept.err
end

---The key requests are signed with.
---@return core.key|nil
---@return alipay.error|nil err kind "signature" for a bad key, "parameter" for a missing file
function methods:private_key()
  return once(self, "private_key", function()
    warn_if_readable(self.settings.private_key)
    return key.load_private(self.settings.private_key)
  end)
end

---The key replies are verified with: from Alipay's certificate in certificate mode.
---@return core.key|nil
---@return alipay.error|nil err
function methods:alipay_key()
  if not self.certificates then
    return once(self, "alipay_public_key", function() return key.load_public(self.settings.alipay_public_key) end)
  end
  local bundle, err = self:certificate "alipay_cert"
  if not bundle then return nil, err end
  return once(self, "key of alipay_cert", function()
    local public, message, class = bundle:key()
    if not public or not self.settings.alipay_public_key then return public, message, class end
    -- Both are configured: one of them is wrong when they differ, and nobody knows which.
    local given
    given, message, class = key.load_public(self.settings.alipay_public_key)
    if not given then return nil, "alipay_public_key: " .. message, class end
    if not given:matches(public) then return nil, "it is not the key that alipay_public_key gives: one of them is wrong", "key" end
    return public
  end)
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
  return once(self, "serial numbers", function()
    local numbers = {}
    for field, name in pairs { app_cert_sn = "app_cert", alipay_cert_sn = "alipay_cert" } do
      local bundle, err = self:certificate(name)
      if not bundle then return nil, err.message, err.source end
      numbers[field] = bundle:sn()
    end
    local roots, err = self:certificate "alipay_root_cert"
    if not roots then return nil, err.message, err.source end
    local sn, message, class = roots:root_sn(self.settings.sign_type == "SM2" and "SM2" or "RSA")
    if not sn then return nil, message, class end
    numbers.alipay_root_cert_sn = sn
    return numbers
  end)
end

---@param settings alipay.settings
---@return alipay.keyring
function M.new(settings)
  return setmetatable({ settings = settings, loaded = {}, certificates = settings.app_cert ~= nil }, mt)
end

return M
