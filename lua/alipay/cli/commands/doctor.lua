-- SPDX-License-Identifier: MIT
-- `alipay-lua doctor`: checks keys, certificates, clock, profile and reachability, and says how to mend each fault.

local certificates = require "alipay.cli.doctor.certificates"
local keys = require "alipay.cli.doctor.keys"
local lang = require "alipay.lang"
local mode = require "alipay.util.mode"
local network = require "alipay.cli.doctor.network"
local options = require "alipay.cli.options"
local printable = require "alipay.util.printable"
local reports = require "alipay.cli.doctor.report"
local script = require "alipay.script"
local setup = require "alipay.cli.doctor.setup"
local text = require "alipay.core.text"

local M = {}

M.SUMMARY = "check keys, certificates, clock and settings, and say how to mend them"

local HELP = [[
Check the settings in use: profile, gateway, keys, certificates, their partners, the clock.
Each fault comes with what it breaks and the command that mends it. Nothing is changed, no
secret is shown.
With --probe one harmless signed call is made: a query of a trade that does not exist.
Exit codes: 0 fine, 5 something would break a signature, 2 configuration, 3 the network,
4 Alipay's answer.

Examples:
  alipay-lua doctor
  alipay-lua --profile shop1 doctor --probe
  alipay-lua doctor --app-public-key 应用公钥.txt   # does the private key belong to it?
  alipay-lua --local doctor --probe]]

local COLORS = { ok = "green", note = "dim", warning = "yellow", error = "red" }

local function show(finding)
  local level = lang.text(finding.level)
  script.say("%s %s", script.paint(COLORS[finding.level], level .. (" "):rep(7 - text.width(level))),
    lang.text(printable.line(finding.what)))
  if finding.why then script.say("        %s", lang.text(printable.line(finding.why))) end
  if finding.mend then script.say("        mend: %s", lang.text(finding.mend)) end
end

local function examine(report, values)
  local settings = setup.settings(report)
  if not settings then return end
  setup.files(report, settings)
  setup.gateway(report, settings)
  setup.protocol(report, settings)
  setup.parameters(report, settings)
  local private = keys.private(report, settings)
  if values.app_public_key then keys.app_public(report, private, values.app_public_key) end
  if not settings.app_cert then keys.alipay(report, settings, private) end
  certificates.check(report, settings, private)
  if values.offline then return end
  network.clock(report, settings)
  if not values.probe then return end
  if report:exit_code() == 0 then return network.probe(report) end
  report:note("probe", "the probe was not made: mend the errors above first")
end

---@param arg string[]
---@return integer exit code
function M.run(arg)
  local parser = options.parser("alipay-lua doctor", HELP)
  parser:flag("--probe", "Make one signed call that changes nothing.")
  parser:flag("--offline", "Do not compare the clock: ask no other host.")
  parser:option("--app-public-key", "The app's public key as the console shows it."):argname "FILE"
  local values = options.parse(parser, arg)
  local report = reports.new()
  examine(report, values)
  local code = report:exit_code()
  script.result { findings = report.findings, exit_code = code }
  if mode.json then return code end
  for _, finding in ipairs(report.findings) do show(finding) end
  return code
end

return M
