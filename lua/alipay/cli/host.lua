-- SPDX-License-Identifier: MIT
-- What the program's own long options switch on, and how the program ends. The C host loads it only when one was given.

local config = require "alipay.client.settings"
local errors = require "alipay.error"
local mode = require "alipay.util.mode"

local M = {}

---Apply the long options of the command line.
---@param options { local_gateway: boolean, json: boolean, trace: string|nil, profile: string|nil, color: string|nil } trace "" is stderr
function M.configure(options)
  mode.json, mode.color = options.json, options.color or "auto"
  if options.profile and options.local_gateway then
    error(errors.new("parameter", { message = "--local and --profile choose different apps: give one of them" }), 0)
  end
  if options.profile then config.choose { name = options.profile } end
  if options.trace then require("alipay.call.trace").start(options.trace) end
  if options.local_gateway then require("alipay.cli.local").start() end
end

-- A command that Ctrl-C ended has a code of its own; a script ends as with the stock interpreter.
local INTERRUPTED = 130

local function is_interrupted_command(value)
  local loop = package.loaded["alipay.async.loop"]
  return loop and arg and package.loaded["alipay.cli.commands." .. tostring(arg[0])] and loop.is_interrupt(value)
end

---Exit code of a program that dies of this error. Under `--json` the error goes to stdout as JSON, too.
---@param value any
---@return integer
function M.exit_code(value)
  local code, kind = errors.exit_code(value), "script"
  if is_interrupted_command(value) then code, kind = INTERRUPTED, "cancelled" end
  if mode.json then
    local data = errors.is(value) and value:data() or { kind = kind, message = tostring(value) }
    io.stdout:write(require("alipay.json").encode { error = data, exit_code = code }, "\n")
  end
  return code
end

return M
