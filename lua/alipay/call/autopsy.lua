-- SPDX-License-Identifier: MIT
-- Why the gateway finds a signature wrong: its own string to sign, out of sub_msg, against ours, byte by byte; then the first parameter
-- that differs and the likely cause. It compares and concludes; it sends and signs nothing.

local difference = require "alipay.call.difference"
local html = require "alipay.util.html"
local key_fault = require "alipay.call.key_fault"
local line_difference = require "alipay.call.line_difference"
local mask = require "alipay.util.mask"
local text = require "alipay.core.text"

local M = {}

-- Older gateways wrote `\u003d` and `\u0026`. Only characters of ASCII: others are our own content's.
local function unescape_unicode(escaped)
  return (escaped:gsub("\\u00(%x%x)", function(hex)
    local code = tonumber(hex, 16)
    return code < 128 and string.char(code) or nil
  end))
end

local LONGEST_NAME = 64 -- of a parameter

-- Where the name begins that ends before `position`, or nil when there is none.
local function start_of_name(sub_msg, position)
  local first = position
  while first > 1 and position - first < LONGEST_NAME and sub_msg:find("^[%w_]", first - 1) do first = first - 1 end
  return first < position and first or nil
end

-- Where `name=value&` begins, by plain searches: a pattern for it tries every letter of a long text as the start of a name.
local function start_of_params(sub_msg)
  local equals, ampersand = sub_msg:find("=", 1, true), 0
  while equals do
    local next_equals = sub_msg:find("=", equals + 1, true)
    if ampersand < equals then ampersand = sub_msg:find("&", equals, true) end
    if not ampersand then break end
    local first = ampersand < (next_equals or math.huge) and start_of_name(sub_msg, equals)
    if first then return first end
    equals = next_equals
  end
  local escape = sub_msg:find "\\u003[dD]"
  return escape and start_of_name(sub_msg, escape)
end

-- The string as it stands in sub_msg, without the advice that production appends.
local function quoted(sub_msg)
  local _, last = sub_msg:find("验签字符串为", 1, true)
  if last then
    local behind = sub_msg:sub(last + 1, last + 3)
    last = last + (behind == "：" and 3 or behind:find "^:" and 1 or 0)
  else
    local first = start_of_params(sub_msg)
    if not first then return nil end
    last = first - 1
  end
  local rest = sub_msg:sub(last + 1):gsub("^%s+", "")
  local tail = rest:find("，解决方案", 1, true) or rest:find ", *解决方案"
  rest = tail and rest:sub(1, tail - 1) or rest
  return rest ~= "" and rest or nil
end

