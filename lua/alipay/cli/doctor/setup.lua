-- SPDX-License-Identifier: MIT
-- The doctor on settings: the profile file, the gateway's address, common parameters, the state folder. It reads no key but the
-- one of content encryption.

local checks = require "alipay.client.checks"
local cipher = require "alipay.core.cipher"
local common = require "alipay.v3.common"
local config = require "alipay.client.settings"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local loopback = require "alipay.util.loopback"
local paths = require "alipay.util.paths"
local profile = require "alipay.client.profile"
local protocol = require "alipay.v2.protocol"
local secrets = require "alipay.util.secrets"
local shell_words = require "alipay.cli.shell_words"
local sorted = require "alipay.util.sorted"

local M = {}

local PRODUCTION = "openapi.alipay.com"
local SANDBOX = "https://openapi-sandbox.dl.alipaydev.com/gateway.do"

-- Hosts that older SDKs and documents still name, and what became of them. Seen by probes of the real hosts.
local DEAD = {
  ["openapi.alipaydev.com"] = "it is the old sandbox: its certificate has expired and calls fail",
  ["openauth.alipaydev.com"] = "it is the old sandbox's page for consent, and expired",
  ["openapi.sandbox.dl.alipaydev.com"] = "nothing answers there (404)",
}

---Settings as far as they can be had.
---@param report alipay.doctor.report
---@return alipay.settings|nil settings nil when there is nothing to go on with
function M.settings(report)
  local function unusable(err)
    if not errors.is(err) then error(err, 0) end
    report:fail("configuration", "settings", err.message, "no call can be made with these settings",
      err.hint or "correct the setting")
  end
  local fine, settings = pcall(config.gather)
  if not fine then return unusable(settings) end
  local complete, err = pcall(checks.whole, settings)
  if not complete then unusable(err) end
  if settings.app_id then
    report:ok("app", ("app %s%s at %s"):format(secrets.shown(settings.app_id),
      settings.profile and (" (profile %s)"):format(secrets.quoted(settings.profile)) or "", secrets.shown(settings.gateway)))
  end
  return settings
end

-- ---- files ----

---@param report alipay.doctor.report
---@param settings alipay.settings
function M.files(report, settings)
  local path = profile.path()
  local stat = fs.stat(path)
  local file = stat and profile.load()
  if file then
    report:ok("profile", ("profile file %s can be read"):format(path))
    local holds_key = false
    for _, source in pairs(file.profiles) do
      holds_key = holds_key or type(source.private_key) == "string" and #source.private_key > 300
    end
    if holds_key and stat.mode & 63 ~= 0 then
      report:warn("profile-mode", ("others can read %s, and it holds a private key"):format(path),
        "whoever has the key signs as this app", "chmod 600 " .. path)
    end
  elseif not settings.profile and not os.getenv "ALIPAY_APP_ID" then
    report:note("profile", "there is no profile file " .. path,
      "write one, or export ALIPAY_APP_ID and the keys (README, settings)")
  end
  local dir = paths.state_dir()
  local probe = ("%s/.doctor-%d"):format(dir, fs.pid())
  local ok, message = fs.mkdir(dir)
  if ok then ok, message = fs.create(probe, "") end
  fs.remove(probe)
  if ok then return report:ok("state", "state folder " .. dir .. " can be written") end
  report:fail("configuration", "state", "the state folder cannot be written: " .. message,
    "tokens and the journal of notifications live there", "mkdir -p " .. dir .. ", or set ALIPAY_STATE_DIR to another folder")
end

-- ---- the gateway's address ----

---@param report alipay.doctor.report
---@param settings alipay.settings
function M.gateway(report, settings)
  local scheme, host, path = settings.gateway:match "^(https?)://([^/]+)(.*)$"
  if not scheme then return end
  host = host:gsub(":%d+$", ""):lower()
  local app_id = settings.app_id or ""
  local use_sandbox = "export ALIPAY_GATEWAY=" .. SANDBOX
  if DEAD[host] then
    report:fail("configuration", "dead-gateway", host .. " is a dead host", DEAD[host], use_sandbox)
  elseif host == PRODUCTION and app_id:find "^9021" then
    report:fail("configuration", "wrong-environment",
      ("app %s is a sandbox app, %s is the production gateway"):format(app_id, host),
      "production does not know it: every call ends with isv.invalid-app-id", use_sandbox)
  elseif host:find "%.alipaydev%.com$" then
    report:note("environment", "this is the sandbox: no money moves, and keys and certificates of production do not work here")
  end
  if scheme == "http" and not loopback.is(settings.gateway) then
    report:fail("configuration", "plain-http", secrets.shown(settings.gateway) .. " is not encrypted",
      "tokens and personal data travel readable, and whoever is on the way can change requests",
      "export ALIPAY_GATEWAY=" .. secrets.shown(settings.gateway):gsub("^http:", "https:"))
  end
  if (host == PRODUCTION or host:find "%.alipaydev%.com$") and path ~= "/gateway.do" then
    report:fail("configuration", "gateway-path",
      ("the gateway of %s is at /gateway.do, not at %s"):format(host, secrets.quoted(path)),
      "what answers there is not the gateway of version 2", ("export ALIPAY_GATEWAY=https://%s/gateway.do"):format(host))
  end
  if not settings.app_id then return end
  if not app_id:find "^%d+$" or #app_id ~= 16 then
    report:warn("app-id", ("app id %s does not have 16 digits"):format(secrets.quoted(app_id)),
      "an id of something else (a merchant's 2088..., a product's) is answered with isv.invalid-app-id",
      "copy the APPID from the console into app_id")
  elseif app_id:find "^2088" then
    report:warn("app-id", ("'%s' is a user or merchant id"):format(app_id), "the app has an id of its own",
      "copy the APPID from the console into app_id")
  end
