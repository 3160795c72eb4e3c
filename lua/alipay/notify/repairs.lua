-- SPDX-License-Identifier: MIT
-- What frameworks are known to do to a notification before it is verified, and how to undo each of them. Which of them, or which two
-- together, happened is found by alipay.notify.search. What they mend is never accepted: it only explains a failure.

local form = require "alipay.core.form"
local html = require "alipay.util.html"
local undo = require "alipay.notify.undo"

local M = {}

M.RAW = "verify the raw body of the request, as it arrived"

---A function that is handed a mended copy, or nil where a repair does not apply, and what was wrong; true ends the search.
---@alias alipay.notify.try fun(mended: table<string, string>|nil, ...: alipay.notify.finding): boolean

-- Decoding twice loses what a value's own percent signs and pluses were.
local ENCODERS = { form.escape, undo.escape_lower, undo.escape_plus, undo.plus }

-- ---- all values ----

local TRANSCODED = "values were converted to %s before they were verified: the signature covers the bytes in %s"
local CONVERTED = M.RAW .. "; alipay.notify hands the values over in UTF-8 afterwards"

local function transcoded(from, to, said_from, said_to)
  return { code = "transcoded", undo = undo.converted(from, to), hint = CONVERTED, message = TRANSCODED:format(said_from, said_to) }
end

local NOT_DECODED = {
  code = "not-decoded", hint = "decode each value once, or hand over the raw body",
  message = "values are still percent-encoded: the signature covers them decoded",
}

local function not_decoded(fn)
  return { code = NOT_DECODED.code, hint = NOT_DECODED.hint, message = NOT_DECODED.message, undo = fn }
end

local LINES = { code = "line-ends", hint = M.RAW, message = "line breaks inside of values were converted" }

local VALUES = {
  {
    code = "html-escaped", undo = html.unescape, hint = M.RAW .. ", before the framework escapes its input",
    message = "values are HTML-escaped (&quot; for a quote, as in fund_bill_list): what was signed is not",
  },
  {
    code = "backslashes", undo = undo.backslashes, hint = M.RAW .. ", before anything escapes quotes (addslashes, wp_slash)",
    message = "backslashes stand before quotes (\\\" for a quote, as in fund_bill_list): what was signed has none",
  },
  {
    code = "json-escaped", undo = undo.json, hint = M.RAW,
    message = "values are escaped as inside of JSON (\\u4e2d, \\/): what was signed is not",
  },
  not_decoded(undo.form),
  not_decoded(undo.percent),
  transcoded("UTF-8", "GB18030", "UTF-8", "GBK"),
  transcoded("GB18030", "UTF-8", "GBK", "UTF-8"),
  transcoded("UTF-8", "ISO-8859-1", "UTF-8 as if they were Latin-1", "its own character set"),
  {
    code = "full-width", undo = undo.full_width, hint = M.RAW .. ", before a filter against scripts changes it",
    message = "quotes or angle brackets were replaced by their full-width form",
  },
  { code = LINES.code, undo = undo.dos_lines, hint = LINES.hint, message = LINES.message },
  { code = LINES.code, undo = undo.unix_lines, hint = LINES.hint, message = LINES.message },
}
for _, encode in ipairs(ENCODERS) do
  VALUES[#VALUES + 1] = {
    code = "decoded-twice", undo = encode, hint = "decode exactly once, or hand over the raw body",
    message = "values were decoded twice: they hold percent signs or pluses of their own",
  }
end

local function finding(repair, names)
  return { code = repair.code, message = repair.message, hint = repair.hint, names = names }
end

local function with_values(params, change)
  local copy, different = { sign = params.sign }, false
  for name, value in pairs(params) do
    if name ~= "sign" then
      copy[name] = change(value)
      if copy[name] == nil then return nil end
      different = different or copy[name] ~= value
    end
  end
  return different and copy or nil
end

-- ---- names, and values as lists ----

local function rename(params, change)
  local copy, different = {}, false
  for name, value in pairs(params) do
    local other = change(name)
    if copy[other] ~= nil then return nil end
    copy[other], different = value, different or other ~= name
  end
  return different and copy or nil
