-- SPDX-License-Identifier: MIT
-- `alipay-lua cert`: serial numbers and contents of certificates.

local cert = require "alipay.core.cert"
local errors = require "alipay.error"
local input = require "alipay.cli.input"
local mode = require "alipay.util.mode"
local options = require "alipay.cli.options"
local printable = require "alipay.util.printable"
local script = require "alipay.script"

local M = {}

M.SUMMARY = "serial numbers and contents of certificates"

local HELP = [[
Show certificates as the platform counts them.
  cert sn FILE      the serial number alone, as in app_cert_sn: the first certificate's. Of a
                    bundle of roots (all self-signed), or with --root: alipay_root_cert_sn
  cert show FILE    every certificate in the file
FILE may hold several certificates; "-" is stdin.

Examples:
  alipay-lua cert sn appCertPublicKey_2021000117618204.crt
  alipay-lua cert sn alipayRootCert.crt
  alipay-lua cert sn --sm2 alipayRootCert.crt      # the root value of an app that signs with SM2
  alipay-lua --json cert show alipayCertPublicKey_RSA2.crt]]

-- A file that is something else altogether is called so, instead of what is wrong with it as a certificate.
local function refuse(path, bytes, message, class)
  local hint = "certificates begin with -----BEGIN CERTIFICATE-----; the console has those of the app (接口加签方式, 证书)"
  if not bytes then
    hint = class == "key" and hint or "name the file of a certificate, as appCertPublicKey_APPID.crt"
  elseif bytes:find(" KEY-----", 1, true) then
    message, hint = path .. " is a key and no certificate", "alipay-lua key show " .. path .. " tells more about it"
  elseif bytes:find("CERTIFICATE REQUEST-----", 1, true) then
    message, hint = path .. " is a signing request and no certificate", "upload it in the console to get the app's certificate"
  elseif not bytes:find("CERTIFICATE", 1, true) and not bytes:find "^%s*MII" and bytes:byte() ~= 0x30 then
    message = path .. " is no certificate"
  end
  error(errors.from_core(message, class, { hint = hint }), 0)
end

-- What comes in is a certificate and never the name of a file, whoever wrote it.
local function load(path)
  local bundle, message, class = cert.load(path == "-" and "file:///dev/stdin" or "file://" .. path)
  if bundle then return bundle end
  refuse(path, class == "key" and path ~= "-" and input.read(path) or nil, message, class)
end

local function is_all_roots(bundle)
  for i = 1, (bundle:count()) do
    if not bundle:info(i).self_signed then return false end
  end
  return true
end

local function serial_number(bundle, values)
  local as_root = values.root or values.sm2 or (bundle:count()) > 1 and is_all_roots(bundle)
  if not as_root then return bundle:sn() end
  local sn, message, class = bundle:root_sn(values.sm2 and "SM2" or "RSA")
  if not sn then
    error(errors.from_core(values.file .. ": " .. message, class, {
      hint = "alipay_root_cert is the bundle of roots from the console (alipayRootCert.crt)",
    }), 0)
  end
  return sn
end

local function date(seconds)
  return os.date("!%Y-%m-%d %H:%M:%S UTC", seconds) --[[@as string]]
end

-- A key that cannot be used (of an elliptic curve that the platform does not sign with) is no reason to hide the rest.
local function key_of(bundle, index)
  local key, message = bundle:key(index)
  if not key then return message end
  return ("%s-%d"):format(key:kind())
end

local function describe(bundle, index)
  local info = bundle:info(index)
  info.sn, info.key = bundle:sn(index), key_of(bundle, index)
  info.days_left = (info.not_after - os.time()) // 86400
  return info
end

local function show(bundle, values)
  local count, skipped = bundle:count()
  local list = {}
  for i = 1, count do list[i] = describe(bundle, i) end
  script.result { certificates = list, skipped = skipped }
  if mode.json then return end
  for i, info in ipairs(list) do
    script.say("%s %d of %d: %s", values.file, i, count, printable.line(info.subject))
    script.say("  issuer     %s%s", printable.line(info.issuer), info.self_signed and " (self-signed)" or "")
    script.say("  serial     %s", info.serial)
    script.say("  SN         %s", info.sn)
    script.say("  valid      %s to %s%s", date(info.not_before), date(info.not_after),
      info.days_left < 0 and ": EXPIRED" or (" (%d days left)"):format(info.days_left))
    script.say("  key        %s, signed with %s%s", info.key, info.algorithm, info.ca and ", may issue certificates" or "")
  end
  if skipped > 0 then script.say("%d more could not be parsed and were skipped", skipped) end
end

---@param arg string[]
---@return integer exit code
function M.run(arg)
  local parser = options.parser("alipay-lua cert", HELP)
  parser:argument("action", "sn or show."):choices { "sn", "show" }
  parser:argument("file", "PEM, DER or base64; - for stdin.")
  parser:flag("--root", "Take it for a bundle of roots.")
  parser:flag("--sm2", "The root value of an app that signs with SM2.")
  local values = options.parse(parser, arg)
  local bundle = load(values.file)
  if values.action == "show" then
    show(bundle, values)
  else
    local sn = serial_number(bundle, values)
    script.result { sn = sn }
    if not mode.json then io.stdout:write(sn, "\n") end
  end
  return 0
end

return M