end

-- ---- common parameters ----

local OWN = { app_id = true, method = true, sign = true, timestamp = true, biz_content = true }

local function is_private(host)
  return host:find "^10%." or host:find "^192%.168%." or host:find "^172%.1[6-9]%." or host:find "^172%.[23]%d%."
end

local function check_url(report, name, url)
  local host = url:match "^https?://([^/:?#]+)"
  local function hurts(what, why, mend)
    report:warn(name:gsub("_", "-"), ("params.%s: %s"):format(name, what), why, mend)
  end
  if not host then
    hurts("it is no http(s) URL", "Alipay cannot call it", "write the whole URL")
  elseif loopback.is(url) or is_private(host) then
    hurts(host .. " is an address of this host or network", "Alipay cannot reach it: notifications never arrive",
      "use a public address; to test without one, sign notifications locally (docs/notifications.md)")
  end
  if url:find '[%s<>"]' then
    hurts("it has blanks or HTML characters in it", "Alipay refuses such a URL", "percent-encode them")
  elseif name == "notify_url" and url:find("?", 1, true) then
    hurts("it has parameters of its own", "they arrive among the signed ones and are not signed",
      "leave them out, or name them in `ignore` of notify.verify")
  end
end

---A client that is to speak V3 makes no call with settings that V3 cannot have; one that may choose goes by V2 with them.
---@param report alipay.doctor.report
---@param settings alipay.settings
function M.protocol(report, settings)
  local refused = settings.protocol == "v3" and common.excluded(settings)
  if not refused then return end
  report:fail("configuration", "protocol", "protocol is v3, which these settings exclude: " .. shell_words.text(refused),
    "every call fails so", 'write protocol = "auto" or "v2" in the profile, or correct the other setting')
end

---@param report alipay.doctor.report
---@param settings alipay.settings
function M.parameters(report, settings)
  local function wrong(name, why, mend)
    report:fail("configuration", "params", ("params.%s = %s"):format(name, secrets.quoted(settings.params[name])), why, mend)
  end
  for _, name in ipairs(sorted(settings.params)) do
    local value = settings.params[name]
    if OWN[name] then
      wrong(name, "it would stand in every request instead of the right value of each", "take it out of params")
    elseif name == "version" and value ~= protocol.VERSION then
      wrong(name, "the gateway answers isv.invalid-parameter: its protocol is " .. protocol.VERSION, "take it out of params")
    elseif name == "format" and value:upper() ~= "JSON" then
      wrong(name, "only JSON is answered", "take it out of params")
    elseif name == "sign_type" and value ~= settings.sign_type then
      wrong(name, ("sign_type is %s: two settings contradict each other"):format(settings.sign_type),
        "take it out of params and set sign_type")
    elseif name == "charset" and not ({ ["utf-8"] = 1, utf8 = 1, gbk = 1, gb2312 = 1, gb18030 = 1 })[value:lower()] then
      wrong(name, "the gateway answers isv.invalid-charset", "take it out of params: utf-8 is the default")
    elseif name == "charset" and value:lower():find "^gb" then
      report:note("charset", ("requests and replies are in %s: notifications come in it, too; alipay.notify converts them")
        :format(value))
    elseif name == "notify_url" or name == "return_url" then
      check_url(report, name, value)
    end
  end
  if settings.sign_type == "RSA" then
    report:warn("sign-type", "sign_type RSA signs with SHA-1", "the platform wants RSA2 of new apps and refuses RSA for them",
      "set RSA2 in the console, then export ALIPAY_SIGN_TYPE=RSA2")
  end
  if settings.encrypt_key then
    local _, message = cipher.encrypt("x", settings.encrypt_key)
    if message then
      report:fail("signature", "encrypt-key", "encrypt_key cannot be used: " .. message,
        "encrypted calls fail with isv.decryption-error or cannot be read",
        "copy the key of 接口内容加密方式 from the console: base64 of 16 bytes, as it stands there")
    else
      report:ok("encrypt-key", "encrypt_key is a usable key")
    end
  end
end

return M
