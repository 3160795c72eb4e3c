-- SPDX-License-Identifier: MIT
-- `alipay-lua verify`: judges a saved reply or notification.

local config = require "alipay.client.settings"
local errors = require "alipay.error"
local input = require "alipay.cli.input"
local keyring = require "alipay.client.keyring"
local mode = require "alipay.util.mode"
local notify = require "alipay.notify"
local options = require "alipay.cli.options"
local profile = require "alipay.client.profile"
local reply = require "alipay.v2.reply"
local scanner = require "alipay.core.reply"
local saved = require "alipay.cli.verify.saved"
local script = require "alipay.script"
local told = require "alipay.cli.verify.told"
local verifier = require "alipay.call.verifier"

local M = {}

M.SUMMARY = "verify a saved reply or notification, and say why it fails"

local HELP = [[
Verify the signature of a saved reply of the gateway, or with --notify of the raw body of a
notification, with Alipay's key of the profile in use. Says by which rule it is good, or why it is
not. FILE "-" is stdin.
Exit codes: 0 the signature is good, 4 an error that nobody signed, 5 anything else.

Examples:
  alipay-lua verify reply.json
  alipay-lua verify --v3 reply.txt        # what curl -i printed: status, headers and body
  alipay-lua verify --notify body.txt
  alipay-lua verify --return 'https://shop.example/back?charset=utf-8&...'
  ALIPAY_PUBLIC_KEY=alipay.pem alipay-lua --json verify --notify - < body.txt]]

-- To verify, Alipay's key is enough: what else a client needs may be missing.
local function app_in_use()
  local settings = config.gather()
  if not settings.alipay_public_key and not settings.alipay_cert then
    error(errors.new("parameter", {
      message = "no key of Alipay's is configured", hint = "set ALIPAY_PUBLIC_KEY, or a profile in " .. profile.path(),
    }), 0)
  end
  local keys = keyring.new(settings)
  keys.certificates = settings.alipay_cert ~= nil and settings.app_cert ~= nil and settings.alipay_root_cert ~= nil
  if not settings.alipay_public_key and not keys.certificates then settings.alipay_public_key = settings.alipay_cert end
  return { settings = settings, keys = keys }
end

-- ---- replies ----

-- The method that a reply answers: its node's name says so.
local function method_of(raw)
  local members, message = scanner.members(raw)
  if not members then
    told.refuse("this is no reply of the gateway: " .. message,
      raw:find("sign=", 1, true) and "it looks like a notification: use --notify"
        or "save the body as it arrived, every byte of it")
  end
  local found
  for _, member in ipairs(members) do
    local name = member.name:match "^(.+)_response$"
    if name and (name ~= "error" or not found) then found = name end
  end
  if not found then told.refuse("there is no node named *_response in it", "save the whole reply, not the node alone") end
  return (found:gsub("_", "."))
end

local function verify_reply(app, raw)
  local method = method_of(raw)
  local cut, message = reply.cut(raw, method)
  if not cut then
    told.refuse("the reply cannot be trusted: " .. message,
      "save the whole reply as it arrived, every byte of it")
  end
  local key, good, reason, exact
  if cut.sign then
    key = told.key_for(app.keys, cut.alipay_cert_sn)
    good, reason, exact = reply.verify(raw, cut, key, app.settings.sign_type)
  else
    good, reason = false, cut.sign_type_wrong and "its sign is no string" or "it is not signed"
  end
  local verdict = reply.judge(raw, cut, good, reason, verifier.decryption(app.settings.encrypt_key))
  if verdict.unsigned and verdict.outcome == "refusal" then told.unsigned_error(verdict.fields) end
  if not good then told.explain(app, key, reason) end
  local rule = ("the %d bytes of %s_response"):format(#verdict.body, (method:gsub("%.", "_")))
  if cut.kind == "string" then rule = rule .. ", quotes included (encrypted)" end
  if not exact then rule = rule .. ", with / and \\/ exchanged" end
  local code = verdict.fields and verdict.fields.code or verdict.data and verdict.data.code
  script.result { verified = true, kind = "reply", method = method, rule = rule, code = code and tostring(code) }
  if not mode.json then
    local outcome = verdict.outcome == "refusal" and (" (it reports an error: code %s)"):format(code) or ""
    script.say("good: signed by Alipay over %s%s", rule, outcome)
  end
end

-- ---- notifications ----

local function print_findings(err)
  for i, finding in ipairs(err.findings or {}) do
    local text = finding.message .. (finding.hint and "\n  " .. finding.hint or "")
    if i > 1 then script.note("also: %s", script.text(text)) end
  end
end

local function verify_message(app, what, text)
  local check = { notify = notify.verify, ["return"] = notify.verify_return, result = notify.verify_result }
  local n, err = check[what](text, app)
  if not n then
    print_findings(err)
    error(err, 0)
  end
  script.result { verified = true, kind = n.kind, rule = n.rule, rule_text = n.rule_text, params = n.params }
  if not mode.json then script.say("good: signed by Alipay by rule %s: %s", n.rule_text, tostring(n)) end
end

---@param arg string[]
---@return integer exit code; raises the error object of what does not verify
function M.run(arg)
  local parser = options.parser("alipay-lua verify", HELP)
  parser:argument("file", "The saved bytes; - for stdin. With --return the URL itself will do.")
  parser:mutex(
    parser:flag("--v3", "It is a reply by V3, saved with its headers, as curl -i writes it."),
    parser:flag("--notify", "It is the body of a notification."),
    parser:flag("--return", "It is a return URL or its query."),
    parser:flag("--result", "It is the result that the Alipay app handed over."))
  local values = options.parse(parser, arg)
  local app = app_in_use()
  local text = values["return"] and values.file:find "^https?://" and values.file or input.read(values.file)
  if values.notify or values["return"] then text = text:gsub("[\r\n]+$", "") end
  local what = values.notify and "notify" or values["return"] and "return" or values.result and "result"
  if values.v3 then saved.verify(app, text) elseif what then verify_message(app, what, text) else verify_reply(app, text) end
  return 0
end

return M