end

local function unlisted(params)
  local copy = rename(params, function(name) return (name:gsub("%[0?%]$", "")) end)
  local values = with_values(copy or params, function(value) return value:match '^%["(.*)"%]$' or value end)
  if copy or values then return values or copy end
  return with_values(params, function(value) return value:match "^%[(.*)%]$" end)
end

local function snake_case(params)
  return rename(params, function(name) return (name:gsub("%u", function(letter) return "_" .. letter:lower() end)) end)
end

local SHAPES = {
  {
    code = "lists", undo = unlisted, hint = "hand over the first value of each name, or the raw body",
    message = "the framework made lists of the values (name[]=..., [\"...\"]): the signature covers the plain ones",
  },
  {
    code = "renamed", undo = snake_case, hint = M.RAW .. ", before it is bound to an object",
    message = "the parameters were renamed (outTradeNo for out_trade_no): the signature covers their names, too",
  },
}

---Undo what was done to all values, one repair at a time.
---@param params table<string, string>
---@param try alipay.notify.try
---@return boolean ended
function M.everywhere(params, try)
  for _, repair in ipairs(VALUES) do
    if try(with_values(params, repair.undo), finding(repair)) then return true end
  end
  for _, repair in ipairs(SHAPES) do
    if try(repair.undo(params), finding(repair)) then return true end
  end
  return false
end

-- ---- one value ----

local TRIMMED = {
  function(value) return value .. " " end, function(value) return " " .. value end,
  function(value) return value .. "\n" end, function(value) return value .. "\r\n" end,
}

local function of_one(name, words)
  return { code = words.code, names = { name }, message = name .. words.message, hint = words.hint }
end

local TWICE = {
  code = "decoded-twice", message = " was decoded twice: it holds percent signs or pluses of its own",
  hint = "decode exactly once, or hand over the raw body",
}
local SPACE = { code = "trimmed", message = " was trimmed: the signature covers white space around it, too", hint = M.RAW }

-- Parameters that are often empty: frameworks that drop those drop what is signed.
local OFTEN_EMPTY = { "body", "subject", "passback_params", "voucher_detail_list", "extend_info", "gmt_refund", "refund_fee" }
local EMPTY = { code = "empty-dropped", message = " came empty and was dropped: the signature covers it, too", hint = M.RAW }

---Names of the parameters but `sign`, sorted.
---@param params table<string, string>
---@return string[]
function M.names(params)
  local names = {}
  for name in pairs(params) do
    if name ~= "sign" then names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

local function with(params, name, value)
  if params[name] == value then return nil end
  local copy = {}
  for each, old in pairs(params) do copy[each] = old end
  copy[name] = value
  return copy
end

---Undo what was done to one of the values.
---@param params table<string, string>
---@param try alipay.notify.try
---@return boolean ended
function M.somewhere(params, try)
  for _, name in ipairs(M.names(params)) do
    local value = params[name]
    for _, encode in ipairs(ENCODERS) do
      if try(with(params, name, encode(value)), of_one(name, TWICE)) then return true end
    end
    for _, pad in ipairs(TRIMMED) do
      if try(with(params, name, pad(value)), of_one(name, SPACE)) then return true end
    end
  end
  for _, name in ipairs(OFTEN_EMPTY) do
    if not params[name] and try(with(params, name, ""), of_one(name, EMPTY)) then return true end
  end
  return false
end

---Parameters of a body that somebody had decoded before it was handed over: cut, and not decoded again.
---@param raw string
---@param sign string
---@return table<string, string>
function M.cut_only(raw, sign)
  local pieces, order = {}, {}
  for part in raw:gmatch "[^&]+" do
    local name, value = part:match "^([%w_]+)=(.*)$"
    if name then
      pieces[name] = { value }
      order[#order + 1] = name
    elseif #order > 0 then -- the value before it holds an ampersand
      local last = pieces[order[#order]]
      last[#last + 1] = part
    end
  end
  local params = {}
  for name, list in pairs(pieces) do params[name] = table.concat(list, "&") end
  params.sign = sign
  return params
end

return M
