-- SPDX-License-Identifier: MIT
-- What frameworks are known to do to a notification before it is verified, and how to undo it. What it mended is never accepted:
-- it only tells alipay.notify.diagnose why the signature does not fit.

local form = require "alipay.core.form"
local text = require "alipay.core.text"

local M = {}

-- ---- the signature itself ----

local function unescape(value)
  return (value:gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

local SIGN_FAULTS = {
  {
    code = "encoded-sign", pattern = "%%%x%x", mend = unescape,
    message = "sign is still percent-encoded", hint = "decode the body once before its parameters are taken out of it",
  },
  {
    code = "spaces-in-sign", pattern = " ", mend = function(sign) return (sign:gsub(" ", "+")) end,
    message = "sign has spaces where + belongs: it was decoded twice, or taken from a URL that was not encoded",
    hint = "verify the raw body, or decode it exactly once",
  },
  {
    code = "urlsafe-sign", pattern = "[-_]", mend = function(sign) return (sign:gsub("-", "+"):gsub("_", "/")) end,
    message = "sign is in the URL-safe alphabet (- and _ for + and /)",
    hint = "something on the way re-encoded it: verify the raw body",
  },
}

---Bring `sign` into its proper form.
---@param params table<string, string>
---@param findings alipay.notify.finding[] what was wrong is added
---@return string sign
function M.mend_sign(params, findings)
  local sign = params.sign
  for _, fault in ipairs(SIGN_FAULTS) do
    if sign:find(fault.pattern) then
      sign = fault.mend(sign)
      findings[#findings + 1] = { code = fault.code, message = fault.message, hint = fault.hint }
    end
  end
  return sign
end

-- ---- the parameters ----

local function changed(params, fn, only)
  local copy, different = {}, false
  for name, value in pairs(params) do
    copy[name] = value
    if name ~= "sign" and (not only or name == only) then
      copy[name] = fn(value, name)
      if copy[name] == nil then return nil end
      different = different or copy[name] ~= value
    end
  end
  return different and copy or nil
end

local ENTITIES = {
  amp = "&", quot = '"', lt = "<", gt = ">", apos = "'", ["#39"] = "'", ["#039"] = "'", ["#x27"] = "'", ["#34"] = '"',
}

local function unescape_html(value)
  return (value:gsub("&(#?%w+);", ENTITIES))
end

local function names_of(params)
  local names = {}
  for name in pairs(params) do
    if name ~= "sign" then names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

---A copy without some names.
---@param params table<string, string>
---@param names string[]
---@return table<string, string>
function M.without(params, names)
  local copy = {}
  for name, value in pairs(params) do copy[name] = value end
  for _, name in ipairs(names) do copy[name] = nil end
  return copy
end

-- Up to how many parameters each pair of them is tried: it costs that number squared.
local PAIRS = 40

local RAW = "verify the raw body of the request, as it arrived"

-- Each takes the parameters and `fits(params)`; a finding when its repair makes the signature good.
local repairs = {}

function repairs.html(params, fits)
  local mended = changed(params, unescape_html)
  if mended and fits(mended) then
    return {
      code = "html-escaped", hint = RAW .. ", before the framework escapes its input",
      message = "values are HTML-escaped (&quot; for a quote, as in fund_bill_list): what was signed is not",
    }
  end
end

function repairs.undecoded(params, fits)
  local mended = changed(params, function(value) return unescape((value:gsub("%+", " "))) end)
    or changed(params, unescape)
  if mended and fits(mended) then
    return {
      code = "not-decoded", hint = "decode each value once, or hand over the raw body",
      message = "values are still percent-encoded: the signature covers them decoded",
    }
  end
end

function repairs.charset(params, fits)
  for _, way in ipairs { { "UTF-8", "GB18030" }, { "GB18030", "UTF-8" } } do
    local mended = changed(params, function(value) return (text.convert(value, way[1], way[2])) end)
    if mended and fits(mended) then
      return {
        code = "transcoded", hint = RAW .. "; alipay.notify hands the values over in UTF-8 afterwards",
        message = ("values were converted to %s before they were verified: the signature covers the bytes in %s"):format(
          way[1], way[2] == "GB18030" and "GBK" or way[2]),
      }
    end
  end
end

function repairs.own_parameters(params, fits)
  local names = names_of(params)
  local function finding(list)
    return {
      code = "extra-parameters", names = list,
      message = "parameters that Alipay did not sign are among them: " .. table.concat(list, ", "),
      hint = "parameters of your own in notify_url or return_url are not signed: take those of the body only, "
        .. "or name them in `ignore`",
    }
  end
  for _, name in ipairs(names) do
    if fits(M.without(params, { name })) then return finding { name } end
  end
  for i, first in ipairs(#names <= PAIRS and names or {}) do
    for j = i + 1, #names do
      if fits(M.without(params, { first, names[j] })) then return finding { first, names[j] } end
    end
  end
end

-- Decoding twice loses what a value's own percent signs and pluses were; the usual victims are encoded again.
function repairs.decoded_twice(params, fits)
  local function plus(value) return (value:gsub(" ", "+")) end
  local function lower(value) return (form.escape(value):gsub("%%%x%x", string.lower)) end
  local function plus_escape(value) return (form.escape(value):gsub("%%20", "+")) end
  for _, name in ipairs(names_of(params)) do
    for _, encode in ipairs { form.escape, lower, plus_escape, plus } do
      local mended = changed(params, encode, name)
      if mended and fits(mended) then
        return {
          code = "decoded-twice", names = { name }, hint = "decode exactly once, or hand over the raw body",
          message = name .. " was decoded twice: it holds percent signs or pluses of its own",
        }
      end
    end
  end
end

local ORDER = { "html", "undecoded", "charset", "decoded_twice", "own_parameters" }

---The first repair after which the signature fits.
---@param params table<string, string>
---@param fits fun(params: table<string, string>): boolean
---@return alipay.notify.finding|nil
function M.find(params, fits)
  for _, name in ipairs(ORDER) do
    local finding = repairs[name](params, fits)
    if finding then return finding end
  end
end

---Parameters of a body that somebody had decoded before it was handed over: cut, and not decoded again.
---@param raw string
---@param sign string
---@return table<string, string>
function M.cut_only(raw, sign)
  local pieces = { sign = sign }
  for part in raw:gmatch "[^&]+" do
    local name, value = part:match "^([^=]*)=(.*)$"
    if name and name ~= "sign" then pieces[name] = value end
  end
  return pieces
end

M.RAW = RAW

return M
