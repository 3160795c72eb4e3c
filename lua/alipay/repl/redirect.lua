-- SPDX-License-Identifier: MIT
-- `EXPRESSION :> FILE` and `EXPRESSION :| COMMAND`: what an expression gives goes to a file or a command instead of the screen, whole
-- and as it is, secrets too. It evaluates nothing itself.

local fs = require "alipay.core.fs"
local kinds = require "alipay.repl.show.kinds"
local output = require "alipay.repl.show.output"
local paths = require "alipay.util.paths"

local M = {}

local say = output.say

-- Of a response its node, as `call` prints it; a text as it is; what JSON can say as JSON.
local function bytes_of(value)
  if kinds.is_response(value) then value = value.data or value.body end
  if type(value) == "string" then return value end
  local json = require "alipay.json"
  local fine, encoded = pcall(json.encode, value == nil and json.null or value)
  if not fine then
    local whole = { width = 100, color = false, depth = 100, items = math.huge, length = math.huge }
    encoded = require("alipay.repl.show.printer").render(value, whole)
  end
  return encoded .. "\n"
end

local function to_file(name, bytes)
  local path = paths.expand(name)
  local file, message
  if not fs.stat(path) then
    local made, why = fs.create(path, "") -- for its mode: what is written may be a secret
    message = not made and why or nil
  end
  if not message then file, message = io.open(path, "wb") end
  if file then
    file:write(bytes)
    local fine, why = file:close()
    message = not fine and ("%s: %s"):format(path, why) or nil
  end
  if message then say("nothing was written: %s", message) else say("%d bytes in %s", #bytes, path) end
end

-- By a file: a command that takes only the beginning ends nobody with SIGPIPE, and its own output and keys are those of the terminal.
local function to_command(command, bytes)
  local folder, message = fs.temporary "alipay-lua-pipe-"
  local ok
  if folder then ok, message = fs.create(folder .. "/values", bytes) end
  if not ok then return say("nothing was handed on: %s", message) end
  io.stdout:flush()
  local _, how, code = os.execute(("{ %s\n} <'%s/values'"):format(command, folder:gsub("'", "'\\''")))
  fs.remove(folder)
  if code ~= 0 then say(how == "signal" and "the command was ended by signal %d" or "the command ended with exit code %d", code) end
end

---Evaluate, and write what comes out.
---@param session alipay.repl.session
---@param expression string
---@param target alipay.repl.target
---@param style alipay.repl.style
function M.run(session, expression, target, style)
  if target.name == "" then
    return say(target.kind == ">" and "usage: EXPRESSION :> FILE" or "usage: EXPRESSION :| COMMAND")
  end
  local written = false
  local ran = require("alipay.repl.evaluate").run(session, expression, style, { show = function(_, _, values)
    written = true
    if values[1] == nil and kinds.is_error(values[2]) then
      output.values(values, style)
      return say "nothing was written"
    end
    local parts = {}
    for i = 1, values.n do parts[i] = bytes_of(values[i]) end
    local write = target.kind == ">" and to_file or to_command
    write(target.name, table.concat(parts))
  end })
  if ran and not written then say "there is no value to write" end
end

return M
