-- SPDX-License-Identifier: MIT
-- Why a notification does not verify: undoes what frameworks and configurations are known to do to one, until the signature fits.
-- It only explains; what it repaired is never accepted.

local keyring = require "alipay.client.keyring"
local parameters = require "alipay.notify.parameters"
local profile = require "alipay.client.profile"
local repairs = require "alipay.notify.repairs"
local rules = require "alipay.notify.rules"
local search = require "alipay.notify.search"
local sign_faults = require "alipay.notify.sign_faults"
local sorted = require "alipay.util.sorted"

local M = {}

---@class alipay.notify.finding
---@field code string short name, for programs
---@field message string what is wrong
---@field hint? string what to do


---The finding that the key in use as Alipay's is the app's own.
---@param client alipay.client
---@param key core.key
---@return alipay.notify.finding|nil
function M.own_key(client, key)
  local own = client.settings.private_key and client.keys:private_key()
  if own and own:matches(key) then
    return {
      code = "app-key-as-alipay-key",
      message = "the key in use as Alipay's is the app's own public key: nothing of Alipay's ever verifies with it",
      hint = "copy Alipay's public key (支付宝公钥) from the console into alipay_public_key; `alipay-lua doctor` checks it",
    }
  end
end

local VERIFY = { "alipay_public_key", "app_cert", "alipay_cert", "alipay_root_cert", "sign_type" }

local function other_profiles(fits_with, key)
  local file = profile.load()
  for _, name in ipairs(sorted(file and file.profiles or {})) do
    local settings = { sign_type = "RSA2" }
    for _, field in ipairs(VERIFY) do settings[field] = file.profiles[name][field] or settings[field] end
    local other = (settings.alipay_public_key or settings.alipay_cert) and keyring.new(settings):alipay_key()
    if other and not other:matches(key) and fits_with(other) then
      return {
        code = "key-of-another-profile", profile = name,
        message = ("it is signed for another app: the Alipay key of profile '%s' fits"):format(name),
        hint = "choose that profile (--profile, ALIPAY_PROFILE), or correct the notify_url that this app was given",
      }
    end
  end
end

local function other_algorithm(params, key, sign_type)
  for _, other in ipairs { "RSA2", "RSA" } do
    if other ~= sign_type and rules.verify(params, key, other) then
      return {
        code = "sign-type", message = ("it is signed with %s, not with %s"):format(other, sign_type),
        hint = "set sign_type to what the console says for this app",
      }
    end
  end
end

local function is_other_app(client, params)
  local ours, theirs = client.settings.app_id, params.app_id
  if ours and theirs and theirs ~= ours and params.auth_app_id ~= ours then
    return {
      code = "other-app", message = ("it is for app %s, in use is app %s"):format(theirs, ours),
      hint = "choose the profile of that app",
    }
  end
end

-- What no repair brings back.
local function is_mutilated(params)
  for name, value in pairs(params) do
    if value:find("\u{FFFD}", 1, true) then
      return {
        code = "lost-characters", names = { name },
        message = name .. " holds the mark of a character that could not be converted: what was signed is lost",
        hint = repairs.RAW,
      }
    end
  end
end

-- The finding when one configuration or another explains it all.
local function other_settings(params, context, with)
  local key, sign_type = context.key, context.sign_type
  local found = other_algorithm(params, key, sign_type) or other_profiles(function(other) return with(params, other) end, key)
  if not found and context.raw and with(repairs.cut_only(context.raw, params.sign)) then
    found = { code = "decoded-twice", message = "the body had been decoded before it was handed over", hint = repairs.RAW }
  end
  return found
end

---Explain a failed verification.
---@param params table<string, string> with `sign`
---@param context { client: alipay.client, key: core.key, sign_type: string, order: string[], raw: string|nil, reason: string|nil } order: names as they arrived, as far as known
---@return alipay.notify.finding[] findings what is known for certain first; at least one
function M.run(params, context)
  local client, key, sign_type = context.client, context.key, context.sign_type
  local findings = {}
  local function with(candidate, other_key)
    return rules.verify(candidate, other_key or key, sign_type) ~= nil
  end
  params = sign_faults.mended(params, findings)
  if #findings > 0 and with(params) then return findings end
  findings[#findings + 1] = M.own_key(client, key)
  local repaired = search.find(params, context.order, with)
  local found = repaired or { other_settings(params, context, with) }
  table.move(found, 1, #found, #findings + 1, findings)
  if not repaired then findings[#findings + 1] = is_other_app(client, params) end
  if context.reason and #found == 0 then
    findings[#findings + 1] = {
      code = "unusable-sign", message = "sign is unusable: " .. context.reason,
      hint = "a length other than the key's means another key, or a sign that was cut",
    }
  end
  if #findings == 0 then
    findings[1] = parameters.no_form(context.raw) or is_mutilated(params) or {
      code = "changed",
      message = "no rule fits: its content was changed on the way, or alipay_public_key is not the key it is signed with",
      hint = "compare alipay_public_key with the console (`alipay-lua doctor`), and make sure that the raw body is verified",
    }
  end
  return findings
end

return M
