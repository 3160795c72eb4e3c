-- SPDX-License-Identifier: MIT
-- The doctor on keys: are they keys, of the right kind and size, each in its own place, and kept from others?

local fs = require "alipay.core.fs"
local key = require "alipay.core.key"
local keyring = require "alipay.client.keyring"
local secrets = require "alipay.util.secrets"

local M = {}

local function show(source)
  local path = keyring.path_of(source)
  return path and "alipay-lua key show " .. path or "alipay-lua key show FILE"
end

-- A missing file is a matter of configuration, a bad key one of signatures.
local function class_of(class)
  return class == "key" and "signature" or "configuration"
end

---Kind and size against sign_type.
---@param report alipay.doctor.report
---@param found core.key
---@param whose string as "the private key"
---@param sign_type string
function M.fits(report, found, whose, sign_type)
  local kind, bits = found:kind()
  local wanted = sign_type == "SM2" and "SM2" or "RSA"
  if kind ~= wanted then
    report:fail("signature", "key-kind", ("%s is of kind %s, sign_type %s needs %s"):format(whose, kind, sign_type, wanted),
      "it can neither sign nor verify with that sign_type",
      kind == "SM2" and "export ALIPAY_SIGN_TYPE=SM2, or use an RSA key" or "use a key of kind " .. wanted)
  elseif sign_type == "RSA2" and bits < 2048 then
    report:fail("signature", "key-size", ("%s has %d bits, RSA2 needs 2048"):format(whose, bits),
      ("signatures of %d bytes where 256 are expected: 'Signature length not correct: got %d but was expecting 256'")
        :format(bits // 8, bits // 8),
      "alipay-lua key new app_private_key.pem, and put the new public key into the console")
  elseif kind == "RSA" and bits < 2048 then
    report:warn("key-size", ("%s has %d bits"):format(whose, bits), "keys of that size can be broken",
      "alipay-lua key new app_private_key.pem, and RSA2 in the console")
  end
end

local function check_mode(report, path)
  local stat = path and fs.stat(path)
  if stat and stat.mode & 63 ~= 0 then
    report:warn("key-mode", ("others can read the private key %s (mode %03o)"):format(path, stat.mode & 511),
      "whoever has the key signs as this app", "chmod 600 " .. path)
  end
end

---The private key.
---@param report alipay.doctor.report
---@param settings alipay.settings
---@return core.key|nil
function M.private(report, settings)
  if not settings.private_key then
    if settings.signer then report:note("signer", "a signer signs for this app: its key is not looked at") end
    return nil
  end
  local found, message, class = key.load_private(settings.private_key)
  if not found then
    report:fail(class_of(class), "private-key", "private_key: " .. secrets.shown(message), "nothing can be signed",
      show(settings.private_key) .. " tells what it is; alipay-lua key new FILE makes a pair")
    return nil
  end
  check_mode(report, keyring.path_of(settings.private_key))
  report:ok("private-key", ("private key: %s. Its public half, which the console must show as 应用公钥: %s"):format(tostring(found),
    found:public():base64()))
  M.fits(report, found, "the private key", settings.sign_type)
  return found
end

---The app's public key, when it is at hand.
---@param report alipay.doctor.report
---@param private core.key|nil
---@param source string
function M.app_public(report, private, source)
  local found, message, class = key.load_public(source)
  if not found then
    return report:fail(class_of(class), "app-public-key", "the app's public key: " .. secrets.shown(message),
      "it cannot be compared", show(source))
  end
  if not private then return end
  if private:matches(found) then return report:ok("app-public-key", "the private key belongs to that public key") end
  report:fail("signature", "app-public-key", "the private key does not belong to that public key",
    "the console verifies with the public key: every call ends with isv.invalid-signature",
    "paste the public half of the private key into the console (alipay-lua key show), or use the private key of that pair")
end

local function load_alipay(report, source)
  local found, message, class = key.load_public(source)
  if not found then
    report:fail(class_of(class), "alipay-key", "alipay_public_key: " .. secrets.shown(message),
      "no reply and no notification can be verified",
      "copy Alipay's public key (支付宝公钥) from the console into a file, and name it in alipay_public_key")
  end
  return found
end

---Alipay's key in public-key mode.
---@param report alipay.doctor.report
---@param settings alipay.settings
---@param private core.key|nil
function M.alipay(report, settings, private)
  local found = settings.alipay_public_key and load_alipay(report, settings.alipay_public_key)
  if not found then return end
  if private and private:matches(found) then
    return report:fail("signature", "app-key-as-alipay-key", "alipay_public_key is the app's own public key, not Alipay's",
      "payments go through, and then no reply and no notification verifies: it comes out after the first customer has paid",
      "copy Alipay's public key (支付宝公钥, not 应用公钥) from the console into alipay_public_key")
  end
  report:ok("alipay-key", "Alipay's key: " .. tostring(found) .. ", and not the app's own")
  M.fits(report, found, "Alipay's key", settings.sign_type)
end

---Alipay's key in certificate mode, where the certificate gives it and the setting can only contradict.
---@param report alipay.doctor.report
---@param settings alipay.settings
---@param certified core.key of alipay_cert
function M.alipay_beside(report, settings, certified)
  local found = settings.alipay_public_key and load_alipay(report, settings.alipay_public_key)
  if not found or found:matches(certified) then return end
  report:fail("signature", "alipay-keys", "alipay_public_key is not the key of alipay_cert",
    "one of them is wrong, and no call is made", "take alipay_public_key out: in certificate mode the certificate gives the key")
end

return M
