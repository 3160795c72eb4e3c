-- SPDX-License-Identifier: MIT
-- The rules by which a notification may be signed. The platform's documents contradict each other on empty values and on
-- sign_type, so each reading is tried; which one fits is part of the answer. It repairs nothing: alipay.notify.diagnose does.

local form = require "alipay.core.form"

local M = {}

-- V1: trade notifications and return URLs. V2: service market, life account, and return URLs of the sandbox.
local BASES = {
  { rule = "V1", drop = { "sign", "sign_type" }, text = "sign and sign_type left out" },
  { rule = "V2", drop = { "sign" }, text = "sign left out" },
}

---@class alipay.notify.reading
---@field rule "V1"|"V2"
---@field text string the rule in words
---@field content string the string that is signed
---@field drop string[] names that the signature does not cover
---@field keep_empty boolean whether it covers parameters with an empty value

local function has_empty(params)
  for name, value in pairs(params) do
    if value == "" and name ~= "sign" then return true end
  end
  return false
end

local function reading(base, params, drop, keep_empty, empties)
  local text = base.text
  if #drop > #base.drop then text = text .. ", alipay_cert_sn left out" end
  if empties then text = text .. (keep_empty and ", empty values kept" or ", empty values left out") end
  return {
    rule = base.rule, text = ("%s: %s"):format(base.rule, text), drop = drop, keep_empty = keep_empty,
    content = form.canonical(params, drop, keep_empty),
  }
end

-- Some take sign_type out before they hand the parameters over, as V1 would have it: V2 signs it.
local function restored(params, sign_type)
  local whole = { sign_type = sign_type }
  for name, value in pairs(params) do whole[name] = value end
  return whole
end

---Every reading of a set of parameters; those that give the same string only once.
---@param params table<string, string>
---@param sign_type string the one configured, for parameters without it
---@return alipay.notify.reading[]
local function readings(params, sign_type)
  local list, seen, empties = {}, {}, has_empty(params)
  local function add(base, source, ...)
    if base.rule == "V2" and not source.sign_type then source = restored(source, sign_type) end
    local found = reading(base, source, ...)
    if not seen[found.content] then list[#list + 1] = found end
    seen[found.content] = true
  end
  for _, with_cert in ipairs { true, false } do
    for _, base in ipairs(BASES) do
      local drop = { table.unpack(base.drop) }
      if not with_cert then drop[#drop + 1] = "alipay_cert_sn" end
      if with_cert or params.alipay_cert_sn then
        add(base, params, drop, true, empties)
        -- Without sign_type (`sign_type=RSA2` that became `sign_typeXRSA2`) nothing unsigned is put up with.
        if (params.sign_type or "") ~= "" then add(base, params, drop, false, empties) end
      end
    end
  end
  return list
end

---The reading under which a signature is good.
---@param params table<string, string> bytes as decoded once, `sign` among them
---@param key core.key Alipay's
---@param sign_type string
---@return alipay.notify.reading|nil
---@return string|nil reason when it is not the mathematics
function M.verify(params, key, sign_type)
  local why
  for _, candidate in ipairs(readings(params, sign_type)) do
    local good, reason = key:verify(candidate.content, params.sign, sign_type)
    if good then return candidate end
    why = reason
  end
  return nil, why
end

---The parameters that a signature covers: nothing else in a notification is vouched for.
---@param params table<string, string>
---@param fit alipay.notify.reading
---@return table<string, string>
function M.covered(params, fit)
  local covered = {}
  for name, value in pairs(params) do
    if value ~= "" or fit.keep_empty then covered[name] = value end
  end
  for _, name in ipairs(fit.drop) do covered[name] = nil end
  return covered
end

return M