local function common_prefix(a, b)
  local n = math.min(#a, #b)
  for i = 1, n do
    if a:byte(i) ~= b:byte(i) then return i - 1 end
  end
  return n
end

---The gateway's string to sign. What it escaped is undone in the way that brings it closest to ours, since ours may hold the same
---escapes for reasons of its own.
---@param sub_msg string
---@param ours string
---@return string|nil theirs nil when there is none in it
function M.string_of(sub_msg, ours)
  local raw = quoted(sub_msg)
  if not raw then return nil end
  local best, best_length
  for _, candidate in ipairs { html.unescape(raw), unescape_unicode(raw), unescape_unicode(html.unescape(raw)), raw } do
    if candidate == ours then return candidate end
    local length = common_prefix(candidate, ours)
    if not best or length > best_length then best, best_length = candidate, length end
  end
  return best
end

-- Parameters of a string to sign in order. A value may hold `&` and `=`; both strings are cut by the same rule, so both alike.
local function split(content)
  local list, by_name, first = {}, {}, 1
  while first <= #content do
    local next_first = content:find("&[%a_][%w_]*=", first)
    local name, value = content:sub(first, (next_first or 0) - 1):match "^([^=]*)=?(.*)$"
    list[#list + 1] = name
    by_name[name] = by_name[name] or value
    if not next_first then break end
    first = next_first + 1
  end
  return list, by_name
end

-- The first parameter, in the order of signing, that is not the same on both sides.
local function first_difference(ours, theirs)
  local our_names, our_values = split(ours)
  local their_names, their_values = split(theirs)
  local names, seen = {}, {}
  for _, list in ipairs { our_names, their_names } do
    for _, name in ipairs(list) do
      if not seen[name] then names[#names + 1] = name end
      seen[name] = true
    end
  end
  table.sort(names)
  for _, name in ipairs(names) do
    if our_values[name] ~= their_values[name] then return name, our_values[name], their_values[name] end
  end
  for i, name in ipairs(our_names) do
    if their_names[i] ~= name then return name, our_values[name], their_values[name], true end
  end
end

-- A piece of a value around the place where it differs, fit to be shown.
local function excerpt(name, value, at)
  if value == nil then return "(absent)" end
  if name == "path and query" or name == "body" then value = mask.text(value)
  elseif mask.param(name, value) ~= value then return mask.param(name, value) end
  if #value <= 60 then return value end
  local first = math.max(1, at - 20)
  while first > 1 and (value:byte(first) & 0xC0) == 0x80 do first = first - 1 end
  return (first > 1 and "…" or "") .. text.fit(value:sub(first), 60)
end

---@class alipay.autopsy
---@field verdict "differs"|"identical"|"unknown"
---@field cause string machine-readable: "charset", "empty", "zone", "plus", "json_spaces", "json_order", "json_escapes", "key", ...
---@field param? string the first parameter that differs
---@field position? integer first byte of the whole string that differs, from 1
---@field ours? string the value around the difference, secrets masked; "(absent)"
---@field theirs? string
---@field message string what it means
---@field advice string what to do

local function differing(req, ours, theirs)
  local name, our_value, their_value, reordered = first_difference(ours, theirs)
  local finding
  if not name then
    finding = { cause = "unknown", message = "the strings differ, but not in a parameter" }
  elseif reordered then
    finding = { cause = "order", message = "the same parameters, in another order", advice = "sort names bytewise before signing" }
  else
    finding = difference.explain(req, name, our_value, their_value)
  end
  finding.verdict, finding.position = "differs", common_prefix(ours, theirs) + 1
  finding.param = name
  if name then
    local at = common_prefix(our_value or "", their_value or "") + 1
    finding.ours, finding.theirs = excerpt(name, our_value, at), excerpt(name, their_value, at)
  end
  finding.advice = finding.advice or "compare both strings with --trace"
  return finding
end

-- The same by V3, which signs lines. nil when none of them differs: what quotes them may leave out the last line's end.
local function differing_lines(req, ours, theirs)
  local finding = line_difference.explain(ours, theirs, req.bytes, req.placed.token)
  if not finding then return nil end
  local at = common_prefix(finding.ours or "", finding.theirs or "") + 1
  finding.verdict, finding.position = "differs", common_prefix(ours, theirs) + 1
  finding.ours, finding.theirs = excerpt(finding.param, finding.ours, at), excerpt(finding.param, finding.theirs, at)
  return finding
end

local LONGEST = 1048576 -- bytes of a refusal that are looked at

---Examine a refusal.
---@param req alipay.request
---@param sub_msg string the gateway's, in UTF-8
---@return alipay.autopsy
function M.examine(req, sub_msg)
  sub_msg = sub_msg:sub(1, LONGEST)
  local ours = req.string_to_sign
  if not text.is_utf8(ours) and req.params then ours = text.convert(ours, req.params.charset, "UTF-8") or ours end
  local theirs = M.string_of(sub_msg, ours)
  local finding = theirs and theirs ~= ours and (req.auth_string and differing_lines or differing)(req, ours, theirs)
  if finding then return finding end
  finding = theirs and key_fault.concluded(req) or key_fault.suspected(req, sub_msg)
  finding.verdict = theirs and "identical" or "unknown"
  return finding
end

---A finding as lines for people.
---@param finding alipay.autopsy
---@return string
function M.describe(finding)
  local lines = {}
  if finding.verdict == "differs" then
    lines[1] = ("autopsy: the gateway verified another string than the one that was signed, from byte %d on")
      :format(finding.position)
    if finding.param then
      lines[#lines + 1] = ("first difference in %s:\n    signed   %s\n    verified %s"):format(
        finding.param, finding.ours, finding.theirs)
    end
  elseif finding.verdict == "identical" then
    lines[1] = "autopsy: the gateway verified exactly the string that was signed"
  else
    lines[1] = "autopsy"
  end
  lines[#lines + 1] = finding.message
  lines[#lines + 1] = finding.advice
  return table.concat(lines, "\n  ")
end

---Examine an error of the gateway and put the finding into it (`err.autopsy`, `err.hint`). Without effect on other errors. An
---unsigned refusal is as good here: nothing is believed but where to look.
---@param req alipay.request
---@param err alipay.error
---@param sub_msg string|nil the whole of it, when the error has but its beginning
function M.add(req, err, sub_msg)
  if not (err.sub_code or ""):find("invalid-signature", 1, true) then return end
  sub_msg = sub_msg or ""
  local finding = M.examine(req, sub_msg)
  err.autopsy = finding
  -- The whole string stays in sub_msg. It may hold tokens, and nobody reads it in a message.
  local raw = quoted(sub_msg:sub(1, LONGEST))
  local first = raw and err.message:find(raw:sub(1, 40), 1, true)
  if first then
    local last = first + #raw - 1
    err.message = err.message:sub(1, first - 1) .. "…" .. err.message:sub(last + 1)
  end
  err.hint = (err.hint and err.hint .. "\n  " or "") .. M.describe(finding)
end

return M
