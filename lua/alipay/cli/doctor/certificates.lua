-- SPDX-License-Identifier: MIT
-- The doctor on certificate mode: three certificates, each in its own place, in date, of one chain, and of the right keys.

local cert = require "alipay.core.cert"
local keys = require "alipay.cli.doctor.keys"
local secrets = require "alipay.util.secrets"

local M = {}

local NAMES = { "app_cert", "alipay_cert", "alipay_root_cert" }
local WHERE = {
  app_cert = "appCertPublicKey_<APPID>.crt", alipay_cert = "alipayCertPublicKey_RSA2.crt", alipay_root_cert = "alipayRootCert.crt",
}

-- The joined value of the official bundle of roots, which sends every production app the same.
local OFFICIAL_ROOTS = "687b59193f3f462dd5336e5abf83c5d8_02941eef3187dddf3d3b83462e1dfcf6"

local DAY, NOTICE = 86400, 30

local function download(name)
  return ("download %s from the console and name it in %s"):format(WHERE[name], name)
end

local function load(report, settings)
  local loaded, whole = {}, true
  for _, name in ipairs(NAMES) do
    local bundle, message, class
    if settings[name] then
      bundle, message, class = cert.load(settings[name])
      if not bundle then
        report:fail(class == "key" and "signature" or "configuration", name:gsub("_", "-"), name .. ": " .. secrets.shown(message),
          "certificate mode needs all three certificates", download(name))
      end
    end
    loaded[name] = bundle
    whole = whole and bundle ~= nil
  end
  return loaded, whole
end

local function check_dates(report, name, bundle)
  local info = bundle:info()
  local now, code = os.time(), name:gsub("_", "-") .. "-date"
  local ends = os.date("!%Y-%m-%d", info.not_after)
  if info.not_after < now then
    report:fail("signature", code, ("%s expired on %s"):format(name, ends),
      name == "app_cert" and "calls end with isv.app-cert-expired" or "what is signed with its successor does not verify",
      download(name))
  elseif info.not_before > now then
    report:fail("signature", code, ("%s is valid only from %s"):format(name, os.date("!%Y-%m-%d", info.not_before)),
      "either the clock of this host is wrong or the file", "date -u, then " .. download(name))
  elseif info.not_after < now + NOTICE * DAY then
    report:warn(code, ("%s expires on %s, in %d days"):format(name, ends, (info.not_after - now) // DAY),
      "afterwards no call goes through", download(name))
  else
    return true
  end
end

local function check_chain(report, name, bundle, roots)
  local trusted, reason = bundle:trusted_by(roots)
  if trusted then return report:ok(name:gsub("_", "-") .. "-chain", ("%s is vouched for by alipay_root_cert"):format(name)) end
  report:warn(name:gsub("_", "-") .. "-chain", ("alipay_root_cert does not vouch for %s: %s"):format(name, reason),
    "either one of them belongs to another environment (sandbox, production), or the file lacks the certificate in between",
    "download all three again, from the console of the same app and environment")
end

local function check_roots(report, settings, roots)
  local count, skipped = roots:count()
  for i = 1, count do
    if not roots:info(i).self_signed then
      return report:fail("signature", "alipay-root-cert",
        ("alipay_root_cert holds a certificate that is no root: %s"):format(roots:info(i).subject),
        "its serial number is not alipay_root_cert_sn: calls end with isv.invalid-alipay-root-cert-sn",
        download "alipay_root_cert")
    end
  end
  local kind = settings.sign_type == "SM2" and "SM2" or "RSA"
  local sn, message = roots:root_sn(kind)
  if not sn then
    return report:fail("signature", "alipay-root-cert", "alipay_root_cert: " .. message,
      ("there is no alipay_root_cert_sn for sign_type %s"):format(settings.sign_type), download "alipay_root_cert")
  end
  report:ok("alipay-root-cert", ("alipay_root_cert_sn %s (%d certificates%s)"):format(sn, count,
    skipped > 0 and (", %d more could not be parsed"):format(skipped) or ""))
  if kind == "RSA" and settings.gateway:find("//openapi.alipay.com/", 1, true) and sn ~= OFFICIAL_ROOTS then
    report:warn("official-roots", "alipay_root_cert_sn is not the value of Alipay's official bundle, " .. OFFICIAL_ROOTS,
      "a bundle that lost or gained members ends with isv.invalid-alipay-root-cert-sn", download "alipay_root_cert")
  end
end

local function check_app(report, bundle, private, settings)
  local public, message = bundle:key()
  if not public then
    return report:fail("signature", "app-cert", "app_cert: " .. message, "its key cannot be used", download "app_cert")
  end
  if private and not private:matches(public) then
    return report:fail("signature", "app-cert-key", "the private key does not belong to app_cert",
      "the gateway verifies with the certificate's key: every call ends with isv.invalid-signature",
      "use the private key that the signing request was made with, or have a certificate issued: alipay-lua key new FILE --csr")
  end
  local found = private and "app_cert_sn %s (%s), of the private key" or "app_cert_sn %s (%s)"
  report:ok("app-cert", found:format(bundle:sn(), bundle:info().subject))
  keys.fits(report, public, "the key of app_cert", settings.sign_type)
end

local function check_alipay(report, loaded, private, settings)
  local bundle = loaded.alipay_cert
  local public, message = bundle:key()
  if not public then
    return report:fail("signature", "alipay-cert", "alipay_cert: " .. message, "its key cannot be used", download "alipay_cert")
  end
  local own = loaded.app_cert and loaded.app_cert:key()
  if private and private:matches(public) or own and own:matches(public) then
    return report:fail("signature", "app-cert-as-alipay-cert", "alipay_cert is the app's own certificate, not Alipay's",
      "no reply and no notification verifies: it comes out after the first customer has paid", download "alipay_cert")
  end
  report:ok("alipay-cert", ("alipay_cert_sn %s (%s)"):format(bundle:sn(), bundle:info().subject))
  keys.fits(report, public, "the key of alipay_cert", settings.sign_type)
  keys.alipay_beside(report, settings, public)
end

---@param report alipay.doctor.report
---@param settings alipay.settings
---@param private core.key|nil
function M.check(report, settings, private)
  if not (settings.app_cert or settings.alipay_cert or settings.alipay_root_cert) then return end
  local loaded = load(report, settings)
  if loaded.app_cert then check_app(report, loaded.app_cert, private, settings) end
  if loaded.alipay_cert then check_alipay(report, loaded, private, settings) end
  if loaded.alipay_root_cert then check_roots(report, settings, loaded.alipay_root_cert) end
  for _, name in ipairs { "app_cert", "alipay_cert" } do
    local bundle = loaded[name]
    if bundle and bundle:info().self_signed then
      report:fail("signature", name:gsub("_", "-") .. "-kind", name .. " is a root certificate",
        "the gateway answers isv.app-cert-not-exist, or its replies do not verify", download(name))
    elseif bundle and check_dates(report, name, bundle) and loaded.alipay_root_cert then
      check_chain(report, name, bundle, loaded.alipay_root_cert)
    end
  end
end

return M
