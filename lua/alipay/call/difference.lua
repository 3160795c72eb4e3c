-- SPDX-License-Identifier: MIT
-- What makes two values of a parameter differ on their way to the gateway. Each cause is one test; the first that fits is the answer.
-- The gateway's value is foreign text: every test takes time in proportion to it.

local form = require "alipay.core.form"
local html = require "alipay.util.html"
local json = require "alipay.json"
local protocol = require "alipay.v2.protocol"
local text = require "alipay.core.text"

local M = {}

local function cause(name, message, advice)
  return { cause = name, message = message, advice = advice }
end

local function is_blank(value)
  return not value:find "%S"
end

-- Without white space at either end.
local function trimmed(value)
  local first, last = value:find "%S", #value
  while first and value:find("^%s", last) do last = last - 1 end
  return first and value:sub(first, last) or ""
end

-- ---- one side only ----

local function was_in_url(req, name)
  return req.query and not (req.body_params and req.body_params[name]) and not (req.texts and req.texts[name])
end

local function absent_there(req, name, ours)
  if is_blank(ours) then
    return cause("empty", name .. " is blank, and the gateway leaves blank values out", "leave the parameter out instead")
  end
  if not was_in_url(req, name) then
    return cause("body", name .. " travels in the body, and the gateway did not read it there",
      "look for a proxy that drops the body or changes its Content-Type; its charset must be that of the URL")
  end
  return cause("proxy", name .. " was in the URL that was sent, and did not arrive",
    "look for a proxy or gateway setting that changes the URL")
end

local SERIALS = { app_cert_sn = true, alipay_root_cert_sn = true }

local function absent_here(req, name, theirs)
  if SERIALS[name] then
    return cause("serial_number", "the gateway counts on " .. name .. ", which was not signed",
      "give app_cert, alipay_cert and alipay_root_cert, all three: this app works in certificate mode")
  end
  if name == "sign_type" or is_blank(theirs) or req.params[name] == "" then
    return cause("empty", name .. " reached the gateway, but is not in what was signed", "sign it or leave it out")
  end
  return cause("proxy", name .. " was added on the way: it was not in the request",
    "look for a proxy that adds parameters, and for a query in the gateway's URL")
end

-- ---- both sides ----

local function spaced(value)
  return (value:gsub("+", " "))
end

