-- SPDX-License-Identifier: MIT
-- `alipay-lua --help [SCRIPT | COMMAND | METHOD]`, and what the program says of a command line that is none.

local embedded = require "alipay.core.embedded"
local fs = require "alipay.core.fs"
local errors = require "alipay.error"
local json = require "alipay.json"
local lang = require "alipay.lang"
local mode = require "alipay.util.mode"
local options = require "alipay.cli.options"

local M = {}

local function print_help(text)
  io.stdout:write(mode.json and json.encode { help = text } or text, mode.json and "\n" or "")
  return 0
end

-- A method: dotted and no file, as alipay.trade.create, or AlipayTradeCreate.
local function is_method(name)
  return (name:find "^%l[%w_]*%.[%w_.]+$" or name:find "^%u%l+%u%w+$") and not name:find "%.lua$" and not fs.stat(name)
end

local function page_of(method)
  local page = require("alipay.catalogue.page").text(method)
  if page then return page .. "\n" end
  local near = require("alipay.catalogue").nearest(method)
  error(errors.new("parameter", {
    message = "nothing is known of " .. method,
    hint = near[1] and "did you mean " .. table.concat(near, ", ") .. "?" or "alipay-lua methods TEXT finds methods",
  }), 0)
end

---Print the help asked for; under `--json` as the member `help`.
---@param arguments string[] the global `arg`; its [0] is what follows the options
---@return integer exit code
function M.run(arguments)
  local name = arguments[-1] and arguments[0]
  if not name then
    return print_help(require("alipay.cli.manual.text").make())
  end
  if name:find "^%l+$" and embedded.source("alipay.cli.commands." .. name) then
    return require("alipay.cli.commands." .. name).run { [0] = name, "--help" }
  end
  if is_method(name) then
    return print_help(page_of(require("alipay.client.chain").dotted(name)))
  end
  local header, err = options.header_of(name)
  if not header then error(err, 0) end
  if header == "" then
    error(errors.new("parameter", { message = name .. " has no comment at its head to show" }), 0)
  end
  return print_help(lang.help(header) .. "\n")
end

---Say what is wrong with the program's own options.
---@param program string its name as typed
---@param problem string one sentence
---@param as_json boolean whether stdout gets it as JSON
function M.usage(program, problem, as_json)
  local hint = ("try %s --help"):format(program)
  io.stderr:write(program, ": ", lang.text(problem), "\n", lang.text "usage: ", program, " ",
    lang.text "[options] [script | command [args]]", "\n", lang.text(hint), "\n")
  if not as_json then return end
  local err = errors.new("parameter", { message = problem, hint = hint })
  io.stdout:write(json.encode { error = err:data(), exit_code = errors.exit_code(err) }, "\n")
end

---Name the command that somebody may have meant who named a script that is not there.
---@param program string its name as typed
---@param name string
function M.suggest(program, name)
  if not name:find "^%a+$" or fs.stat(name) then return end
  local commands = {}
  for i, command in ipairs(require("alipay.cli.manual").commands()) do commands[i] = command.name end
  local near = require("alipay.util.nearest").find(name:lower(), commands, 1, #name > 4 and 2 or 1)
  if near[1] then io.stderr:write(lang.format("did you mean: %s", program .. " " .. near[1]), "\n") end
end

return M
