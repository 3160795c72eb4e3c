-- SPDX-License-Identifier: MIT
-- `alipay-lua --help [SCRIPT | COMMAND]`.

local embedded = require "alipay.core.embedded"
local errors = require "alipay.error"
local options = require "alipay.options"

local M = {}

---Print the help asked for.
---@param arguments string[] the global `arg`; its [0] is what follows the options
---@return integer exit code
function M.run(arguments)
  local name = arguments[-1] and arguments[0]
  if not name then
    io.stdout:write(require("alipay.manual.text").make())
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
