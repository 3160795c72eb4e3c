-- SPDX-License-Identifier: MIT
-- `alipay-lua explain`: builds and signs a call exactly as `call` does, and shows it instead of sending it.

local arguments = require "alipay.cli.arguments"
local charset = require "alipay.util.charset"
local curl = require "alipay.call.curl"
local digest = require "alipay.core.digest"
local mask = require "alipay.util.mask"
local mode = require "alipay.util.mode"
local pipeline = require "alipay.call.pipeline"
local script = require "alipay.script"
local secrets = require "alipay.util.secrets"
local shell_words = require "alipay.cli.shell_words"

local M = {}

M.SUMMARY = "show what a call would sign and send, and send nothing"

local HELP = [[
Build and sign a call, and show it instead of sending it: every parameter and where it goes, the
exact string that is signed, its SHA-256, the signature, and a curl command that sends the same
request when pasted into a shell. Arguments are those of `call`. Keys are not shown; tokens and
codes are, since the string to sign holds them.

Examples:
  alipay-lua --local explain alipay.open.app.qrcode.create url_param=pages/index query_param=x=1 describe=二维码
  alipay-lua explain alipay.trade.query out_trade_no=70501111111S001111119
  alipay-lua explain --v3 alipay.trade.query out_trade_no=1       # its lines, one by one
  alipay-lua explain GET /v3/alipay/user/agreement/query agreement_no=1
  alipay-lua --json explain alipay.trade.query out_trade_no=1     # as JSON; the command is its member "curl"]]

local function parameters(req)
  local list = req:parameters()
  for _, param in ipairs(list) do param.value = charset.to_utf8(param.value) end
  return list
end

local function files(req)
  local list = {}
  for name, file in pairs(req.files or {}) do list[#list + 1] = { name = name, file = file.name, size = file.size } end
  table.sort(list, function(a, b) return a.name < b.name end)
  return list
end

local function has_secrets(list)
  for _, param in ipairs(list) do
    if param.name ~= "sign" and mask.param(param.name, param.value) ~= param.value then return true end
  end
  return false
end

local LINES = { "who signs", "verb", "path and query", "body", "app_auth_token" }

-- The lines that V3 signs. A body may have line breaks of its own.
local function lines_of(req)
  local list = {}
  for i, text in ipairs { req.auth_string, req.http, req.target, req.bytes, req.placed.token } do
    list[i] = { name = LINES[i], text = charset.to_utf8(text) }
  end
  return list
end

local function show_lines(lines)
  for i, line in ipairs(lines) do script.say("%d %-14s %s", i, line.name, line.text) end
end

local function show(plan)
  script.say("%s by HTTP %s to %s", plan.method, plan.http, plan.gateway)
  script.say ""
  script.say(plan.lines and "parameters (all are signed)" or "parameters (all are signed but sign)")
  for _, param in ipairs(plan.parameters) do script.say("  %-5s %s = %s", param.place, param.name, param.value) end
  for _, file in ipairs(plan.files) do
    script.say("  file  %s = %s, %d bytes (not signed)", file.name, file.file, file.size)
  end
  script.say("\nstring to sign (%d bytes%s)", plan.bytes, plan.lines and ", each line ends with a line feed" or "")
  if plan.lines then show_lines(plan.lines) else script.say("%s", plan.string_to_sign) end
  script.say("\nits SHA-256\n%s", plan.sha256)
  script.say("\nsignature (%s)\n%s", plan.sign_type, plan.signature)
  script.say("\ncurl\n%s", plan.curl)
end

---@param arg string[]
---@return integer exit code; raises the error object of a call that cannot be built
function M.run(arg)
  local app, method, call_options, http = arguments.command("alipay-lua explain", HELP, arg)
  local req, err = pipeline.build(app, http, method, call_options)
  if not req then error(shell_words.put(err), 0) end
  local plan = {
    protocol = req.auth_string and "v3" or "v2", method = method, http = req.http, gateway = secrets.address(req:address()),
    parameters = parameters(req), files = files(req),
    string_to_sign = charset.to_utf8(req.string_to_sign), bytes = #req.string_to_sign,
    sha256 = digest.sha256(req.string_to_sign), sign_type = req.sign_type, signature = req.signature,
    lines = req.auth_string and lines_of(req) or nil, curl = curl.command(req),
  }
  script.result(plan)
  if not mode.json then show(plan) end
  if has_secrets(plan.parameters) then
    script.note "this holds tokens or codes of yours: do not hand it on as it is"
  elseif secrets.address(plan.curl) ~= plan.curl then -- the command works when it is pasted
    script.note "the curl command holds the password in an address: do not hand it on as it is"
  end
  return 0
end

return M