local function decoded(value)
  return (value:gsub("+", " "):gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

-- UTF-8 read as GBK, or the other way round; or characters that were given up for question marks.
local function is_other_charset(ours, theirs)
  if not ours:find "[\x80-\xFF]" then return false end
  local misread = text.convert(ours, "GB18030", "UTF-8")
  if misread and misread == theirs then return true end
  local written = text.convert(ours, "UTF-8", "GB18030")
  if written and written == theirs then return true end
  if theirs:find("\u{FFFD}", 1, true) or theirs:find("锟斤拷", 1, true) then return true end
  if not theirs:find "[?\x80-\xFF]" then return false end
  -- What is left without the misread characters, which may each have taken a neighbour with them.
  local rest = theirs:gsub("[\x80-\xFF?]+", "")
  return rest == ours:gsub("[\x80-\xFF?]+", "") or rest == ours:gsub("[\x80-\xFF?]+[^\x80-\xFF?]?", "")
end

local function same_value(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  for name, value in pairs(a) do
    if not same_value(value, b[name]) then return false end
  end
  for name in pairs(b) do
    if a[name] == nil then return false end
  end
  return true
end

-- The last byte of the string whose quote is at `first`; the last of all when it has no end.
local function end_of_string(value, first)
  local at = first + 1
  while true do
    at = value:find('["\\]', at)
    if not at then return #value end
    if value:sub(at, at) == '"' then return at end
    at = at + 2 -- behind what is escaped
  end
end

-- Without white space outside strings.
local function compact(value)
  local out, first = {}, 1
  while first <= #value do
    local quote = value:find('"', first, true)
    out[#out + 1] = value:sub(first, (quote or #value + 1) - 1):gsub("%s+", "")
    if not quote then break end
    local last = end_of_string(value, quote)
    out[#out + 1] = value:sub(quote, last)
    first = last + 1
  end
  return table.concat(out)
end

local function sorted_bytes(value)
  local bytes = { value:byte(1, -1) }
  table.sort(bytes)
  return string.char(table.unpack(bytes))
end

local RESENT = "send the very string that was signed (content = \"...\" as a string is never re-encoded here); "
  .. "look for a proxy that parses JSON"

local AGAIN = "it was encoded again after signing"

local function of_json(name, ours, theirs)
  if not ours:find "^%s*[{%[]" or not theirs:find "^%s*[{%[]" then return nil end
  if compact(ours) == compact(theirs) then
    return cause("json_spaces", name .. " is the same JSON with other white space: " .. AGAIN, RESENT)
  end
  local a, b = json.decode(ours), json.decode(theirs)
  if a == nil or b == nil or not same_value(a, b) then return nil end
  if #ours == #theirs and #ours < 100000 and sorted_bytes(compact(ours)) == sorted_bytes(compact(theirs)) then
    return cause("json_order", name .. " is the same JSON with its keys in another order: " .. AGAIN, RESENT)
  end
  return cause("json_escapes", name .. " is the same JSON with other escapes (\\/ or \\uXXXX): " .. AGAIN, RESENT)
end

local function of_time(name, ours, theirs)
  local a, b = protocol.parse_timestamp(ours), protocol.parse_timestamp(theirs)
  if not a or not b then return nil end
  local hours = (b - a) / 3600
  if hours == math.floor(hours) then
    return cause("zone", ("%s is off by %d hours: a time zone was applied"):format(name, hours // 1),
      "the timestamp is in GMT+8 and is sent as it was signed")
  end
  return cause("time", name .. " is another moment: the request was written again on the way",
    "look for a proxy or a wrapper that sets parameters itself")
end

local URL_ADVICE = "look for what encodes or decodes the URL a second time: a proxy, a browser, a copy and paste"

-- In this order: the particular before the general.
local TESTS = {
  function(name, ours, theirs)
    if spaced(ours) == theirs and ours ~= theirs then
      return cause("plus", "a + in " .. name .. " became a space: it was not percent-encoded (%2B) when it was sent", URL_ADVICE)
    end
    if spaced(theirs) == ours then
      return cause("plus", "a space in " .. name .. " became a +: it was encoded twice or not decoded", URL_ADVICE)
    end
  end,
  function(name, ours, theirs)
    if decoded(ours) == theirs then return cause("decoded", name .. " was percent-decoded once too often", URL_ADVICE) end
    if decoded(theirs) == ours or form.escape(ours) == theirs then
      return cause("encoded", name .. " arrived percent-encoded once too often", URL_ADVICE)
    end
  end,
  of_time,
  function(name, ours, theirs)
    if html.unescape(theirs) == ours then
      return cause("html", name .. " was HTML-escaped on the way", "look for a filter that escapes < > & and quotes in requests")
    end
    if html.unescape(ours) == theirs then
      return cause("html", name .. " holds HTML escapes that were undone on the way", "send < > & and quotes as they are")
    end
  end,
  of_json,
  function(name, ours, theirs)
    if is_other_charset(ours, theirs) then
      return cause("charset", "the gateway read the bytes of " .. name .. " in another character set",
        "charset must stand in the URL, name the set in which the parameters are written, and survive every proxy")
    end
  end,
  function(name, ours, theirs)
    if theirs ~= "" and ours:sub(1, #theirs) == theirs then
      return cause("cut", name .. " was cut off on the way: a bare & or # in the URL, or a limit of its length", URL_ADVICE)
    end
    if is_blank(theirs) then return absent_there({}, name, ours) end
  end,
  function(name, ours, theirs)
    if trimmed(ours) == theirs then
      return cause("trimmed", "blanks round " .. name .. " were removed on the way", "leave them out before signing")
    end
  end,
}

---Why a parameter is not the same on both sides.
---@param req alipay.request
---@param name string
---@param ours string|nil nil when it was not signed
---@param theirs string|nil nil when it did not arrive
---@return alipay.autopsy finding with cause, message and advice
function M.explain(req, name, ours, theirs)
  if not theirs then return absent_there(req, name, ours) end
  if not ours then return absent_here(req, name, theirs) end
  for _, test in ipairs(TESTS) do
    local found = test(name, ours, theirs)
    if found then return found end
  end
  return cause("changed", name .. " was changed after it was signed", "look for a proxy or a wrapper that changes requests")
end

return M
