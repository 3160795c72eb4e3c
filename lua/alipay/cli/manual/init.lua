-- SPDX-License-Identifier: MIT
-- What the program takes and does, as data: `--help`, the man page and the shells' completion are made from it alone. Commands
-- are found by their modules below alipay.command and bring their own texts.

local embedded = require "alipay.core.embedded"
local language = require "alipay.util.language"
local options = require "alipay.cli.options"
local program_options = require "alipay.cli.manual.options"

local M = {}

M.NAME = "alipay-lua"
M.PURPOSE = "Lua 5.4 interpreter and command line for the Alipay Open Platform"
M.USAGE = { "[options] [script.lua [arguments]]", "[options] command [arguments]" }

M.DESCRIPTION = {
  "A Lua 5.4 interpreter that carries a client for the Alipay Open Platform: signed calls, verified answers, uploads, "
    .. "notifications, and a local gateway to try it all without an account. Whatever works with lua5.4 works with it.",
  "Without a script and with a terminal it is a prompt made for exploring the platform; :help there says what it can do. "
    .. "Without a script and without a terminal, standard input is the script.",
}

M.LUA, M.OWN = program_options.LUA, program_options.OWN

M.ENVIRONMENT = {
  { "ALIPAY_APP_ID", "the app's id" },
  { "ALIPAY_PRIVATE_KEY", "the app's private key: a path or the key itself" },
  { "ALIPAY_PUBLIC_KEY", "Alipay's public key: a path or the key itself" },
  { "ALIPAY_APP_CERT, ALIPAY_CERT, ALIPAY_ROOT_CERT", "paths, for certificate mode" },
  { "ALIPAY_GATEWAY", "the gateway's URL" },
  { "ALIPAY_APP_AUTH_TOKEN", "token of a merchant on whose behalf calls are made" },
  { "ALIPAY_ENCRYPT_KEY", "AES key, base64" },
  { "ALIPAY_SIGN_TYPE", "RSA2 (default), RSA or SM2" },
  { "ALIPAY_TIMEOUT", "seconds that a call may take" },
  { "ALIPAY_SIGN_THREADS", "threads that sign for concurrent calls; the cores by default, 0 for none" },
  { "ALIPAY_STRICT", "1: as --strict" },
  { "ALIPAY_RECORD", "file to which every answer is appended, tokens in them too" },
  { "ALIPAY_REPLAY", "such a file: calls are given its answers, and nothing is sent" },
  { "ALIPAY_PROFILE", "profile in use" },
  { "ALIPAY_CONTROL, ALIPAY_CONTROL_TOKEN", "the local gateway of `trigger`: DIR/env of `gateway` sets them" },
  { "ALIPAY_STATE_DIR", "folder for tokens, keys of the local gateway, and history" },
  { "LUA_INIT, LUA_PATH, LUA_CPATH", "as for lua5.4, also with _5_4 behind the name" },
  { "NO_COLOR", "no colours" },
}

M.EXIT = {
  { "0", "done" },
  { "1", "a script failed; Ctrl-C in a script" },
  { "2", "wrong usage, configuration, parameter or input file" },
  { "3", "network, HTTP or timeout" },
  { "4", "Alipay answered with an error" },
  { "5", "a signature, key or certificate" },
  { "130", "a command was interrupted" },
}

M.FILES = {
  { "$XDG_CONFIG_HOME/alipay-lua/config.lua", "profiles: a Lua table" },
  { "$XDG_CONFIG_HOME/alipay-lua/rc.lua", "run when the prompt starts" },
  { "$XDG_STATE_HOME/alipay-lua/history", "what was typed at the prompt, without secrets" },
}

M.EXAMPLES = {
  { "alipay-lua --local", "the prompt, with a gateway to play with" },
  { 'alipay-lua --local "$(alipay-lua --scripts)/qrcode.lua" --page pages/index --query x=1 --describe 二维码', "a script" },
  { "alipay-lua --local call alipay.open.app.qrcode.create url_param=pages/index query_param=x=1 describe=二维码", "one call" },
  { "alipay-lua gateway --port 8900 --dir ./gateway", "the local gateway for other programs" },
}

---The commands, sorted.
---@return { name: string, summary: string }[]
function M.commands()
  local list = {}
  for _, name in ipairs(embedded.names()) do
    local command = name:match "^alipay%.cli%.commands%.(%l+)$"
    if command then list[#list + 1] = { name = command, summary = require(name).SUMMARY } end
  end
  table.sort(list, function(a, b) return a.name < b.name end)
  return list
end

---The help text of a command, as `alipay-lua NAME --help` prints it.
---@param name string
---@return string
function M.command_help(name)
  local shown
  local print_help = options.show_help
  options.show_help = function(text)
    shown = text
    error(shown, 0)
  end
  pcall(require("alipay.cli.commands." .. name).run, { [0] = name, "--help" })
  options.show_help = print_help
  return shown or ""
end

---The long options that a command's help names.
---@param name string
---@return string[]
function M.command_options(name)
  local list, seen = {}, {}
  local text = language.in_english(function() return M.command_help(name) end)
  for flag in (text:match "Options:.*" or text):gmatch "%f[%-]%-%-%l[%w-]*" do
    if not seen[flag] then
      seen[flag] = true
      list[#list + 1] = flag
    end
  end
  table.sort(list)
  return list
end

---The words that a command takes first: "sn" and "show" of `cert`, events of `trigger`.
---@param name string
---@return string[]
function M.command_actions(name)
  local words = require("alipay.cli.commands." .. name).WORDS
  if words then return words end
  local list = {}
  local text = language.in_english(function() return M.command_help(name) end)
  local choices = text:match "\nArguments:\n%s+{([%l,]+)}"
  for word in (choices or ""):gmatch "%l+" do list[#list + 1] = word end
  return list
end

---Flag and value as they are typed.
---@param option alipay.manual.option
---@return string
function M.spelling(option)
  if not option.value then return option.flag end
  if option.attached then return option.flag .. "[=" .. option.value .. "]" end
  if option.flag == "--help" then return option.flag .. " [" .. option.value .. "]" end
  return option.flag .. " " .. option.value
end

return M
