-- SPDX-License-Identifier: MIT
-- Messages from Alipay: asynchronous notifications, return URLs and results handed over by the app, verified by the same code.
-- Receiving them is alipay.notify.listener's.

local certificates = require "alipay.call.certificates"
local diagnose = require "alipay.notify.diagnose"
local errors = require "alipay.error"
local form = require "alipay.core.form"
local notification = require "alipay.notify.notification"
local protocol = require "alipay.v2.protocol"
local rules = require "alipay.notify.rules"

local M = {}

local function refuse(findings)
  local first = findings[1]
  return nil, errors.new("signature", {
    message = "the notification cannot be trusted: " .. first.message, hint = first.hint, findings = findings,
  })
end

local function finding(code, message, hint)
  return refuse { { code = code, message = message, hint = hint } }
end

-- ---- reading ----

local function pairs_of(input)
  if type(input) == "string" then return form.decode(input) end
  if type(input[1]) == "table" then return input end
  local list = {}
  for name, value in pairs(input) do
    if math.type(value) == "integer" then value = tostring(value) end
    if type(name) ~= "string" or type(value) ~= "string" then
      error(("notify: parameters are texts by name; '%s' is a %s"):format(tostring(name), type(value)), 4)
    end
    list[#list + 1] = { name, value }
  end
  return list
end

-- Parameters by name. Whoever may choose which of two values counts can choose what was paid, so a name comes once.
local function collect(input, ignore)
  local params, own, skip = {}, {}, {}
  for _, name in ipairs(ignore or {}) do skip[name] = true end
  for _, pair in ipairs(pairs_of(input)) do
    local name, value = pair[1], pair[2]
    if skip[name] then own[name] = value
    elseif params[name] ~= nil then return nil, name
    else params[name] = value end
  end
  return params, own
end

-- Names are joined with their values unescaped, so "a=1&b=2" may be one parameter or two: a value that would be read as one of
-- these is refused.
local DECISIVE = {
  "app_id", "buyer_id", "notify_id", "out_trade_no", "receipt_amount", "refund_fee", "seller_id", "total_amount", "trade_no",
  "trade_status",
}

local function ambiguous(params)
  for name, value in pairs(params) do
    if value:find("&", 1, true) then
      for _, other in ipairs(DECISIVE) do
        if value:find("&" .. other .. "=", 1, true) then return name, other end
      end
    end
  end
end

-- ---- verifying ----

-- RSA is SHA-1: it is taken only where it is configured.
local function sign_type_of(params, configured)
  local given = params.sign_type
  if not given or given == "" or given == configured then return configured end
  if given == "RSA2" and configured == "RSA" then return given end
  return nil, protocol.SIGN_TYPES[given]
    and { "sign-type", ("it is signed with %s, configured is %s"):format(given, configured), "set sign_type as in the console" }
    or { "sign-type", ("its sign_type is '%s'"):format(given:sub(1, 40)) }
end

-- The key that it says it is signed with; nothing is fetched here, since anybody can name a certificate.
local function key_for(keys, params)
  local sn = params.alipay_cert_sn
  if not sn or sn == "" or not keys.certificates then return keys:alipay_key() end
  if certificates.recall(keys, sn) then return keys:key_of(sn) end
  return finding("alipay-cert-sn",
    ("it is signed with Alipay certificate %s, which is not known here"):format((sn:sub(1, 40):gsub("%c", "?"))),
    "any call fetches and checks the current one (alipay-lua doctor --probe), or download it from the console")
end

-- What is wrong before any key is asked.
local function preliminary(params, duplicate)
  if not params then
    return finding("duplicate", ("parameter %s comes twice"):format(duplicate),
      "keep the parameters of the body and those of the URL apart")
  end
  if next(params) == nil then
    return finding("empty", "there are no parameters",
      "the body was read before, or its Content-Type kept the framework from parsing it: take the raw body")
  end
  if not params.sign or params.sign == "" then return finding("unsigned", "it has no sign") end
  local name, other = ambiguous(params)
  if name then return finding("ambiguous", ("the value of %s could be read as %s, too"):format(name, other)) end
  return true
end

local OPTIONS = { ignore = true, brief = true }

local function split_options(options, where)
  local expected = {}
  for name, value in pairs(options or {}) do
    if not OPTIONS[name] then expected[name] = value end
  end
  notification.check_expectations(expected, where)
  return expected, options or {}
end

local function run(input, client, options, kind, where)
  if type(input) ~= "string" and type(input) ~= "table" then
    error(("%s: a body or a table of parameters is needed, not a %s"):format(where, type(input)), 3)
  end
  local expected
  expected, options = split_options(options, where)
  client = client or require("alipay.client.client").new()
  local params, own = collect(input, options.ignore)
  local ok, err = preliminary(params, own)
  if not ok then return nil, err end
  local sign_type, wrong = sign_type_of(params, client.settings.sign_type)
  if not sign_type then return finding(table.unpack(wrong)) end
  local key
  key, err = key_for(client.keys, params)
  if not key then return nil, err end
  local only = kind == "return" and "V1" or nil
  local fit, reason = rules.verify(params, key, sign_type, only)
  if not fit and options.brief then return finding("changed", reason or "no rule fits") end
  if not fit then
    return refuse(diagnose.run(params, {
      client = client, key = key, sign_type = sign_type, only = only, reason = reason,
      raw = type(input) == "string" and input or nil,
    }))
  end
  local n = notification.new {
    kind = kind, params = notification.transcode(rules.covered(params, fit)), rule = fit.rule, rule_text = fit.text,
    raw = type(input) == "string" and input or form.encode(params), own = own, sign_type = sign_type,
  }
  ok, err = n:expect(expected)
  if not ok then return nil, err end
  return n
end

---Verify an asynchronous notification.
---@param body string|table the raw body of the POST, decoded here once; or its parameters, decoded once, by name or as a list of { name, value }
---@param client? alipay.client whose Alipay key is used; of the profile in use otherwise
---@param options? table what it must say, as { app_id = "...", seller_id = "...", total_amount = "88.88" } (amounts are compared as decimals); `ignore`: list of names that are your own and not signed; `brief`: true spares the search for the cause of a failure
---@return alipay.notification|nil n
---@return alipay.error|nil err kind "signature" with `findings`; kind "parameter" with `faults` when only an expectation failed
function M.verify(body, client, options)
  return run(body, client, options, "notify", "notify.verify")
end

---Verify the URL with which the buyer's browser came back. It proves nothing of a payment: query the trade.
---@param url string|table the URL, its query, or the parameters
---@param client? alipay.client
---@param options? table as for `verify`
---@return alipay.notification|nil n
---@return alipay.error|nil err
function M.verify_return(url, client, options)
  if type(url) == "string" then
    url = url:gsub("#.*$", "")
    url = url:match "^%a[%w+.-]*://[^?]*%??(.*)$" or url:match "^/[^?]*%?(.*)$" or url:gsub("^%?", "")
  end
  return run(url, client, options, "return", "notify.verify_return")
end

---Verify the result that the Alipay app handed to yours after alipay.trade.app.pay. It is no proof of payment either.
---@param result string JSON text: the `result` itself, or the whole answer of the SDK that holds it
---@param client? alipay.client
---@param options? table what it must say
---@return alipay.notification|nil n its `data` is the node decoded, `params` its texts
---@return alipay.error|nil err
function M.verify_result(result, client, options)
  if type(result) ~= "string" then error("notify.verify_result: a JSON text is needed, not a " .. type(result), 2) end
  return require("alipay.notify.result").verify(result, client or require("alipay.client.client").new(),
    split_options(options, "notify.verify_result"))
end

---Receive notifications: see alipay.notify.listener.
---@param options alipay.notify.options
---@return alipay.notify.listener|nil
---@return alipay.error|nil err
function M.listen(options)
  return require("alipay.notify.listener").start(options)
end

return M
