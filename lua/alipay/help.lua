-- SPDX-License-Identifier: MIT
-- `alipay-lua --help [SCRIPT | COMMAND]`.

local embedded = require "alipay.core.embedded"
local errors = require "alipay.error"
local options = require "alipay.options"

local M = {}

local USAGE = [[
usage: alipay-lua [options] [script.lua | command] [arguments]

A Lua 5.4 interpreter for the Alipay Open Platform. Without a script it reads Lua from the terminal.

Options of Lua, with their usual meaning:
  -e STAT  -l MODULE  -l NAME=MODULE  -i  -v  -E  -W  --  -

Options of alipay-lua, before the script or command:
  --local          start a local gateway inside this run and use its app; no account is needed
  --profile NAME   use that profile of %s (also ALIPAY_PROFILE)
  --trace[=FILE]   show every request: parameters, string to sign, reply, verdict, timings (secrets masked)
  --json           JSON only on stdout, errors too; human text on stderr
  --color WHEN     auto, on or off
  --help [NAME]    this text, a script's header, or a command's help
  --version        versions of the program and its libraries

Commands (a script of that name runs as ./NAME):
%s
Examples:
  alipay-lua --local scripts/qrcode.lua --page pages/index --query x=1 --describe 二维码
  alipay-lua --local call alipay.open.app.qrcode.create url_param=pages/index query_param=x=1 describe=二维码
  alipay-lua gateway --port 8900 --dir ./gateway
  alipay-lua --local -e 'print(require("alipay").client())'

Settings come from options, then the environment (ALIPAY_APP_ID, ALIPAY_PRIVATE_KEY, ALIPAY_PUBLIC_KEY, ...),
then the profile. Exit codes: 0 done, 1 script failed, 2 usage or configuration, 3 network or HTTP, 4 Alipay
answered with an error, 5 signature, key or certificate, 130 interrupted.
]]

local function commands()
  local list = {}
  for _, name in ipairs(embedded.names()) do
    local command = name:match "^alipay%.command%.(%l+)$"
    if command then
      local summary = require(name).SUMMARY
      list[#list + 1] = ("  %-10s %s\n"):format(command, summary)
    end
  end
  table.sort(list)
  return table.concat(list)
end

---Print the help asked for.
---@param arguments string[] the global `arg`; its [0] is what follows the options
---@return integer exit code
function M.run(arguments)
  local name = arguments[-1] and arguments[0]
  if not name then
    io.stdout:write(USAGE:format(require("alipay.profile").path(), commands()))
    return 0
  end
  if name:find "^%l+$" and embedded.source("alipay.command." .. name) then
    return require("alipay.command." .. name).run { [0] = name, "--help" }
  end
  local header, err = options.header_of(name)
  if not header then error(err, 0) end
  if header == "" then
    error(errors.new("parameter", { message = name .. " has no comment at its head to show" }), 0)
  end
  io.stdout:write(header, "\n")
  return 0
end

return M
