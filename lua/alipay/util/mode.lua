-- SPDX-License-Identifier: MIT
-- How this run shows things: for people or machines, with or without colours. Set once by the command line (alipay.cli.program).

local fs = require "alipay.core.fs"

local M = {}

---Whether stdout is for machines (`--json`): human text goes to stderr then.
M.json = false

---Told of an error that makes the program fail without ending it at once, as an unhandled rejection, and of the exit code that it
---will have unless something worse follows: `--json` sets what writes both to stdout.
---@type fun(reason: any, code: integer)|nil
M.on_failure = nil

---What `--color` says: "auto", "on" or "off".
M.color = "auto"

---Whether colours belong on a stream. NO_COLOR and TERM=dumb count, unless `--color` says otherwise.
---@param descriptor integer 1 or 2
---@return boolean
function M.use_color(descriptor)
  if M.color ~= "auto" then return M.color == "on" end
  local no_color = os.getenv "NO_COLOR"
  return not (no_color and no_color ~= "") and os.getenv "TERM" ~= "dumb" and fs.is_terminal(descriptor)
end

return M
