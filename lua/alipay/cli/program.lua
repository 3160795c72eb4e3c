-- SPDX-License-Identifier: MIT
-- What the program's own long options switch on, how a command runs, and with which exit code the program ends. The C host loads it
-- when an option of ours or a command was given.

local config = require "alipay.client.settings"
local errors = require "alipay.error"
local interrupted = require "alipay.cli.interrupted"
local json = require "alipay.json"
local mode = require "alipay.util.mode"

local M = {}

-- A command that Ctrl-C ended has a code of its own; a script ends as with the stock interpreter.
local INTERRUPTED = 130

local is_command = false

---Apply the long options of the command line.
---@param options { local_gateway: boolean, json: boolean, trace: string|nil, profile: string|nil, color: string|nil, strict: boolean } trace "" is stderr
function M.configure(options)
  mode.json, mode.color = options.json, options.color or "auto"
  if mode.json then mode.on_failure = M.exit_code end
  if options.profile and options.local_gateway then
    error(errors.new("parameter", { message = "--local and --profile choose different apps: give one of them" }), 0)
  end
  if options.profile then config.choose { name = options.profile } end
  if options.strict then config.strict = true end
  if options.trace then require("alipay.call.trace").start(options.trace) end
  if options.local_gateway then require("alipay.cli.local").start() end
end

---Run a command.
---@param name string
---@param arguments string[] the global `arg`
---@return integer exit code; raises what ends the command
function M.command(name, arguments)
  is_command = true
  interrupted.is_expected()
  if name ~= "doctor" then config.check_environment() end -- the doctor says it among the rest
  return require("alipay.cli.commands." .. name).run(arguments)
end

-- What stderr says of it.
local function text_of(value)
  local is_text = type(value) == "string" or type(value) == "number"
  local meta = debug.getmetatable(value)
  if is_text or meta and meta.__tostring then return tostring(value) end
  return ("(error object is a %s value)"):format(type(value))
end

---Exit code of a program that dies of this error. Under `--json` the error goes to stdout as JSON, too.
---@param value any
---@param known? integer the code, where something else has decided it
---@return integer
function M.exit_code(value, known)
  local code, err = known or errors.exit_code(value), interrupted.error(value) or value
  if is_command and err ~= value then code = INTERRUPTED end
  if mode.json then
    local data = errors.is(err) and err:data() or { kind = "script", message = text_of(err) }
    io.stdout:write(json.encode { error = data, exit_code = code }, "\n")
  end
  return code
end

return M
