-- SPDX-License-Identifier: MIT
-- The verdict on a notification or return URL: which rule its signature is good by, or why it is not to be trusted.

local certificates = require "alipay.call.certificates"
local diagnose = require "alipay.notify.diagnose"
local errors = require "alipay.error"
local form = require "alipay.core.form"
local notification = require "alipay.notify.notification"
local parameters = require "alipay.notify.parameters"
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

---Verify a message. Its expectations (`expected`) were checked for sense before.
---@param input string|table a body or a query, parameters by name, or a list of { name, value }
---@param client alipay.client
---@param options { kind: "notify"|"return", expected: table|nil, ignore: string[]|nil, brief: boolean|nil } brief: no search for the cause
---@return alipay.notification|nil n
---@return alipay.error|nil err
function M.run(input, client, options)
  local params, own, fault = parameters.read(input, options.ignore)
  if not params then return refuse { fault } end
  local sign_type, wrong = sign_type_of(params, client.settings.sign_type)
  if not sign_type then return finding(table.unpack(wrong)) end
  local key, err = key_for(client.keys, params)
  if not key then return nil, err end
  local raw = type(input) == "string" and input or nil
  local fit, reason = rules.verify(params, key, sign_type)
  if not fit and options.brief then return finding("changed", reason or "no rule fits") end
  if not fit then
    return refuse(diagnose.run(params, {
      client = client, key = key, sign_type = sign_type, reason = reason, raw = raw, order = parameters.order(input),
    }))
  end
  local n = notification.new {
    kind = options.kind, params = notification.transcode(rules.covered(params, fit)), rule = fit.rule, rule_text = fit.text,
    raw = raw or form.encode(params), own = own, sign_type = sign_type,
  }
  local ok
  ok, err = n:expect(options.expected or {})
  if not ok then return nil, err end
  return n
end

return M
